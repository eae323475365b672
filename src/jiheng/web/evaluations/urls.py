"""Pages of `evaluations`."""

from django.urls import path

from jiheng.web.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("begin/<int:project>", views.begin, name="begin"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/plan", views.plan, name="plan"),
    path("<int:pk>/write", views.write, name="write"),
    path("<int:pk>/step", views.step, name="step"),
    path("<int:pk>.docx", views.report, name="report"),
    path("papers/<int:pk>", views.paper, name="paper"),
    path("papers/<int:pk>/evidence", views.evidence, name="evidence"),
]
