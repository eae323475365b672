"""Which forms a list shows: the filter as people set it in the address, and as a condition over the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from jiheng.places.score_ranges import NO_SCORE
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.cycles.scope import secret_called
from jiheng.web.forms.models import FindingCount, SelfEvaluation, State
from jiheng.web.forms.places import tidy
from jiheng.web.workflow.deadlines import late_states
from jiheng.web.workflow.models import FormView, Remark, SpotCheck

SORTS = {
    "": ("id",),
    "-total": (F("total").desc(nulls_last=True), "id"),
    "total": (F("total").asc(nulls_first=True), "id"),
    "-lost": (F("lost").desc(nulls_last=True), "id"),
    "-rate": (F("rate").desc(nulls_last=True), "id"),
    "rate": (F("rate").asc(nulls_first=True), "id"),
    "quality": (F("quality").asc(nulls_last=True), "id"),
    "-quality": (F("quality").desc(nulls_last=True), "id"),
    "-errors": ("-errors", "-warnings", "id"),
    "-changed": ("-changed_at", "-id"),
    "changed": ("changed_at", "id"),
}
"""How a list can be ordered."""

LOOKS = {"unseen": "没看过或看后有改动", "changed": "看后有改动"}
OPEN_REMARKS = {"open": "有未关闭的意见", "unanswered": "有未答复的意见", "answered": "已答复、待关闭"}
SEVERITIES = {"error": "有错误", "warning": "有警告", "none": "没有错误和警告"}
_FIGURES = ("low", "high", "lost_from", "lost_to")
_FIELDS = ("unit", "grade", "code", "severity", *_FIGURES, "looked", "remark", "overdue", "assigned")
NO_GRADE = "-"
"""Stands for forms that have no grade yet."""
_COMPARED = {"low": "total__gte", "high": "total__lt", "lost_from": "lost__gte", "lost_to": "lost__lte"}
_LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """A filter, every part as text; "" leaves it open. `state` lists states, none for all."""

    state: tuple[str, ...] = ()
    unit: str = ""
    grade: str = ""
    code: str = ""
    """A check's code, or its family's letter."""
    severity: str = ""
    low: str = ""
    """The score from, and below `high`."""
    high: str = ""
    lost_from: str = ""
    lost_to: str = ""
    looked: str = ""
    remark: str = ""
    overdue: str = ""
    assigned: str = ""
    spot: str = ""
    q: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """The filter as the query of an address, in one fixed order, without what is open."""
        parts = [("state", state) for state in self.state]
        parts += [(name, getattr(self, name)) for name in (*_FIELDS, "spot", "q", "sort") if getattr(self, name)]
        return urlencode(parts)

    @property
    def narrows(self) -> bool:
        """Whether anything but state and order is set."""
        return bool(replace(self, state=(), sort="").query)

    def with_state(self, *state: str) -> "Choice":
        """The same filter for other states."""
        return replace(self, state=state)

    @property
    def shape(self) -> "Choice":
        """The same for all that look for other words or at another unit: what their queries have in common."""
        words = "A" if self.q.lower() != self.q.upper() else "字"
        return replace(self, q=self.q and words, unit=self.unit and "1", spot=self.spot and "1")

    def sorted(self, order: str) -> "Choice":
        """The same filter in another order."""
        return replace(self, sort=order)


class Named(NamedTuple):
    """What a filter names, as forms are compared with it: the unit by its path, words, forms drawn for a spot check.

    `secret` are the secret projects of that name which the person knows: sealed names are no words for a query.
    """

    above: str = ""
    words: str = ""
    secret: tuple[int, ...] = ()
    drawn: tuple[int, ...] = ()


def choice_of(data: QueryDict) -> Choice:
    """What an address asks for; what cannot be understood is left open."""
    found = {name: tidy(data.get(name, ""))[:_LONGEST] for name in (*_FIELDS, "spot", "q", "sort")}
    for name in ("unit", "spot"):
        found[name] = found[name] if found[name].isdecimal() and found[name].isascii() and len(found[name]) < 18 else ""
    for name in _FIGURES:
        found[name] = found[name] if _figure(found[name]) is not None else ""
    found["sort"] = found["sort"] if found["sort"] in SORTS else ""
    for name, known in (("looked", LOOKS), ("remark", OPEN_REMARKS), ("severity", SEVERITIES)):
        found[name] = found[name] if found[name] in known else ""
    found["overdue"], found["assigned"] = ("1" if found[name] else "" for name in ("overdue", "assigned"))
    states = tuple(state for state in State.values if state in data.getlist("state"))
    return Choice(state=states, **found)


def named_in(choice: Choice, person: Person, cycle: int) -> Named:
    """What the filter names, read."""
    above, drawn = _NOWHERE, None
    if choice.unit:
        above = Organisation.objects.filter(pk=choice.unit).values_list("path", flat=True).first() or _NOWHERE
    if choice.spot:
        drawn = SpotCheck.objects.filter(pk=choice.spot, cycle=cycle).values_list("drawn", flat=True).first()
    secret = secret_called(person, choice.q) if choice.q else ()
    return Named(above, choice.q, tuple(secret), tuple(drawn or ()))


_NOWHERE = "-"
"""No organisation's path begins so."""


