"""Scripts and commands of the workbench in processes of their own that are forked with its libraries loaded.

Most of what a start of Django costs is loading modules that ask for no settings. One process has them loaded and is
forked for each run; what a run sees is its own environment, and settings, models and database are its own as ever.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

_PREPARE = "from jiheng.web import setup; setup.prepare()"
_SETTINGS = "DJANGO_SETTINGS_MODULE"
_OWN = "jiheng.web"
"""The package that reads settings when it is imported: each run does it anew."""


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
    environment = {name: value for name, value in os.environ.items() if name != _SETTINGS}
    return subprocess.Popen([sys.executable, "-m", __name__], stdin=pipe, stdout=pipe, text=True, env=environment)


def _serve() -> None:
    _load_libraries()
    for line in sys.stdin:
        request = json.loads(line)
        if (child := os.fork()) == 0:
            _become(request)
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _load_libraries() -> None:
    """Import what the workbench does, as far as it can be without settings."""
    with tempfile.TemporaryDirectory() as folder:
        tell = "import sys; print('\\n'.join(sys.modules))"
        environment = {**os.environ, "JIHENG_DATA": folder, "JIHENG_DATABASE": ""}
        command = [sys.executable, "-c", f"{_PREPARE}\nimport jiheng.cli.app\n{tell}"]
        names = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    for name in names:
        if not name.startswith((_OWN, "__main__")):
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def _become(request: dict[str, object]) -> None:
    """Be the process that was asked for."""
    environment, arguments = request["environment"], request.get("arguments")
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
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
