"""Reading in, before a server process takes requests, what its first pages would have to wait for.

Addresses and their modules, templates, checks, rulebooks and layouts: half a second of processor time that after each
start, as after an upgrade, would fall on whoever comes first.
"""

import gc
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.template import engines
from django.template.utils import get_app_template_dirs

_OURS = Path(__file__).parent
_log = logging.getLogger("jiheng.warm")


def warm_up(application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]) -> None:
    """Ask `application` for a page as a browser would, and draw a form of each cycle that is under way.

    What fails here fails on a page too and is told there; the server is started whatever happens.
    """
    try:
        _ask(application, "/sign-in")
        _templates()
        _forms()
    except Exception:
        _log.exception("not all could be read in before the first request")
    finally:
        connections.close_all()
        gc.collect()
        gc.freeze()  # what is here stays; looking through it stops all threads for a tenth of a second each time


def _ask(application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]], path: str) -> None:
    asked: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": settings.ALLOWED_HOSTS[0], "REMOTE_ADDR": "127.0.0.1"}
    asked["HTTP_X_FORWARDED_PROTO"] = "https"  # not sent away to the encrypted address
    setup_testing_defaults(asked)
    for _ in application(asked, lambda *_: None):
        continue


def _templates() -> None:
    engine: Any = engines["django"]
    for folder in (*engine.template_dirs, *get_app_template_dirs("templates")):
        if Path(folder).is_relative_to(_OURS):
            for path in Path(folder).rglob("*.html"):
                engine.get_template(path.relative_to(folder).as_posix())


def _forms() -> None:
    from jiheng.department import catalogue
    from jiheng.web.cycles.models import Cycle
    from jiheng.web.forms.models import SelfEvaluation
    from jiheng.web.forms.saving import assessed
    from jiheng.web.forms.sheet import sheet

    catalogue()
    for cycle in Cycle.objects.filter(closed=False):
        row = SelfEvaluation.objects.filter(cycle=cycle).select_related("project").first()
        if row is not None:
            row.cycle = cycle
            sheet(assessed(row).form, cycle.layout)
