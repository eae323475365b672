"""Pages of `workflow`."""

from django.urls import path

from jiheng.web.workflow import remark_views, review_views, spot_check_views
from jiheng.web.workflow.bulk_views import outcome, start
from jiheng.web.workflow.submit_views import submit
from jiheng.web.workflow.urging_views import urge_all
from jiheng.web.workflow.worklist_views import desk, keep

app_name = "workflow"
urlpatterns = [
    path("desk", desk, name="desk"),
    path("desk/filters", keep, name="keep"),
    path("desk/bulk", start, name="bulk-start"),
    path("bulk/<int:job>", outcome, name="bulk"),
    path("forms/<int:form>", review_views.form_page, name="form"),
    path("forms/<int:form>/withdraw", review_views.withdraw, name="withdraw"),
    path("forms/<int:form>/agree", review_views.agree, name="agree"),
    path("forms/<int:form>/remarks/errors", remark_views.adopt, name="remark-errors"),
    path("forms/<int:form>/decide", review_views.decide, name="decide"),
    path("forms/<int:form>/opinions", review_views.judge, name="judge"),
    path("forms/<int:form>/submit", submit, name="submit"),
    path("forms/<int:form>/remarks", remark_views.show, name="remarks"),
    path("forms/<int:form>/remarks/add", remark_views.add, name="remark-add"),
    path("forms/<int:form>/remarks/<int:remark>/<str:what>", remark_views.act, name="remark-act"),
    path("urge/<int:pk>", urge_all, name="urge"),
    path("spot-checks", spot_check_views.listing, name="spot-checks"),
    path("spot-checks/<int:pk>", spot_check_views.show, name="spot-check"),
    path("spot-checks/<int:pk>.xlsx", spot_check_views.workbook, name="spot-check-book"),
]
