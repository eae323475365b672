"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignIn(LoginView):
    """Name and password; the second factor comes after."""

    template_name = "people/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Out, and back to the sign-in page."""

    next_page = "people:sign-in"


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What is shown after too many wrong passwords."""
    return render(request, "people/locked_out.html", status=429)
