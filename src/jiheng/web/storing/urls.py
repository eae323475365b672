"""Pages of `storing`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "storing"
urlpatterns = [
    path("<int:file>", stub, name="download"),
]
