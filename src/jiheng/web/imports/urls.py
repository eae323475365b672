"""Pages of `imports`."""

from django.urls import path

from jiheng.web.imports import decision_views, form_views, import_views, list_views, mapping_views
from jiheng.web.imports.originals import picture

app_name = "imports"
urlpatterns = [
    path("", list_views.listing, name="list"),
    path("open", list_views.start_import, name="open"),
    path("<int:pk>", import_views.show, name="show"),
    path("<int:pk>/upload", list_views.upload, name="upload"),
    path("<int:pk>/begin", list_views.begin_reading, name="begin"),
    path("<int:pk>/again", list_views.again, name="again"),
    path("<int:pk>/decide", decision_views.decide_many, name="decide"),
    path("<int:pk>/units", decision_views.settle_units, name="units"),
    path("forms/<int:pk>", form_views.form, name="form"),
    path("forms/<int:pk>/mend", form_views.mend_cell, name="mend"),
    path("forms/<int:pk>/project", decision_views.choose_project, name="project"),
    path("forms/<int:pk>/new-project", decision_views.new_project, name="new-project"),
    path("forms/<int:pk>/decide", decision_views.decide_one, name="decide-one"),
    path("originals/<int:form>/<int:number>", picture, name="original"),
    path("sources/<int:pk>/columns", mapping_views.columns, name="columns"),
    path("sources/<int:pk>/pages/<int:number>", form_views.page, name="page"),
]
