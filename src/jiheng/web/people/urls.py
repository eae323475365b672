"""Pages of `people`."""

from django.urls import path

from jiheng.web.people.sign_in import SignIn, SignOut
from jiheng.web.stub import stub

app_name = "people"
urlpatterns = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("me", stub, name="me"),
    path("me/password", stub, name="password"),
    path("me/second-factor", stub, name="second-factor"),
    path("people", stub, name="people"),
    path("organisations", stub, name="organisations"),
    path("roles", stub, name="roles"),
]
