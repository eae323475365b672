"""Pages of `monitoring`."""

from django.urls import path

from jiheng.web.monitoring import period_views, views

app_name = "monitoring"
urlpatterns = [
    path("", views.listing, name="list"),
    path("periods", period_views.add, name="period-add"),
    path("periods/<int:pk>/close", period_views.close, name="period-close"),
    path("<int:period>/report.<str:ending>", views.report, name="report"),
    path("<int:period>/<int:project>", views.sheet, name="sheet"),
    path("<int:period>/<int:project>/write", views.write, name="write"),
    path("<int:period>/<int:project>/step", views.step, name="step"),
]
