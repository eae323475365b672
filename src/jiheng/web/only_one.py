"""One server for a data folder and a port: a second one is told so before it does anything."""

import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from filelock import FileLock, Timeout

from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import whole_file

_LOCK, _RUNNING = "serving.lock", "serving.json"


class Running(NamedTuple):
    """The server that has the data folder: where it is reached, and what its surroundings were told to be."""

    host: str
    port: int
    https: bool
    proxies_listed: bool
    secret_shown: bool
    """Whether a password stands on its command line."""
    process: int


@contextmanager
def only_one(data: Path, running: Running) -> Iterator[None]:
    """Hold the data folder and see that the port is free. Raises Trouble where another server has either.

    The system gives the lock back when the process ends, however it ends.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / _LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        other = _read(data)
        where = f"（http://{other.host}:{other.port}/，进程 {other.process}）" if other else ""
        message = f"“{data}”已经有一个工作台在用{where}"
        raise Trouble(message, "请用那一个；要换端口或选项，先按 Ctrl+C 停掉它。") from error
    try:
        _see_free(running.host, running.port)
        with whole_file(data / _RUNNING) as draft:
            draft.write_bytes(msgspec.json.encode(running))
        yield
    finally:
        with contextlib.suppress(OSError):
            (data / _RUNNING).unlink(missing_ok=True)
        lock.release()


def running_in(data: Path) -> Running | None:
    """The server that has the data folder now; None where there is none."""
    if not (data / _LOCK).exists():
        return None
    try:
        with FileLock(data / _LOCK, timeout=0, mode=0o600):
            return None
    except Timeout:
        return _read(data)


def _read(data: Path) -> Running | None:
    try:
        return msgspec.json.decode((data / _RUNNING).read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        return None


def _see_free(host: str, port: int) -> None:
    """The server shares its port among its processes, so the system lets strangers share it too: ask before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = f"端口 {port} 已经有程序在用"
                raise Trouble(message, f"请用 --port 换一个端口，如 --port {port + 1}。") from error
            raise Trouble(f"不能在 {host}:{port} 上提供服务（{reason(error)}）", "请核对 --host 和 --port。") from error
