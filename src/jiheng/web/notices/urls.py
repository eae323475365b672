"""Pages of `notices`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "notices"
urlpatterns = [
    path("", stub, name="list"),
]
