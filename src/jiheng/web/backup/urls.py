"""Pages of `backup`."""

from django.urls import path

from jiheng.web.backup import views

app_name = "backup"
urlpatterns = [
    path("", views.listing, name="list"),
    path("make", views.begin, name="make"),
    path("file/<str:name>", views.download, name="download"),
    path("file/<str:name>/remove", views.remove, name="remove"),
]
