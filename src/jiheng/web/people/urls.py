"""Pages of `people`."""

from django.urls import path

from jiheng.web.people import me, organisation_pages, role_pages, second_factor_pages, staff_pages
from jiheng.web.people.sign_in import SignIn, SignOut

app_name = "people"
urlpatterns = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("first", staff_pages.first, name="first"),
    path("me", me.account, name="me"),
    path("me/password", me.Password.as_view(), name="password"),
    path("me/second-factor", second_factor_pages.second, name="second-factor"),
    path("me/second-factor/qr.svg", second_factor_pages.qr, name="second-factor-qr"),
    path("me/sessions/end", me.end_others, name="end-sessions"),
    path("people", staff_pages.people, name="people"),
    path("people/add", staff_pages.add, name="add-person"),
    path("people/<int:pk>", staff_pages.one, name="person"),
    path("organisations", organisation_pages.tree, name="organisations"),
    path("organisations/<int:pk>", organisation_pages.one, name="organisation"),
    path("organisations/<int:pk>/add", organisation_pages.add, name="add-organisation"),
    path("roles", role_pages.roles, name="roles"),
    path("roles/<int:pk>", role_pages.one, name="person-roles"),
]
