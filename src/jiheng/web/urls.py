"""Where each page lives."""

from django.urls import include, path, re_path

from jiheng.web.api import errors
from jiheng.web.api.v1 import api
from jiheng.web.overview import start

urlpatterns = [
    path("", start.home, name="home"),
    path("healthz", start.healthy, name="healthz"),
    path("api/v1/", api.urls),
    re_path(r"^api/", errors.nothing_here),
    path("", include("jiheng.web.api.urls")),
    path("", include("jiheng.web.people.urls")),
    path("cycles/", include("jiheng.web.cycles.urls")),
    path("forms/", include("jiheng.web.forms.urls")),
    path("review/", include("jiheng.web.review.urls")),
    path("intake/", include("jiheng.web.intake.urls")),
    path("overview/", include("jiheng.web.overview.urls")),
    path("notices/", include("jiheng.web.notices.urls")),
    path("files/", include("jiheng.web.storing.urls")),
    path("jobs/", include("jiheng.web.jobs.urls")),
    path("record/", include("jiheng.web.record.urls")),
    path("backup/", include("jiheng.web.keeping.urls")),
]
