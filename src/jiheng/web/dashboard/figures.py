"""What a page of an organisation counts, each in one query over all its forms; of secret projects only the number.

Every query groups in the database; the rows that come back grow with units, scores and checks, never with forms.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from jiheng.checks import Severity, catalogue
from jiheng.places.score_ranges import ABOVE_FULL, NO_SCORE, range_of, score_ranges
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms import more_findings
from jiheng.web.forms.models import FindingCount, SelfEvaluation, State
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.deadlines import late_states

Below = tuple[int, ...] | str
"""The units of a filter: their numbers, or the path of the organisation above them; "" for all of the cycle."""


@dataclass
class Progress:
    """How far the forms of an organisation and all below it are. `projects` leaves out the `secret` ones."""

    organisation: Organisation
    states: Counter[State] = field(default_factory=Counter)
    projects: int = 0
    secret: int = 0
    wrong: int = 0
    """Forms with open errors."""
    overdue: int = 0
    changed_at: datetime.datetime | None = None
    """When a form was changed last."""

    @property
    def forms(self) -> int:
        """Forms there are."""
        return sum(self.states.values())

    @property
    def without(self) -> int:
        """Projects that have no form yet."""
        return max(self.projects - self.forms, 0)

    @property
    def final(self) -> int:
        """Forms that are final."""
        return self.states[State.FINAL]

    @property
    def share(self) -> int:
        """Final forms of all projects in whole per cent, cut."""
        return 100 * self.final // self.projects if self.projects else 0

    @property
    def there(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.projects or self.secret or self.forms)

    def add(self, other: "Progress") -> None:
        """Take in what lies below."""
        self.states += other.states
        for name in ("projects", "secret", "wrong", "overdue"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        known = [moment for moment in (self.changed_at, other.changed_at) if moment is not None]
        self.changed_at = max(known, default=None)


@dataclass(frozen=True)
class Tree:
    """An organisation with the progress of the whole, of each child with all below it, and of what is directly its."""

    whole: Progress
    children: tuple[Progress, ...]


@dataclass(frozen=True)
class FormShare:
    """A part of the forms: a grade or a range of scores; `low` and `high` bound the range where it has bounds."""

    name: str
    forms: int
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Frequent:
    """A check with open findings: on how many forms, how many in all."""

    code: str
    title: str
    severity: Severity
    forms: int
    findings: int


def open_forms(cycle: Cycle, below: Organisation) -> QuerySet[SelfEvaluation]:
    """The forms of an organisation and all below it that are not of secret projects."""
    forms = SelfEvaluation.objects.filter(_not_secret(cycle.pk), cycle=cycle)
    return forms.filter(_below(_reach(cycle, below, _units(below))))


def tree(cycle: Cycle, organisation: Organisation) -> Tree:
    """Progress of an organisation and its children."""
    return joined(organisation, count(cycle, organisation))


def count(cycle: Cycle, organisation: Organisation) -> dict[int, Progress]:
    """What is counted of each child with all below it, and of what is directly the organisation's, by id."""
    rows = _tree_of(path=organisation.path)
    depth = organisation.path.count("/")
    child_of = {pk: int(path.split("/")[depth]) if pk != organisation.pk else pk for pk, path in rows}
    parts = {pk: Progress(organisation) for pk in dict.fromkeys(child_of.values())}
    below = _reach(cycle, organisation, list(child_of))
    for unit, secret, count in _projects(cycle.pk, below=below):
        parts[child_of[unit]].add(Progress(organisation, **{"secret" if secret else "projects": count}))
    late = late_states(cycle)
    for unit, *numbers, wrong, newest in _forms(cycle.pk, below=below):
        by_state = Counter(dict(zip(State, numbers, strict=True)))
        overdue = sum(by_state[state] for state in late)
        part = Progress(organisation, by_state, wrong=wrong, overdue=overdue, changed_at=newest)
        parts[child_of[unit]].add(part)
    return parts


_WRONG = Count("id", filter=Q(errors__gt=0))
_tree_of = Ready(
    lambda path: Organisation.objects.filter(path__startswith=path).order_by("path").values_list("pk", "path")
)


def _projects_by_unit(cycle: int, below: Below) -> QuerySet[Any, Any]:
    projects = Project.objects.filter(_below(below), cycle=cycle).order_by()
    return projects.values_list("unit", "secret").annotate(Count("id"))


def _forms_by_unit(cycle: int, below: Below) -> QuerySet[Any, Any]:
    states = {f"n_{state}": Count("id", filter=Q(state=state)) for state in State}
    forms = SelfEvaluation.objects.filter(_not_secret(cycle), _below(below), cycle=cycle).order_by()
    return forms.values_list("unit").annotate(**states, wrong=_WRONG, newest=Max("changed_at"))


