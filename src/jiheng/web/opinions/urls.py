"""Pages of `opinions`."""

from django.urls import path

from jiheng.web.opinions import views

app_name = "opinions"
urlpatterns = [
    path("forms/<int:form>", views.page, name="form"),
    path("forms/<int:form>/save", views.save, name="save"),
    path("forms/<int:form>/reset", views.reset, name="reset"),
    path("forms/<int:form>.docx", views.form_paper, name="paper"),
    path("forms/<int:form>/letter.docx", views.letter, name="letter"),
    path("forms/<int:form>/common", views.common, name="common"),
    path("forms/<int:form>/common.docx", views.common_paper, name="common_paper"),
]
