"""The roll-up kept for an organisation: whether it is still true, and having it made again in the background."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from jiheng.department import Group
from jiheng.web.accounts.models import Organisation
from jiheng.web.brief_write import brief_write
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.dashboard import figures
from jiheng.web.dashboard.figures import Progress, Tree
from jiheng.web.dashboard.models import Summary
from jiheng.web.dashboard.rollup import Content, Counts, counts
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import put
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.deadlines import late_states
from jiheng.web.workflow.models import Transition

KIND = "dashboard.summary"
LIVE = 5000
"""Of more forms than these, grades, scores and findings are counted in the background."""
_OLD = datetime.timedelta(minutes=10)
"""A count that is older is made again whatever was changed: projects may have come."""
_REST = datetime.timedelta(seconds=30)
"""While forms are being filled in, a roll-up is made again no sooner than this after the last one."""

_Kept = TypeVar("_Kept", bound=Counts)
_AT_HAND, _CONTENT = "_summaries_at_hand", "_content_at_hand"


@dataclass(frozen=True)
class Shown:
    """The roll-up as it stands: content (None until the first is made), of when, and whether it is being renewed."""

    content: Content | None
    made_at: datetime.datetime | None
    renewing: bool
    failed: str = ""
    stale: bool = False
    """Forms have changed since, and it is too soon to make it again."""
    kept: Summary | None = None

    @cached_property
    def group(self) -> Group | None:
        """The core's group, read where it is shown; None where there is no overall score."""
        if self.kept is None or self.content is None or not self.kept.group:
            return None
        return msgspec.json.decode(self.kept.group, type=Group)


def tree(cycle: Cycle, organisation: Organisation) -> Tree:
    """Progress of an organisation and its children: counted now, of a large district as it was kept."""
    kept = _stored(cycle, organisation)
    cycle.__dict__.setdefault(_AT_HAND, {})[organisation.pk] = kept  # `shown` follows on the same page
    if kept is None or kept.made_at is None or kept.forms <= LIVE or (found := _counts(kept)) is None:
        return _counted(cycle, organisation, kept)
    late, newest = late_states(cycle), _newest(cycle, kept.made_at)
    parts = {}
    for part in found.parts:
        states = Counter({State(name): number for name, number in part.states.items()})
        overdue = sum(states[state] for state in late)
        parts[part.organisation] = Progress(
            organisation, states, part.projects, part.secret, part.wrong, overdue, changed_at=newest
        )
    return figures.joined(organisation, parts)


def _counted(cycle: Cycle, organisation: Organisation, kept: Summary | None) -> Tree:
    """Progress counted now; of a large district kept at once, so that no page has to count it again."""
    begun, parts = timezone.now(), figures.count(cycle, organisation)
    found = counts(parts)
    if found.forms > LIVE:
        brief_write(partial(_keep, cycle, organisation, kept, found, begun))
    return figures.joined(organisation, parts)


def _keep(
    cycle: Cycle, organisation: Organisation, kept: Summary | None, found: Counts, begun: datetime.datetime
) -> None:
    """Keep progress alone until the whole is made; nothing where something has been kept meanwhile."""
    fields = {"content": msgspec.json.encode(found).decode(), "group": "", "forms": found.forms, "made_at": begun}
    if kept is None:
        rows = [Summary(cycle=cycle, organisation=organisation, **fields)]
        Summary.objects.bulk_create(rows, ignore_conflicts=True)
    else:
        Summary.objects.filter(pk=kept.pk, made_at=kept.made_at).update(**fields)


def shown(cycle: Cycle, organisation: Organisation, progress: Progress) -> Shown:
    """The kept roll-up; asks for a new one where forms have changed since it was made."""
    if not wanted(organisation, progress.forms):
        return Shown(None, None, False)
    kept, found, made_at = _kept(cycle, organisation)
    if _true(found, made_at, progress):
        return Shown(found, made_at, False, kept=kept)
    last = Job.objects.filter(kind=KIND, arguments=_arguments(cycle, organisation)).order_by("-id").first()
    running = last is not None and last.state in (Job.State.WAITING, Job.State.RUNNING)
    if running:
        return Shown(found, made_at, True, kept=kept)
    if made_at is not None and timezone.now() - made_at < _REST:
        return Shown(found, made_at, False, stale=True, kept=kept)
    if last is not None and last.state == Job.State.FAILED and timezone.now() - last.at < _REST:
        return Shown(found, made_at, False, last.message, kept=kept)
    brief_write(partial(put, KIND, None, **_arguments(cycle, organisation)))
    return Shown(found, made_at, True, kept=kept)


def renew(cycle: Cycle, organisation: Organisation, progress: Progress) -> None:
    """Have it made again where forms have changed and it is not too soon; `progress` is what `tree` found."""
    kept = cycle.__dict__.get(_AT_HAND, {}).get(organisation.pk)
    if kept is None or kept.made_at is None or timezone.now() - kept.made_at >= _REST:
        shown(cycle, organisation, progress)


