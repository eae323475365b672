"""Pages of `record`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "record"
urlpatterns = [
    path("", stub, name="list"),
]
