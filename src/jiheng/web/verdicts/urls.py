"""Pages of `verdicts`."""

from django.urls import path

from jiheng.web.verdicts import views

app_name = "verdicts"
urlpatterns = [
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>.xlsx", views.book, name="book"),
]
