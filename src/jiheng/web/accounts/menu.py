"""The menu: each app adds its entries; a page shows those that the person's rights reach."""

from functools import cache
from html import escape
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of


class MenuEntry(NamedTuple):
    """An entry: `order` ranks it, `view` is the name of its page, `action` the right it takes (None: none)."""

    order: int
    name: str
    view: str
    action: str | None


_entries: set[MenuEntry] = set()
_MANY = 7
"""Of more entries than these the line is narrower."""


def add(order: int, name: str, view: str, action: str | None) -> None:
    """Add an entry; one name and view may stand under several rights."""
    _entries.add(MenuEntry(order, name, view, action))


def menu(request: HttpRequest) -> dict[str, object]:
    """The variables `menu` and `crowded` of base.html; drawn here, since every page has it."""
    if not hasattr(request, "user") or not request.user.is_authenticated:  # refused before anybody was signed in
        return {}
    person = person_of(request)
    shown = (entry for entry in _in_order() if entry.action is None or may(person, entry.action))
    names = dict.fromkeys((entry.name, _url(entry.view)) for entry in shown)
    links = (f'<a href="{url}"{_here(request.path, url)}>{escape(name)}</a>' for name, url in names)
    return {"menu": mark_safe("".join(links)), "crowded": len(names) > _MANY}


def _here(path: str, url: str) -> str:
    return ' aria-current="page"' if path == url or (url != "/" and path.startswith(url)) else ""


@cache
def _in_order() -> list[MenuEntry]:
    """All entries, once every app has added its own."""
    return sorted(_entries, key=lambda entry: entry.order)


@cache
def _url(view: str) -> str:
    return reverse(view)
