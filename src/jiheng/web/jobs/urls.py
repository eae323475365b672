"""Pages of `jobs`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "jobs"
urlpatterns = [
    path("<int:job>", stub, name="progress"),
]
