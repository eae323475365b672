"""Pages of `jobs`."""

from django.urls import path

from jiheng.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:job>", views.progress, name="progress"),
    path("<int:job>/retry", views.again, name="retry"),
]
