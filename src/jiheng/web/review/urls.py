"""Pages of `review`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "review"
urlpatterns = [
    path("desk", stub, name="desk"),
    path("spot-checks", stub, name="spot-checks"),
]
