"""Pages of `cycles`."""

from django.urls import path

from jiheng.web.cycles import approved_pages, bulk_pages, cycle_pages, history_pages, naming_pages, project_pages

app_name = "cycles"
urlpatterns = [
    path("", cycle_pages.listing, name="list"),
    path("choose", cycle_pages.choose, name="choose"),
    path("new", cycle_pages.edit, name="new"),
    path("<int:pk>", cycle_pages.edit, name="edit"),
    path("<int:pk>/participants", cycle_pages.participants, name="participants"),
    path("<int:pk>/close", cycle_pages.close, name="close"),
    path("<int:pk>/begin", cycle_pages.begin_forms, name="begin"),
    path("projects", project_pages.listing, name="projects"),
    path("projects/new", project_pages.edit, name="project-new"),
    path("projects/bulk", bulk_pages.bulk, name="bulk"),
    path("projects/<int:pk>", project_pages.edit, name="project"),
    path("projects/<int:pk>/delete", project_pages.delete, name="project-delete"),
    path("projects/<int:pk>/approved", approved_pages.approved, name="approved"),
    path("projects/<int:pk>/named", naming_pages.naming, name="naming"),
    path("history/<str:what>/<int:pk>", history_pages.history, name="history"),
]