_projects, _forms = Ready(_projects_by_unit), Ready(_forms_by_unit)
_named = Ready(lambda numbers: Organisation.objects.filter(pk__in=numbers))


def joined(organisation: Organisation, parts: dict[int, Progress]) -> Tree:
    """The parts with their organisations, and their sum."""
    whole = Progress(organisation)
    for part in parts.values():
        whole.add(part)
    shown = {pk: part for pk, part in parts.items() if part.there and pk != organisation.pk}
    for child in _named(numbers=tuple(shown)):
        shown[child.pk].organisation = child
    return Tree(
        whole,
        tuple(
            sorted(shown.values(), key=lambda progress: (progress.share, -progress.overdue, progress.organisation.path))
        ),
    )


def grades_and_scores(forms: QuerySet[SelfEvaluation]) -> tuple[list[FormShare], list[FormShare]]:
    """Forms by grade as the rulebook names them (the one with most points first), and by range of scores."""
    grades: Counter[str] = Counter()
    best: dict[str, Decimal] = {}
    ranges: Counter[str] = Counter()
    for name, total, count in forms.order_by().values_list("grade", "total").annotate(Count("id")):
        ranges[range_of(total)] += count
        if name:
            grades[name] += count
            best[name] = max(best.get(name, total), total)
    by_grade = [FormShare(name, grades[name]) for name in sorted(grades, key=lambda name: -best[name])]
    return by_grade, _ranges(ranges)


def frequent(forms: QuerySet[SelfEvaluation]) -> list[Frequent]:
    """Checks by the number of forms that have open findings of them, most first."""
    found = FindingCount.objects.filter(form__in=forms.order_by()).order_by()
    titles = {**catalogue(), **more_findings.checks()}
    counted: dict[str, Frequent] = {}
    rows = found.values_list("code", "severity").annotate(Count("id"), Sum("count"))
    for code, severity, count, findings in rows:
        before = counted.get(code)
        title = titles[code].title if code in titles else code
        grave = min((Severity(severity), *([before.severity] if before else [])), key=lambda severity: severity.rank)
        sums = (count + before.forms, findings + before.findings) if before else (count, findings)
        counted[code] = Frequent(code, title, grave, *sums)
    return sorted(counted.values(), key=lambda fault: (-fault.forms, fault.code))


def without_form(cycle: Cycle, organisation: Organisation) -> QuerySet[Project]:
    """The projects that have no form yet, secret ones left out."""
    below = _reach(cycle, organisation, _units(organisation))
    projects = Project.objects.filter(_below(below), cycle=cycle, secret=False, form__isnull=True)
    return projects.select_related("unit").order_by("unit__path", "code")


def _reach(cycle: Cycle, organisation: Organisation, units: Sequence[int]) -> Below:
    """All where the cycle has no others. Few units are named one by one: their index is used."""
    if cycle.organisation.path.startswith(organisation.path):
        return ""
    return tuple(units) if len(units) <= _NAMED else organisation.path


def _below(below: Below) -> Q:
    """A filter by unit."""
    if not isinstance(below, str):
        return Q(unit__in=below)
    return Q(unit__in=Organisation.objects.filter(path__startswith=below).order_by().values("pk")) if below else Q()


_NAMED = 300


def _units(organisation: Organisation) -> list[int]:
    """The ids of an organisation and all below it, at most one more than are named one by one."""
    below = Organisation.objects.filter(path__startswith=organisation.path).order_by()
    return list(below.values_list("pk", flat=True)[: _NAMED + 1])


def _not_secret(cycle: int) -> Q:
    """A filter over forms."""
    return ~Q(project__in=Project.objects.filter(cycle=cycle, secret=True).order_by().values("pk"))


def _ranges(counts: Counter[str]) -> list[FormShare]:
    ranges = score_ranges()
    lows = [*(low for low, _ in ranges), ranges[-1][0] + _STEP]
    labels = [*(label for _, label in ranges), ABOVE_FULL]
    shares = [
        FormShare(label, counts[label], low, high)
        for label, low, high in zip(labels, lows, [*lows[1:], None], strict=True)
    ]
    return [share for share in shares if share.name != ABOVE_FULL or share.forms] + _without_total(counts)


_STEP = Decimal(1).scaleb(-SelfEvaluation._meta.get_field("total").decimal_places)
"""By how much a total that is above full marks is above them at least."""


def _without_total(counts: Counter[str]) -> list[FormShare]:
    return [FormShare(NO_SCORE, counts[NO_SCORE])] if counts[NO_SCORE] else []
