"""Pages of `overview`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "overview"
urlpatterns = [
    path("", stub, name="home"),
]
