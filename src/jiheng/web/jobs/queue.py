"""Putting work into the queue, and taking it under a lease."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from jiheng.web.jobs.models import Job
from jiheng.web.people.models import Person

LEASE = datetime.timedelta(seconds=20)
"""How long a worker may be silent before its job is taken from it."""
ATTEMPTS = 5
"""A job that has stopped its worker so often is given up."""

Handler = Callable[[Job], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this function does the jobs of a kind. It may be run again for a job that was cut off."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler(kind: str) -> Handler | None:
    """Who does the jobs of a kind."""
    return _handlers.get(kind)


def put(kind: str, by: Person | None, **arguments: object) -> Job:
    """A new job, seen by workers when the transaction ends."""
    return Job.objects.create(kind=kind, by=by, arguments=arguments)


def take(worker: str) -> Job | None:
    """The first job that waits, or whose worker has fallen silent; leased to `worker`."""
    with transaction.atomic():
        free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease__lt=timezone.now())
        jobs = Job.objects.filter(free).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True)
        job = jobs.first()
        if job is None:
            return None
        job.attempts += 1
        job.worker, job.lease, job.state = worker, timezone.now() + LEASE, Job.State.RUNNING
        job.save(update_fields=["attempts", "worker", "lease", "state"])
        return job


def extend(job: Job, done: int | None = None, total: int | None = None, message: str | None = None) -> bool:
    """Say that the job goes on, and how far it is. False when it was taken away: stop then."""
    said = {"done": done, "total": total, "message": message}
    fields = {"lease": timezone.now() + LEASE} | {name: value for name, value in said.items() if value is not None}
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING)
    return bool(mine.update(**fields))


def finish(job: Job, state: Job.State, message: str = "", result: dict[str, Any] | None = None) -> None:
    """Close the job, if it is still this worker's."""
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING)
    mine.update(state=state, message=message, result=result or {}, lease=None, ended_at=timezone.now())
