"""Pages of `api`; the API itself is in v1."""

from django.urls import path

from jiheng.web.api import views

app_name = "api"
urlpatterns = [
    path("me/tokens", views.tokens, name="tokens"),
    path("me/tokens/<int:token>/revoke", views.revoke_one, name="revoke"),
    path("tokens", views.everyones, name="everyones"),
]
