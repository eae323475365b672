"""Pages of `overview`."""

from django.urls import path

from jiheng.web.overview import departments, downloads, views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("<int:pk>", views.organisation, name="organisation"),
    path("<int:pk>/summary", views.summary, name="summary"),
    path("<int:pk>/downloads/ask", downloads.ask, name="ask"),
    path("<int:pk>/renew", departments.renew, name="renew"),
    path("<int:pk>/<slug:part>", views.part, name="part"),
]
