"""Pages of `dashboard`."""

from django.urls import path

from jiheng.web.dashboard import dashboard_views, departments_views
from jiheng.web.exports import views

app_name = "dashboard"
urlpatterns = [
    path("", dashboard_views.home, name="home"),
    path("<int:pk>", dashboard_views.organisation, name="organisation"),
    path("<int:pk>/summary", dashboard_views.summary, name="summary"),
    path("<int:pk>/downloads/ask", views.ask, name="ask"),
    path("<int:pk>/renew", departments_views.renew, name="renew"),
    path("<int:pk>/<slug:part>", dashboard_views.part, name="part"),
]
