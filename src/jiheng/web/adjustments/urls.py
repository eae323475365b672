"""Pages of `adjustments`."""

from django.urls import path

from jiheng.web.adjustments import views

app_name = "adjustments"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/<int:project>", views.begin, name="begin"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/step", views.step, name="step"),
    path("<int:pk>/papers", views.papers, name="papers"),
]
