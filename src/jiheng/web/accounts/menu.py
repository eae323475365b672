"""The menu: each app adds its entries; a page shows those that the person's rights reach."""

from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of


class MenuEntry(NamedTuple):
    """An entry: `order` ranks it, `view` is the name of its page, `action` the right it takes (None: none)."""

    order: int
    name: str
    view: str
    action: str | None


class Item(NamedTuple):
    """An entry as the page shows it."""

    name: str
    url: str
    here: bool


_entries: set[MenuEntry] = set()


def add(order: int, name: str, view: str, action: str | None) -> None:
    """Add an entry; one name and view may stand under several rights."""
    _entries.add(MenuEntry(order, name, view, action))


def menu(request: HttpRequest) -> dict[str, object]:
    """The variable `menu` of base.html."""
    if not hasattr(request, "user") or not request.user.is_authenticated:  # refused before anybody was signed in
        return {}
    person = person_of(request)
    shown = (one for one in _in_order() if one.action is None or may(person, one.action))
    names = dict.fromkeys((one.name, _url(one.view)) for one in shown)
    return {
        "menu": [
            Item(name, url, request.path == url or (url != "/" and request.path.startswith(url))) for name, url in names
        ]
    }


@cache
def _in_order() -> list[MenuEntry]:
    """All entries, once every app has added its own."""
    return sorted(_entries, key=lambda one: one.order)


@cache
def _url(view: str) -> str:
    return reverse(view)
