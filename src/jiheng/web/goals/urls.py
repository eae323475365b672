"""Pages of `goals`."""

from django.urls import path, re_path

from jiheng.web.goals import library_views, views

app_name = "goals"
urlpatterns = [
    path("", views.listing, name="list"),
    path("library", library_views.page, name="library"),
    path("<int:project>", views.show, name="show"),
    path("<int:project>/file", views.file, name="file"),
    path("<int:project>/step", views.step, name="step"),
    path("<int:project>/remark", views.remark, name="remark"),
    re_path(r"^(?P<project>\d+)\.(?P<ending>docx|xlsx|pdf)$", views.paper, name="paper"),
]
