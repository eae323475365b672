"""Scripts and commands of the workbench in processes of their own that are forked with all of it loaded.

Most of what a start of Django costs is loading modules and models, which no setting changes (test_fresh.py).
One process has them loaded and is forked for each run, which reads settings from its own environment.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from jiheng.web import setup

_SETTINGS = "jiheng.web.settings"
_MODULES = ("jiheng.cli.app", "jiheng.web.serving", "jiheng.web.backup.restore", "jiheng.web.forms.saving")
"""What most runs import, beside models."""


def python(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script."""
    return _run({"code": code, "environment": environment})


def jiheng(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    return _run({"arguments": arguments, "environment": environment})


def end() -> None:
    """End the process that is forked, and wait for it."""
    if _server.cache_info().currsize:
        server = _server(os.getpid())
        server.communicate()
        _server.cache_clear()


def _run(request: dict[str, object]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        line = json.dumps(request | {"out": str(out), "err": str(err)})
        server = _server(os.getpid())
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(f"{line}\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(line, code, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _server(process: int) -> subprocess.Popen[str]:
    """The process that is forked, one for each process of tests; it ends when its input does."""
    pipe = subprocess.PIPE
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.Popen([sys.executable, "-m", __name__], stdin=pipe, stdout=pipe, text=True, env=environment)


def _serve() -> None:
    _load()
    for line in sys.stdin:
        request = json.loads(line)
        if (child := os.fork()) == 0:
            _become(request)
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _load() -> None:
    """Lay out the workbench with all its modules, as `setup.prepare` does at a start."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(JIHENG_DATA=folder, JIHENG_DATABASE="")
        umask = os.umask(0)
        setup.prepare()
        os.umask(umask)
        for name in _MODULES:
            importlib.import_module(name)
    gc.freeze()  # nothing of it is looked through again when a run ends


def _read_settings() -> None:
    """Let settings and database be read anew from the environment, when they are asked for."""
    from django.conf import settings
    from django.db import DEFAULT_DB_ALIAS, connections
    from django.utils.functional import empty

    sys.modules.pop(_SETTINGS, None)
    settings._wrapped = empty
    connections.__dict__.pop("settings", None)
    connections._settings = None
    del connections[DEFAULT_DB_ALIAS]


def _become(request: dict[str, object]) -> None:
    """Be the process that was asked for."""
    environment, arguments = request["environment"], request.get("arguments")
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    _read_settings()
    for number, path in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
        opened = os.open(str(path), os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    if isinstance(arguments, list):
        from jiheng.cli import main

        main(arguments)
    else:
        exec(str(request["code"]), {"__name__": "__main__"})


if __name__ == "__main__":
    _serve()
