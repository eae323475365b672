"""The worker process: takes jobs, keeps their lease alive, and ends when its server is gone."""

import logging
import os
import signal
import sys
import threading
import traceback

from jiheng.web.serving import prepare

_IDLE = 0.5
_BEAT = 5.0
_log = logging.getLogger("jiheng.worker")


def main(parent: int) -> None:
    """Work until told to stop, or until the process `parent` has gone."""
    prepare()
    from jiheng.web.jobs import kinds  # noqa: F401
    from jiheng.web.jobs.queue import take

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    name = f"{os.uname().nodename}-{os.getpid()}"
    while not stop.is_set() and _lives(parent):
        job = take(name)
        if job is None:
            stop.wait(_IDLE)
        else:
            work(job)


def work(job: object) -> None:
    """Do one job that this process has taken."""
    from jiheng.web.jobs.models import Job
    from jiheng.web.jobs.queue import ATTEMPTS, finish, handler

    assert isinstance(job, Job)
    does = handler(job.kind)
    if does is None or job.attempts > ATTEMPTS:
        finish(job, Job.State.FAILED, "这项任务多次使后台进程中断，已停止重试。" if does else "没有这一类任务。")
        return
    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, over), daemon=True)
    beat.start()
    try:
        result = does(job)
    except Exception:
        _log.exception("job %s (%s)", job.pk, job.kind)
        finish(job, Job.State.FAILED, f"没有完成：{traceback.format_exc(limit=1).splitlines()[-1]}")
    else:
        finish(job, Job.State.DONE, result=result)
    finally:
        over.set()
        beat.join()


def _beat(job: object, over: threading.Event) -> None:
    from django.db import connection

    from jiheng.web.jobs.models import Job
    from jiheng.web.jobs.queue import extend

    assert isinstance(job, Job)
    while not over.wait(_BEAT):
        extend(job)
    connection.close()


def _lives(process: int) -> bool:
    return process == 0 or os.getppid() == process


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
