"""Pages of `files`."""

from django.urls import path

from jiheng.web.files.views import download

app_name = "files"
urlpatterns = [
    path("<int:file>", download, name="download"),
]
