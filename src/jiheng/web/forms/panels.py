"""Panels that other apps put beside a form: on top of the editor (banner), beside it, on the reviewer's page.

And on top of the page of goals, which apps above it know more of.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from django.http import HttpRequest
from django.template.context_processors import csrf
from django.template.loader import render_to_string

Page = Literal["banner", "editor", "review", "goals"]
Context = Callable[[HttpRequest, Any], dict[str, Any] | None]
"""Of a request and what the page is about: a SelfEvaluation, on the page of goals a Declaration.

None where there is nothing to say.
"""


class Panel(NamedTuple):
    """A panel: `key` is its id on the page, `title` its tab, `template` is drawn from what `context` gives."""

    key: str
    title: str
    template: str
    context: Context


class Drawn(NamedTuple):
    """A panel as the page shows it; `html` is safe."""

    key: str
    title: str
    html: str


_panels: dict[Page, dict[str, Panel]] = {"banner": {}, "editor": {}, "review": {}, "goals": {}}


def add(page: Page, panel: Panel) -> None:
    """Put a panel on a page, after those that are there."""
    _panels[page][panel.key] = panel


def drawn(page: Page, request: HttpRequest, subject: Any) -> list[Drawn]:
    """The panels of a page for what the person of the request may see there.

    They are drawn without what every whole page knows (menu, years, notices): each of it would be asked for again.
    """
    shared = {"request": request, "user": request.user, **csrf(request)}

    def html(panel: Panel) -> str:
        said = panel.context(request, subject)
        return "" if said is None else render_to_string(panel.template, shared | said)

    return [Drawn(panel.key, panel.title, html(panel)) for panel in _panels[page].values()]
