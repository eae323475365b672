"""The list of advices: what a person may see of it, narrowed, counted, and as a workbook."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.accounts.request_data import looked_for
from jiheng.web.budget_advice.handling import SEE
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.cycles.models import Cycle
from jiheng.web.cycles.scope import listed_name
from jiheng.web.procedure.workbook import Row, SheetOut, workbook

_HEADS = {
    "单位": 30, "项目代码": 16, "项目": 36, "按规则": 10, "建议": 10, "理由": 70, "改建议的理由": 30, "状态": 12,
    "答复": 10, "下年安排（万元）": 14, "答复意见": 40,
}  # fmt: skip
"""The columns of the workbook and their widths."""


class Asked(NamedTuple):
    """What the list is narrowed to."""

    advice: str
    state: str
    q: str


def asked_of(data: QueryDict) -> Asked:
    """As the address says; an unknown state narrows nothing."""
    state = data.get("state", "")
    return Asked(looked_for(data, "advice"), state if state in BudgetAdvice.WAY.labels else "", looked_for(data, "q"))


def visible(person: Person, cycle: Cycle | None = None) -> QuerySet[BudgetAdvice]:
    """The advices that the person may see, of one cycle or of all, by unit and code."""
    found = BudgetAdvice.objects.filter(within(person, SEE))
    found = found if cycle is None else found.filter(project__cycle=cycle)
    return found.select_related("unit", "project").defer("project__approved")


def narrowed(rows: QuerySet[BudgetAdvice], asked: Asked) -> QuerySet[BudgetAdvice]:
    """Those that are asked for."""
    if asked.advice:
        rows = rows.filter(advice=asked.advice)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.q:
        named = Q(project__secret=False, project__name__contains=asked.q)
        rows = rows.filter(named | Q(unit__name__contains=asked.q) | Q(project__code__contains=asked.q))
    return rows.order_by("unit__path", "project__code")


def counts(rows: QuerySet[BudgetAdvice], name: str) -> dict[str, int]:
    """How many there are by `advice` or `state`."""
    return dict(rows.order_by().values_list(name).annotate(n=Count("pk")))


def book_of(rows: Sequence[BudgetAdvice]) -> bytes:
    """The list as xlsx."""
    lines: list[Row] = [
        (
            row.unit.name, row.project.code, listed_name(row.project), row.by_rules, row.advice,
            *_open(row, row.why, row.changed_why), row.stage.label, row.get_answer_display(),
            row.amount, *_open(row, row.reply),
        )
        for row in rows
    ]  # fmt: skip
    return workbook(SheetOut("结果应用", _HEADS, lines))


def _open(row: BudgetAdvice, *texts: str) -> list[str]:
    """Texts as a list may show them: of a secret project nothing."""
    return ["" if row.project.secret else text for text in texts]
