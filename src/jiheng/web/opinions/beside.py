"""The forms that an opinion looks at together, as `jiheng opinion FOLDER` does: what each shares with the others.

What was worked out for just these forms as they stand is kept by the process; which forms a person may see together is
asked of the database each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import QuerySet

from jiheng.checks import Finding, audit, catalogue
from jiheng.form import Form
from jiheng.opinion import Common, common_problems
from jiheng.opinion.quality import shared_findings
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import sourced

DRAFT = "opinion.draft"
MOST_TOGETHER = 500
"""Handed-in forms of a department that are looked at together; of more only those of the form's own unit are."""
_KEPT_SETS = 8
"""Sets of forms for which a process keeps what was worked out."""

Made = TypeVar("Made")


class _Together(NamedTuple):
    """The forms that are looked at together: their ids in order, a key of them as they stand, which were left out."""

    ids: tuple[int, ...]
    key: tuple[Any, ...]
    narrowed: str


class _Kept(Generic[Made]):
    """What was worked out last for a few sets of forms."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[Any, ...], Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """What is kept under this key, or else made now."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > _KEPT_SETS:
                self._made.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._made.clear()


@dataclass(frozen=True)
class Beside:
    """Forms looked at together: their records in order, where each stands (by its id), what each shares with others."""

    forms: tuple[Form, ...]
    at: dict[int, int]
    shared: dict[int, list[Finding]]
    narrowed: str = ""
    """Which of the department's forms were left out, in a sentence (Chinese); "" where none was."""

    def of(self, form: SelfEvaluation, record: Form) -> tuple[Sequence[Finding], list[Form]]:
        """The findings that a form has with others, and the forms that they number; `record` stands for its own."""
        place = self.at.get(form.pk)
        if place is None:
            return (), [record]
        return self.shared.get(place, ()), [*self.forms[:place], record, *self.forms[place + 1 :]]


def beside(person: Person, form: SelfEvaluation) -> Beside:
    """What the handed-in forms of the form's department and year share, those that the person reviews.

    涉密 projects are neither compared nor named, and what is still a draft is not compared.
    """
    together = _together(person, form)
    return _compared.get((*together.key, together.narrowed), lambda: _compare(form, together))


def in_common(person: Person, form: SelfEvaluation) -> tuple[tuple[Common, ...], str]:
    """共性问题 of the form's department over the same forms, with counts, and which forms were left out (Chinese)."""
    together = _together(person, form)
    return _common.get(together.key, lambda: _count(form, together)), together.narrowed


def forget() -> None:
    """Let go of what is kept, when the forms were changed otherwise than by saving them."""
    _compared.clear()
    _common.clear()


def _compare(form: SelfEvaluation, together: _Together) -> Beside:
    rows = _rows(together)
    records = tuple(sourced(row) for row in rows)
    codes = [code for code, check in catalogue().items() if check.examine_batch is not None]
    found = audit(records, book=load(form.cycle.rulebook), select=codes)
    at = {row.pk: place for place, row in enumerate(rows)}
    return Beside(records, at, shared_findings(found), together.narrowed)


def _count(form: SelfEvaluation, together: _Together) -> tuple[Common, ...]:
    records = [sourced(row, row.project.code) for row in _rows(together)]
    return common_problems(audit(records, book=load(form.cycle.rulebook)))


def _rows(together: _Together) -> list[SelfEvaluation]:
    found = SelfEvaluation.objects.select_related("project").in_bulk(together.ids)
    return [found[pk] for pk in together.ids if pk in found]


def _together(person: Person, form: SelfEvaluation) -> _Together:
    rows = _handed_in(person, form).filter(unit__path__startswith=form.unit.department().path)
    found, narrowed = list(rows[: MOST_TOGETHER + 1]), ""
    if len(found) > MOST_TOGETHER:
        found = list(rows.filter(unit=form.unit)[: MOST_TOGETHER + 1])
        which = f"的前 {MOST_TOGETHER} 张" if len(found) > MOST_TOGETHER else ""
        narrowed = f"同部门已报来的表超过 {MOST_TOGETHER} 张，只与本单位{which}对照。"
        found = found[:MOST_TOGETHER]
    return _Together(tuple(pk for pk, *_ in found), (form.cycle.rulebook, *found), narrowed)


def _handed_in(person: Person, form: SelfEvaluation) -> QuerySet[SelfEvaluation, tuple[Any, ...]]:
    """The handed-in forms of the year that the person reviews, each as its id and what tells its state."""
    rows = SelfEvaluation.objects.filter(within(person, DRAFT), cycle=form.cycle, project__secret=False)
    rows = rows.exclude(state=State.DRAFT).order_by("unit__path", "project__code")
    return rows.values_list("pk", "version", "changed_at")


_compared: _Kept[Beside] = _Kept()
_common: _Kept[tuple[Common, ...]] = _Kept()
