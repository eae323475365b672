"""Pages of `packs`."""

from django.urls import path

from jiheng.web.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>", views.version_page, name="version"),
    path("<int:pk>/enable", views.enable_version, name="enable"),
]
