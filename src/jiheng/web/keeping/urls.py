"""Pages of `keeping`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "keeping"
urlpatterns = [
    path("", stub, name="list"),
]
