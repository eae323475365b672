"""Where each page lives."""

from django.urls import include, path, re_path

from jiheng.web import failures
from jiheng.web.api import errors
from jiheng.web.api.v1 import api
from jiheng.web.dashboard import home_views

handler500 = failures.failed
urlpatterns = [
    path("", home_views.home, name="home"),
    path("healthz", home_views.healthy, name="healthz"),
    path("api/v1/", api.urls),
    re_path(r"^api/", errors.nothing_here),
    path("", include("jiheng.web.api.urls")),
    path("", include("jiheng.web.accounts.urls")),
    path("cycles/", include("jiheng.web.planning.urls")),
    path("forms/", include("jiheng.web.forms.urls")),
    path("review/", include("jiheng.web.workflow.urls")),
    path("places/", include("jiheng.web.packs.urls")),
    path("imports/", include("jiheng.web.imports.urls")),
    path("verdicts/", include("jiheng.web.verdicts.urls")),
    path("publishing/", include("jiheng.web.publishing.urls")),
    path("adjustments/", include("jiheng.web.adjustments.urls")),
    path("goals/", include("jiheng.web.goals.urls")),
    path("monitoring/", include("jiheng.web.monitoring.urls")),
    path("corrections/", include("jiheng.web.corrections.urls")),
    path("budget-advice/", include("jiheng.web.budget_advice.urls")),
    path("evaluations/", include("jiheng.web.evaluations.urls")),
    path("commissions/", include("jiheng.web.commissions.urls")),
    path("opinions/", include("jiheng.web.opinions.urls")),
    path("dashboard/", include("jiheng.web.dashboard.urls")),
    path("notices/", include("jiheng.web.notices.urls")),
    path("files/", include("jiheng.web.files.urls")),
    path("jobs/", include("jiheng.web.jobs.urls")),
    path("auditlog/", include("jiheng.web.audit_admin.urls")),
    path("backup/", include("jiheng.web.backup.urls")),
]
