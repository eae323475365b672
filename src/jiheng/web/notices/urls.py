"""Pages of `notices`."""

from django.urls import path

from jiheng.web.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.listing, name="list"),
    path("read", views.read_all, name="read-all"),
    path("<int:pk>", views.go, name="go"),
]