def fitting(
    person: Person, cycle: int, choice: Choice, named: Named, late: Sequence[State]
) -> QuerySet[SelfEvaluation]:
    """The forms the person may see that fit the filter, whatever their state; `late` are states past their deadline."""
    forms = SelfEvaluation.objects.filter(within(person, "form.see"), cycle=cycle)
    for part in _conditions(choice, named, person, cycle, late):
        forms = forms.filter(part)
    return forms


def listed(forms: QuerySet[SelfEvaluation], choice: Choice) -> QuerySet[SelfEvaluation]:
    """Those in the chosen states, in the chosen order."""
    if choice.state:
        forms = forms.filter(state__in=choice.state)
    return forms.order_by(*SORTS[choice.sort])


def chosen(person: Person, cycle: Cycle, choice: Choice) -> QuerySet[SelfEvaluation]:
    """All of it together."""
    named = named_in(choice, person, cycle.pk)
    return listed(fitting(person, cycle.pk, choice, named, late_states(cycle)), choice)


def _conditions(choice: Choice, named: Named, person: Person, cycle: int, late: Sequence[State]) -> list[Q]:
    """One condition a part of the filter that is set."""
    found: list[Q] = []
    if choice.unit:
        found.append(Q(unit__in=Organisation.objects.filter(path__startswith=named.above).order_by().values("pk")))
    if choice.q:
        # Chinese has no small letters: without the folding of every name the search takes half as long.
        how = "contains" if choice.q.lower() == choice.q.upper() else "icontains"
        called = Q(**{f"name__{how}": named.words}) | Q(**{f"code__{how}": named.words}) | Q(pk__in=named.secret)
        found.append(Q(project__in=Project.objects.filter(called, cycle=cycle).order_by().values("pk")))
    if choice.grade:
        found.append(Q(grade="" if choice.grade in (NO_GRADE, NO_SCORE) else choice.grade))
    for name, compared in _COMPARED.items():
        if (figure := _figure(getattr(choice, name))) is not None:
            found.append(Q((compared, figure)))
    found += _by_findings(choice)
    found += _by_work(choice, person)
    if choice.overdue:
        found.append(Q(state__in=late))
    if choice.spot:
        found.append(Q(pk__in=named.drawn))
    return found


def _by_findings(choice: Choice) -> list[Q]:
    """By what the checks found."""
    severity: Mapping[str, Q] = {
        "error": Q(errors__gt=0),
        "warning": Q(warnings__gt=0),
        "none": Q(errors=0, warnings=0),
    }
    found = [severity[choice.severity]] if choice.severity and not choice.code else []
    if choice.code:
        rows = (
            FindingCount.objects.filter(code=choice.code)
            if choice.code[1:]
            else FindingCount.objects.filter(code__startswith=choice.code)
        )
        if choice.severity in ("error", "warning"):
            rows = rows.filter(severity=choice.severity)
        found.append(Q(Exists(rows.filter(form=OuterRef("pk")))))
    return found


def _by_work(choice: Choice, person: Person) -> list[Q]:
    """By what the person has looked at, by remarks, by whether a third party has it."""
    found: list[Q] = []
    mine = FormView.objects.filter(form=OuterRef("pk"), person=person)
    if choice.looked == "unseen":
        found.append(~Q(Exists(mine.filter(version__gte=OuterRef("version")))))
    if choice.looked == "changed":
        found.append(Q(Exists(mine.filter(version__lt=OuterRef("version")))))
    remarks = Remark.objects.filter(form=OuterRef("pk"), closed_at=None)
    kinds = {"open": remarks, "unanswered": remarks.filter(answer=""), "answered": remarks.exclude(answer="")}
    if choice.remark:
        found.append(Q(Exists(kinds[choice.remark])))
    if choice.assigned:
        given = SelfEvaluation.assigned.through.objects.filter(selfevaluation=OuterRef("pk"))
        found.append(Q(Exists(given)))
    return found


def _figure(text: str) -> Decimal | None:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < 100_000 else None
