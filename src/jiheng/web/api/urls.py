"""Pages of `api`; the API itself is in v1."""

from django.urls import path

from jiheng.web.api import pages

app_name = "api"
urlpatterns = [
    path("me/tokens", pages.tokens, name="tokens"),
    path("me/tokens/<int:token>/revoke", pages.revoke_one, name="revoke"),
    path("tokens", pages.everyones, name="everyones"),
]
