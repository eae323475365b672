"""Lists by the page, and trying an action whose refusal the user reads on the same page."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 50

Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[Row], per_page: int = PER_PAGE) -> Page[Row]:
    """The page asked for by ?page=; the nearest that exists."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say `done`, or say why it cannot be done."""
    try:
        act()
    except ValidationError as error:
        for why in error.messages:
            messages.error(request, why)
        return False
    messages.success(request, done)
    return True
