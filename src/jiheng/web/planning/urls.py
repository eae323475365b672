"""Pages of `planning`."""

from django.urls import path

from jiheng.web.planning import (
    approved_views,
    bulk_views,
    cycle_views,
    history_views,
    project_views,
    request_views,
    secret_access_views,
)

app_name = "planning"
urlpatterns = [
    path("", cycle_views.listing, name="list"),
    path("choose", cycle_views.choose, name="choose"),
    path("new", cycle_views.edit, name="new"),
    path("<int:pk>", cycle_views.edit, name="edit"),
    path("<int:pk>/participants", cycle_views.participants, name="participants"),
    path("<int:pk>/close", cycle_views.close, name="close"),
    path("<int:pk>/begin", cycle_views.begin_forms, name="begin"),
    path("projects", project_views.listing, name="projects"),
    path("projects/new", project_views.edit, name="project-new"),
    path("projects/bulk", bulk_views.bulk, name="bulk"),
    path("projects/<int:pk>", project_views.edit, name="project"),
    path("projects/<int:pk>/delete", project_views.delete, name="project-delete"),
    path("projects/<int:pk>/approved", approved_views.approved, name="approved"),
    path("projects/<int:pk>/named", secret_access_views.naming, name="naming"),
    path("requests", request_views.requests_page, name="requests"),
    path("requests/new/<int:form>", request_views.new_request, name="request"),
    path("history/<str:what>/<int:pk>", history_views.history, name="history"),
]
