"""The same project with several forms, also from several files and formats: which of them counts."""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks.batch.duplicate import differences, project_key
from jiheng.checks.names import folded
from jiheng.checks.similar import candidates, clusters
from jiheng.department.rollup.result import Double
from jiheng.form import HEAD_FIELDS, Form, cells
from jiheng.quantity import money, number

_SHOWN = 8
_TITLE = HEAD_FIELDS["title"]
"""Copies from different files often differ in the title above the form, which says nothing."""


def same_projects(forms: Sequence[Form], names: Sequence[str]) -> list[list[int]]:
    """Indexes of forms that are of one project, two or more each; a form whose entry in `names` is "" stands alone.

    As in B01 a project is known by name, unit and year; a copy that lacks unit or year is taken for the
    same project where the rest agrees.
    """
    keys = [[folded(form.project or "")] if name else [] for form, name in zip(forms, names, strict=True)]
    return clusters(len(forms), candidates(keys), lambda one, other: _alike(forms[one], forms[other]))


def _alike(one: Form, other: Form) -> bool:
    name, unit, year = project_key(one)
    other_name, other_unit, other_year = project_key(other)
    if name != other_name or (year and other_year and year != other_year):
        return False
    if unit == other_unit:
        return True
    departments = {folded(form.department) for form in (one, other) if form.department}
    return (not one.unit or not other.unit) and len(departments) <= 1


def chosen_copy(forms: Sequence[Form]) -> tuple[int, str]:
    """Which of several forms of a project counts (its number among them), and why in Chinese.

    The one with a total score before one without, then the one with most cells filled, then the first.
    """
    filled = [sum(1 for _, text in cells(form) if text) for form in forms]
    scored = [number(form.total_score) is not None for form in forms]
    best = max(range(len(forms)), key=lambda index: (scored[index], filled[index], -index))
    others = [index for index in range(len(forms)) if index != best]
    if scored[best] and not all(scored[index] for index in others):
        return best, "只有这张有总分" if not any(scored[index] for index in others) else "这张有总分，且填得较全"
    if any(filled[index] < filled[best] for index in others):
        most = max(filled[index] for index in others)
        return best, f"这张填得较全（{filled[best]} 格，另外的最多 {most} 格）"
    return best, "各张填得一样全，以先读到的为准"


def double(forms: Sequence[Form], counted: int, why: str) -> Double:
    """The report of one project with several forms."""
    first = forms[counted]
    left_out = [form for index, form in enumerate(forms) if index != counted]
    found = [text for other in left_out for text in differences(first, other) if not text.startswith(_TITLE)]
    more = [f"另有 {len(found) - _SHOWN} 处不同"] if len(found) > _SHOWN else []
    return Double(
        project=first.project or "",
        counted=first.source,
        left_out=tuple(form.source for form in left_out),
        why=why,
        differences=(*found[:_SHOWN], *more),
        figures=any(_figures(other) != _figures(first) for other in left_out),
    )


def _figures(form: Form) -> tuple[Decimal | None, ...]:
    """The figures that go into the sums."""
    fund = form.fund()
    amounts = (fund.initial, fund.budget, fund.executed) if fund else ()
    return number(form.total_score), *(money(amount, form.money_unit or "万元") for amount in amounts)
