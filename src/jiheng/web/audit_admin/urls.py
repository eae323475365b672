"""Pages of `audit_admin`."""

from django.urls import path

from jiheng.web.audit_admin import views

app_name = "audit_admin"
urlpatterns = [
    path("", views.entries, name="list"),
    path("verify", views.verify, name="verify"),
    path("export", views.export, name="export"),
]