def standing(cycle: Cycle, organisation: Organisation) -> Shown:
    """The kept roll-up and whether one is being made, without asking for another."""
    _, found, made_at = _kept(cycle, organisation)
    open_ones = Job.objects.filter(kind=KIND, arguments=_arguments(cycle, organisation))
    running = open_ones.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists()
    return Shown(found, made_at, running)


def ask(cycle: Cycle, organisation: Organisation, progress: Progress) -> bool:
    """Have a roll-up made anew where it is no longer true and none is being made; whether one was asked for."""
    _, found, made_at = _kept(cycle, organisation)
    if _true(found, made_at, progress) or standing(cycle, organisation).renewing:
        return False
    put(KIND, None, **_arguments(cycle, organisation))
    return True


def wanted(organisation: Organisation, forms: int) -> bool:
    """Whether anything is kept: of a department and its units the overall score, of a large district its counts."""
    return organisation.kind != Organisation.Kind.BUREAU or forms > LIVE


def _kept(cycle: Cycle, organisation: Organisation) -> tuple[Summary | None, Content | None, datetime.datetime | None]:
    """What is kept, read, and of when; what `tree` has read a moment ago is taken once."""
    at_hand: dict[int, Summary | None] = cycle.__dict__.get(_AT_HAND, {})
    known = organisation.pk in at_hand
    kept = at_hand.pop(organisation.pk) if known else _stored(cycle, organisation)
    found = None if kept is None else _content(kept)
    return kept, found, kept.made_at if kept is not None and found is not None else None


def _stored(cycle: Cycle, organisation: Organisation) -> Summary | None:
    """What is kept as it was written; what is in it is read where it is wanted."""
    rows = _summary(cycle.pk, organisation.pk)
    if not rows:
        return None
    kept: Summary = rows[0]
    kept.cycle, kept.organisation = cycle, organisation
    return kept


def _content(kept: Summary) -> Content | None:
    """What is in it, read once an object."""
    if _CONTENT not in kept.__dict__:
        kept.__dict__[_CONTENT] = read(kept)
    found: Content | None = kept.__dict__[_CONTENT]
    return found


def _counts(kept: Summary) -> Counts | None:
    """Its progress, also where the rest is of another version."""
    found = _content(kept)
    if found is None and not _too_open(kept, turned_secret(kept.cycle)):
        return _read(kept, Counts)
    return found


LEAN = Summary.objects.defer("group")
"""What is kept, without what the pages seldom show."""
_summary = Ready(lambda cycle, organisation: LEAN.filter(cycle=cycle, organisation=organisation))


def _arguments(cycle: Cycle, organisation: Organisation) -> dict[str, int]:
    return {"cycle": cycle.pk, "organisation": organisation.pk}


def turned_secret(cycle: Cycle) -> list[tuple[str, datetime.datetime]]:
    """The secret projects of a cycle, few: the path of each one's unit, and since when it is secret."""
    return _secret(cycle.pk)


def _secret_ones(cycle: int) -> QuerySet[Any, Any]:
    rows = Project.objects.filter(cycle=cycle, secret=True).order_by()
    return rows.values_list("unit__path", "secret_since")


_secret = Ready(_secret_ones)


def read(kept: Summary, secret: Sequence[tuple[str, datetime.datetime]] | None = None) -> Content | None:
    """What is kept; None where it is of another version, or a project in it has become secret since.

    `secret` is `turned_secret` of the cycle, where it is at hand.
    """
    known = turned_secret(kept.cycle) if secret is None else secret
    return None if _too_open(kept, known) else _read(kept, Content)


def _too_open(kept: Summary, secret: Sequence[tuple[str, datetime.datetime]]) -> bool:
    """Whether a project in it has become secret since, as far as can be told."""
    made_at, below = kept.made_at, kept.organisation.path
    return made_at is None or any(path.startswith(below) and since >= made_at for path, since in secret)


def _read(kept: Summary, kind: type[_Kept]) -> _Kept | None:
    try:
        return msgspec.json.decode(kept.content, type=kind)
    except msgspec.DecodeError:
        return None


def _newest(cycle: Cycle, made_at: datetime.datetime) -> datetime.datetime:
    """When a form of the cycle was last changed or passed on; now, where what is kept has grown old."""
    if timezone.now() - made_at > _OLD:
        return timezone.now()
    return max((*_last_change(cycle.pk), *_last_step()), default=timezone.now())


def _changes(cycle: int) -> QuerySet[Any, Any]:
    return SelfEvaluation.objects.filter(cycle=cycle).order_by("-changed_at").values_list("changed_at", flat=True)[:1]


_last_change = Ready(_changes)
_last_step = Ready(lambda: Transition.objects.order_by("-id").values_list("at", flat=True)[:1])


def _true(found: Content | None, made_at: datetime.datetime | None, progress: Progress) -> bool:
    """Whether no form has come, gone or changed since."""
    if found is None or made_at is None or found.forms != progress.forms:
        return False
    return progress.changed_at is None or progress.changed_at < made_at
