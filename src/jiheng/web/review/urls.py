"""Pages of `review`."""

from django.urls import path

from jiheng.web.review.bulk_pages import outcome, start
from jiheng.web.review.desk import desk, keep
from jiheng.web.stub import stub

app_name = "review"
urlpatterns = [
    path("desk", desk, name="desk"),
    path("desk/filters", keep, name="keep"),
    path("desk/bulk", start, name="bulk-start"),
    path("bulk/<int:job>", outcome, name="bulk"),
    path("forms/<int:form>", stub, name="form"),
    path("spot-checks", stub, name="spot-checks"),
]
