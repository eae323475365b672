"""Pages of `review`."""

from django.urls import path

from jiheng.web.stub import stub

app_name = "review"
urlpatterns = [
    path("desk", stub, name="desk"),
    path("forms/<int:form>", stub, name="form"),
    path("spot-checks", stub, name="spot-checks"),
]
