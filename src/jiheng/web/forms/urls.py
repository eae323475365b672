"""Pages of `forms`."""

from django.urls import path

from jiheng.web.forms.editor_views import changes, conflict, drawn, edit, presence, why
from jiheng.web.forms.evidence_views import evidence_page, evidence_removed
from jiheng.web.forms.export_views import findings, paper
from jiheng.web.forms.versions_views import compare, restored, versions

app_name = "forms"
urlpatterns = [
    path("<int:form>", edit, name="edit"),
    path("<int:form>/changes", changes, name="changes"),
    path("<int:form>/why", why, name="why"),
    path("<int:form>/sheet", drawn, name="sheet"),
    path("<int:form>/presence", presence, name="presence"),
    path("<int:form>/conflicts/<int:pk>", conflict, name="conflict"),
    path("<int:form>/versions", versions, name="versions"),
    path("<int:form>/versions/<int:a>/<int:b>", compare, name="compare"),
    path("<int:form>/versions/<int:number>/restore", restored, name="restore"),
    path("<int:form>/evidence", evidence_page, name="evidence"),
    path("<int:form>/evidence/<int:number>/remove", evidence_removed, name="evidence-remove"),
    path("<int:form>/paper.<str:ending>", paper, name="paper"),
    path("<int:form>/findings.xlsx", findings, name="findings"),
]
