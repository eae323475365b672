"""Pages of `cycles`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "cycles"
urlpatterns = [
    path("choose", stub, name="choose"),
    path("projects", stub, name="projects"),
    path("projects/<int:pk>", stub, name="project"),
]
