"""Pages of `budget_advice`."""

from django.urls import path

from jiheng.web.budget_advice import views

app_name = "budget_advice"
urlpatterns = [
    path("", views.listing, name="list"),
    path("propose", views.propose, name="propose"),
    path("send", views.send, name="send"),
    path("list.xlsx", views.workbook, name="book"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/step", views.step, name="step"),
]
