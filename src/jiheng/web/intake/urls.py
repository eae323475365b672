"""Pages of `intake`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "intake"
urlpatterns = [
    path("", stub, name="list"),
]
