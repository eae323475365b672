"""Pages of `publishing`."""

from django.urls import path

from jiheng.web.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>", views.show, name="show"),
    path("<int:pk>/step", views.step, name="step"),
    path("<int:pk>/site", views.site, name="site"),
    path("<int:pk>/preview/<int:form>", views.preview, name="preview"),
]
