"""Pages of `forms`."""

from django.urls import path

from jiheng.web.forms.evidence_pages import evidence_page, evidence_removed
from jiheng.web.forms.papers_pages import findings, paper
from jiheng.web.forms.versions_pages import compare, restored, versions
from jiheng.web.stub import stub

app_name = "forms"
urlpatterns = [
    path("<int:form>", stub, name="edit"),
    path("<int:form>/versions", versions, name="versions"),
    path("<int:form>/versions/<int:a>/<int:b>", compare, name="compare"),
    path("<int:form>/versions/<int:number>/restore", restored, name="restore"),
    path("<int:form>/evidence", evidence_page, name="evidence"),
    path("<int:form>/evidence/<int:number>/remove", evidence_removed, name="evidence-remove"),
    path("<int:form>/paper.<str:ending>", paper, name="paper"),
    path("<int:form>/findings.xlsx", findings, name="findings"),
]
