"""The WSGI application that the server runs."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from multiprocessing.process import BaseProcess
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


def _end_with(server: BaseProcess) -> None:
    """A server that is killed tells none of its processes to end: they would keep the port and answer on."""
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)


if _server := multiprocessing.parent_process():
    threading.Thread(target=_end_with, args=(_server,), daemon=True).start()
warm_up(application)
