"""Pages of `storing`."""

from django.urls import path

from jiheng.web.storing.pages import download

app_name = "storing"
urlpatterns = [
    path("<int:file>", download, name="download"),
]
