"""Starting the workbench: database, first administrator, page files, worker processes, server."""

import datetime
import http.client
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

_WORKER = ("-m", "jiheng.web.jobs.worker")
_AT_ONCE = 8
"""Requests that all server processes together answer at once; one alone half of it."""
_BACK_AFTER = 1.0
"""Seconds before a worker process that ended is started again."""
_END_WITHIN = 60
"""Seconds in which a server process told to end answers what it has begun; killed after that."""
_ASK_AFTER = 0.1
"""Seconds between two looks whether the server answers by now."""
_PATIENCE = 60.0
"""Seconds to wait for one answer."""
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that stand for all of a machine, and where it reaches itself then."""
_starting = threading.Lock()
"""Held while a worker is being started, see `start_apart`."""


class First(NamedTuple):
    """The administrator made at the first start, and the password that works once."""

    username: str
    password: str


def bring_up(demo: bool = False) -> First | None:
    """Bring the database to this version's shape, lay out the page files, make the first administrator.

    None where people are there already. Run after `prepare`.
    """
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    use_keys()
    if os.name == "posix":  # elsewhere these rights say nothing, and what is open may refuse
        for path in (settings.CONFIG.data, *settings.CONFIG.data.glob("jiheng.sqlite3*")):
            path.chmod(0o700 if path.is_dir() else 0o600)  # also those of earlier starts
    call_command("collectstatic", interactive=False, verbosity=0)
    from jiheng.web.accounts.models import Person
    from jiheng.web.packs.installed import lay_out_all

    lay_out_all()
    if Person.objects.exists():
        return None
    if demo:
        from jiheng.web.demo.seed import seed

        seed(datetime.date.today(), years=True)
        return None
    return _first()


def use_keys() -> int:
    """See that there is a key file where none was ever used, and that all that is secret is sealed by the key in use.

    How many values were sealed. Raises Trouble where the key file that was used is missing.
    """
    from django.conf import settings
    from django.db import transaction

    from jiheng.web.accounts.models import Authenticator
    from jiheng.web.auditlog.models import AuditEntry
    from jiheng.web.sealing import keys, reseal

    path = settings.CONFIG.keys
    if not path.exists() and not AuditEntry.objects.exclude(mac=None).exists():
        keys.make(path)
    if keys.read(path).log_from is None:
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        keys.write(path, msgspec.structs.replace(keys.read(path), log_from=last + 1))
    with transaction.atomic():
        count = reseal.reseal_secret()
        for device in Authenticator.objects.select_for_update():
            if device.sealed():
                device.save(update_fields=["key"])
                count += 1
    return count


def serve(
    host: str, port: int, processes: int, workers: int, tell: Callable[[str], None], ready: Callable[[], None]
) -> None:
    """Serve until told to stop; worker processes that end are started again. `ready` is called once pages answer."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    processes = processes if os.name == "posix" else 1  # on Windows processes cannot share the port
    start_apart()
    stop = threading.Event()
    minders = [threading.Thread(target=_mind, args=(stop, tell), daemon=True) for _ in range(workers)]
    minders.append(threading.Thread(target=_announce, args=(stop, host, port, ready), daemon=True))
    for minder in minders:
        minder.start()
    server = Server(
        "jiheng.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=max(2, min(_AT_ONCE // processes, _AT_ONCE // 2)),
        respawn_failed_workers=True,
        workers_kill_timeout=_END_WITHIN,
        log_level=LogLevels.error,  # its warnings are English advice to administrators
        log_access=False,
        websockets=False,
    )
    try:
        server.serve()
    finally:
        stop.set()
        for minder in minders:
            minder.join()


def start_apart() -> None:
    """Let no process be forked from now on while `started` starts one, and let one that was forked be ended at once.

    Starting ends when a pipe is closed by the new process; one that the server forks in that moment holds the pipe
    open as long as it lives, and so long a worker that was killed would not be missed. A forked process has its
    parent's handlers of signals until it has read in its modules: told to end before that, it would go on for ever.
    """
    if hasattr(os, "register_at_fork"):
        free = _starting.release
        os.register_at_fork(before=_starting.acquire, after_in_parent=free, after_in_child=_begin_apart)


def _begin_apart() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    _starting.release()


def started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """A process with a pipe as its input."""
    with _starting:
        return subprocess.Popen(command, stdin=subprocess.PIPE)


def _first() -> First:
    from jiheng.web.accounts.models import Membership, Organisation, Person, Role

    password = secrets.token_urlsafe(12)
    root = Organisation.objects.create(name="本地区", kind=Organisation.Kind.BUREAU)
    person = Person(username="admin", name="系统管理员", must_change_password=True)
    person.set_password(password)
    person.save()
    Membership.objects.create(person=person, organisation=root, role=Role.SYSTEM_ADMIN)
    return First(person.username, password)


def _announce(stop: threading.Event, host: str, port: int, ready: Callable[[], None]) -> None:
    """Say when the server answers."""
    while not stop.wait(_ASK_AFTER):
        if _answers(host, port):
            ready()
            return


def _answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection(_EVERYWHERE.get(host, host), port, timeout=_PATIENCE)
    try:
        asked.request("GET", "/healthz")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        asked.close()


def _mind(stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Keep one worker process running."""
    while not stop.is_set():
        process = started([sys.executable, *_WORKER, str(os.getpid())])
        while process.poll() is None and not stop.wait(0.2):
            continue
        if process.poll() is None:
            _end(process)
        elif not stop.is_set():
            tell(f"后台任务进程停了（{process.returncode}），正在重新启动。")
            stop.wait(_BACK_AFTER)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Have a worker end: a signal gives it time to finish; Windows has none, there the end of its input tells it."""
    if os.name == "posix":
        process.send_signal(signal.SIGTERM)
    elif process.stdin is not None:
        process.stdin.close()
    process.wait()
