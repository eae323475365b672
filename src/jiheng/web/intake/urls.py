"""Pages of `intake`."""

from django.urls import path

from jiheng.web.intake import pages_decide, pages_form, pages_list, pages_mapping, pages_show

app_name = "intake"
urlpatterns = [
    path("", pages_list.listing, name="list"),
    path("open", pages_list.start_import, name="open"),
    path("<int:pk>", pages_show.show, name="show"),
    path("<int:pk>/upload", pages_list.upload, name="upload"),
    path("<int:pk>/begin", pages_list.begin_reading, name="begin"),
    path("<int:pk>/again", pages_list.again, name="again"),
    path("<int:pk>/decide", pages_decide.decide_many, name="decide"),
    path("forms/<int:pk>", pages_form.form, name="form"),
    path("forms/<int:pk>/mend", pages_form.mend_cell, name="mend"),
    path("forms/<int:pk>/project", pages_decide.choose_project, name="project"),
    path("forms/<int:pk>/new-project", pages_decide.new_project, name="new-project"),
    path("forms/<int:pk>/decide", pages_decide.decide_one, name="decide-one"),
    path("sources/<int:pk>/columns", pages_mapping.columns, name="columns"),
    path("sources/<int:pk>/pages/<int:number>", pages_form.page, name="page"),
]
