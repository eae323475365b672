"""Pages of `corrections`."""

from django.urls import path

from jiheng.web.corrections import draft_views, views

app_name = "corrections"
urlpatterns = [
    path("", views.listing, name="list"),
    path("ledger.xlsx", views.workbook, name="book"),
    path("new", draft_views.new, name="new"),
    path("new/<int:form>", draft_views.new, name="new-form"),
    path("new/project/<int:project>", draft_views.new, name="new-project"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/edit", draft_views.edit, name="edit"),
    path("<int:pk>/write", views.write, name="write"),
    path("<int:pk>/papers", views.papers, name="papers"),
    path("<int:pk>/step", views.step, name="step"),
    path("<int:pk>.docx", views.paper, name="paper"),
]
