"""Pages of `record`."""

from django.urls import path

from jiheng.web.record import pages

app_name = "record"
urlpatterns = [
    path("", pages.entries, name="list"),
    path("verify", pages.verify, name="verify"),
    path("export", pages.export, name="export"),
]
