"""Pages of `review`."""

from django.urls import path

from jiheng.web.review import page, remark_pages, spot_pages
from jiheng.web.review.bulk_pages import outcome, start
from jiheng.web.review.desk import desk, keep
from jiheng.web.review.originals import picture

app_name = "review"
urlpatterns = [
    path("desk", desk, name="desk"),
    path("desk/filters", keep, name="keep"),
    path("desk/bulk", start, name="bulk-start"),
    path("bulk/<int:job>", outcome, name="bulk"),
    path("forms/<int:form>", page.form_page, name="form"),
    path("forms/<int:form>/decide", page.decide, name="decide"),
    path("forms/<int:form>/opinions", page.judge, name="judge"),
    path("forms/<int:form>/original/<int:number>", picture, name="original"),
    path("forms/<int:form>/remarks", remark_pages.show, name="remarks"),
    path("forms/<int:form>/remarks/add", remark_pages.add, name="remark-add"),
    path("forms/<int:form>/remarks/<int:remark>/<str:what>", remark_pages.act, name="remark-act"),
    path("spot-checks", spot_pages.listing, name="spot-checks"),
    path("spot-checks/<int:pk>", spot_pages.show, name="spot-check"),
    path("spot-checks/<int:pk>.xlsx", spot_pages.workbook, name="spot-check-book"),
]
