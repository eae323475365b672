"""The WSGI application that the server runs."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from jiheng.web.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
sys.setswitchinterval(0.0005)  # who waited for the database is not to wait for a long page of another thread as well
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's, which does not tell what serves it."""

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("Server", "jiheng")], *rest)

    return _django(environ, begin)


warm_up(application)
