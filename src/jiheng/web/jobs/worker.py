"""The worker process: takes jobs, keeps their lease alive, and ends when its server is gone."""

import logging
import os
import platform
import secrets
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

from jiheng.web.jobs.caller import lives, watch_pipe
from jiheng.web.setup import prepare

if TYPE_CHECKING:
    from jiheng.web.jobs.models import Job

_IDLE = 0.5
_BEHIND = 15
"""How far work in the background stands behind pages when the processors are busy."""
_BEAT = 5.0
_DUE = 20.0
"""Seconds between looks for work that comes round."""
_GRACE = 5.0
"""Seconds in which a job may come to an end when the worker is told to stop, before it is handed back."""
_UNREACHABLE = 2.0
"""Seconds to wait when the database does not answer."""
_log = logging.getLogger("jiheng.worker")


def main(parent: int) -> None:
    """Work until told to stop, or until the process `parent`, which holds standard input open, has gone (0: none)."""
    prepare()
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    from django.db import DatabaseError, InterfaceError, close_old_connections, connection

    from jiheng.web.jobs.queue import put_due, take

    stop = threading.Event()
    if parent:
        watch_pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # A process number comes back in time; what follows it does not.
    name = f"{platform.node()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
    looked = 0.0
    while not stop.is_set() and lives(parent):
        close_old_connections()
        try:
            if time.monotonic() - looked > _DUE:
                put_due()
                looked = time.monotonic()
            job = take(name)
            if job is None:
                stop.wait(_IDLE)
            else:
                work(job, stop, parent)
        except (DatabaseError, InterfaceError) as error:
            _log.warning("database: %s", error)
            connection.close()
            stop.wait(_UNREACHABLE)


def work(job: "Job", stop: threading.Event | None = None, parent: int = 0) -> None:
    """Do one job that this process has taken. Raises DatabaseError where its end cannot be written."""
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.db import DatabaseError, InterfaceError

    from jiheng.trouble import Trouble
    from jiheng.web.jobs.models import Job
    from jiheng.web.jobs.queue import ATTEMPTS, Lost, finish, hand_back, handler, make_ready

    does = handler(job.kind)
    if does is None or job.attempts > ATTEMPTS:
        finish(job, Job.State.FAILED, "这项任务多次使后台进程中断，已停止重试。" if does else "没有这一类任务。")
        return
    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, over, stop or threading.Event(), parent), daemon=True)
    beat.start()
    try:
        make_ready()
        finish(job, Job.State.DONE, result=does(job))
    except Lost:
        _log.warning("job %s (%s) was taken over", job.pk, job.kind)
    except (Trouble, PermissionDenied) as error:
        finish(job, Job.State.FAILED, str(error))
    except ValidationError as error:
        finish(job, Job.State.FAILED, "；".join(error.messages))
    except (DatabaseError, InterfaceError):
        # Busy or away for a while: the same again, as often as a job may be tried.
        _log.exception("job %s (%s)", job.pk, job.kind)
        hand_back(job, counts=True)
        raise
    except Exception:
        _log.exception("job %s (%s)", job.pk, job.kind)
        told = f"程序出错，没有完成；已经做完的部分都在。请把任务号 {job.pk} 告诉系统管理员，详情在服务日志里。"
        finish(job, Job.State.FAILED, told)
    finally:
        over.set()
        beat.join()


def _beat(job: "Job", over: threading.Event, stop: threading.Event, parent: int) -> None:
    """Keep the lease while the job is done; end the process where nobody wants its work any more."""
    from django.db import DatabaseError, InterfaceError, connection

    from jiheng.web.jobs.queue import extend, hand_back

    told, said = 0.0, time.monotonic()
    while not over.wait(0.2):
        now = time.monotonic()
        told = told or (now if stop.is_set() else 0.0)
        try:
            if told and now - told > _GRACE:
                hand_back(job, counts=False)
                os._exit(0)
            if not lives(parent):
                hand_back(job, counts=False)
                os._exit(1)
            if now - said > _BEAT:
                said = now
                extend(job)
        except (DatabaseError, InterfaceError) as error:
            # The lease outlasts a few beats; if the database stays away, it runs out and the job is taken again.
            _log.warning("database: %s", error)
            connection.close()
            if told or not lives(parent):
                os._exit(1)
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
