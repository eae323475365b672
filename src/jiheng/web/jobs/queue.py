"""Putting work into the queue, taking it under a lease, and work that comes round.

All times are the database's, so that workers on machines whose clocks differ agree on what has run out.
A job belongs to whoever took it last: worker and number of the attempt together are the proof.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from jiheng.web.accounts.models import Person
from jiheng.web.jobs.models import Job, Schedule

LEASE = datetime.timedelta(seconds=20)
"""How long a worker may be silent before its job is taken from it."""
ATTEMPTS = 5
"""A job that has stopped its worker so often is given up."""
TICK = "tick"
"""The kind of job that does work that comes round; its argument `name` says which."""

Handler = Callable[[Job], dict[str, Any] | None]
_befores: list[Callable[[], None]] = []
_handlers: dict[str, Handler] = {}
_names: dict[str, str] = {}
_rounds: dict[str, tuple[datetime.timedelta, Callable[[], None]]] = {}


class Lost(Exception):
    """Raised where a worker finds that its job was taken from it or is to be handed back: stop at once."""


def handles(kind: str, name: str) -> Callable[[Handler], Handler]:
    """Decorator: this function does the jobs of a kind, which users know as `name`. It may be run again after a cut.

    What it returns is kept as the job's result; `link` and `text` in it are shown when the job is done.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        _names[kind] = name
        return handler

    return register


def name_of(kind: str) -> str:
    """A kind of job in the user's words; its identifier where this version no longer knows it."""
    return _names.get(kind, kind)


def handler(kind: str) -> Handler | None:
    """Who does the jobs of a kind."""
    return _handlers.get(kind)


def before_each(act: Callable[[], None]) -> None:
    """Have this done in a worker before each job, as for what other processes may have changed on disk."""
    _befores.append(act)


def make_ready() -> None:
    """Do what is wanted before a job."""
    for act in _befores:
        act()


def every(minutes: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Decorator: this function is run about every so many minutes, by one worker, as a job."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__qualname__}"[-60:]
        _rounds[name] = datetime.timedelta(minutes=minutes), function
        return function

    return register


def put(kind: str, by: Person | None, **arguments: object) -> Job:
    """A new job, seen by workers when the transaction ends."""
    return Job.objects.create(kind=kind, by=by, arguments=arguments)


def take(worker: str) -> Job | None:
    """The first job that waits, or whose worker has fallen silent; leased to `worker`."""
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease__lt=Now())
    if not Job.objects.filter(free).exists():  # looked at without a lock: an idle worker disturbs nobody
        return None
    with transaction.atomic():
        jobs = Job.objects.filter(free).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True)
        found = jobs.values_list("pk", flat=True).first()
        if found is None:
            return None
        Job.objects.filter(pk=found).update(
            attempts=F("attempts") + 1, worker=worker, lease=Now() + LEASE, state=Job.State.RUNNING
        )
        return Job.objects.get(pk=found)


def extend(job: Job, done: int | None = None, total: int | None = None, message: str | None = None) -> bool:
    """Say that the job goes on, and how far it is. False when it was taken away: stop then."""
    said = {"done": done, "total": total, "message": message}
    fields = {name: value for name, value in said.items() if value is not None}
    return bool(_mine(job).update(lease=Now() + LEASE, **fields))


def advance(job: Job, done: int | None = None, total: int | None = None, message: str | None = None) -> None:
    """The same for handlers that have nothing to tidy up. Raises Lost."""
    if not extend(job, done, total, message):
        raise Lost


def finish(job: Job, state: Job.State, message: str = "", result: dict[str, Any] | None = None) -> bool:
    """Close the job. False when it is no longer this worker's."""
    fields = {"state": state, "message": message, "result": result or {}, "lease": None}
    return bool(_mine(job).update(ended_at=Now(), **fields))


def hand_back(job: Job, counts: bool) -> bool:
    """Let another worker take the job. `counts`: the attempt was the job's fault."""
    attempts = job.attempts if counts else job.attempts - 1
    return bool(_mine(job).update(state=Job.State.WAITING, lease=None, worker="", attempts=attempts))


def retry(job: Job) -> bool:
    """Put a job that failed into the queue again. False when it has not failed."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    return bool(failed.update(state=Job.State.WAITING, attempts=0, message="", worker="", ended_at=None))


def put_due() -> None:
    """Put every work whose time has come into the queue, once among all workers."""
    known = set(Schedule.objects.values_list("name", flat=True))
    for name in _rounds:
        if name not in known:
            Schedule.objects.get_or_create(name=name, defaults={"at": Now()})
    if not Schedule.objects.filter(name__in=_rounds, at__lte=Now()).exists():
        return
    for name, (interval, _) in _rounds.items():
        with transaction.atomic():
            if Schedule.objects.filter(name=name, at__lte=Now()).update(at=Now() + interval):
                same = Job.objects.filter(kind=TICK, arguments__name=name)
                same.filter(state=Job.State.DONE).delete()
                if not same.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
                    put(TICK, None, name=name)


@handles(TICK, "定时工作")
def _tick(job: Job) -> None:
    known = _rounds.get(job.arguments["name"])
    if known is not None:  # a work that this version no longer knows is simply over
        known[1]()


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state=Job.State.RUNNING)
