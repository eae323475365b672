"""Pages of `forms`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "forms"
urlpatterns = [
    path("<int:form>", stub, name="edit"),
]
