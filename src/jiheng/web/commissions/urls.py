"""Pages of `commissions`."""

from django.urls import path

from jiheng.web.commissions import views

app_name = "commissions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/write", views.write, name="write"),
    path("<int:pk>/papers", views.papers, name="papers"),
    path("<int:pk>/step", views.step, name="step"),
    path("<int:pk>.xlsx", views.book, name="book"),
]
