"""Pages of `backup`."""

from django.urls import path

from jiheng.web.backup import lock_views, views

app_name = "backup"
urlpatterns = [
    path("", views.listing, name="list"),
    path("make", views.begin, name="make"),
    path("token", lock_views.token, name="token"),
    path("file/<str:name>", views.download, name="download"),
    path("file/<str:name>/remove", views.remove, name="remove"),
]
