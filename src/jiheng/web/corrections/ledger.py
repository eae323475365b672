"""The ledger of notices (整改台账): what a person may see of it, narrowed, counted, and as a workbook."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.accounts.request_data import looked_for
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.scope import listed_name
from jiheng.web.procedure.workbook import Row, SheetOut, workbook

SEE = "correction.see"
_OPEN = Correction.WAY.open
SHOW = {"open": "办理中", "overdue": "逾期未改", "answered": "待核验", "closed": "已办结", "": "全部"}
"""What the list can be narrowed to."""
_HEADS = {
    "文号": 22, "年度": 8, "整改单位": 30, "项目代码": 16, "项目": 36, "来源": 14, "问题": 60, "整改情况": 60,
    "责任人": 10, "发出日期": 12, "整改期限": 12, "逾期天数": 8, "状态": 10, "销号日期": 12,
}  # fmt: skip
"""The columns of the workbook and their widths."""


class Asked(NamedTuple):
    """What the list is narrowed to."""

    show: str
    year: str
    q: str


def asked_of(data: QueryDict) -> Asked:
    """As the address says; what it does not know is everything that is open."""
    show = data.get("show", "open")
    year = data.get("year", "")
    return Asked(
        show if show in SHOW else "open",
        year if year.isascii() and year.isdecimal() and len(year) == 4 else "",
        looked_for(data, "q"),
    )


def visible(person: Person) -> QuerySet[Correction]:
    """The notices that the person may see, latest first."""
    found = Correction.objects.filter(within(person, SEE))
    return found.select_related("unit", "project", "cycle", "issuer").order_by("-id")


def narrowed(rows: QuerySet[Correction], asked: Asked) -> QuerySet[Correction]:
    """Those that are asked for."""
    today = timezone.localdate()
    conditions = {
        "open": Q(state__in=_OPEN),
        "overdue": Q(state="issued", due__lt=today),
        "answered": Q(state="answered"),
        "closed": ~Q(state__in=_OPEN),
        "": Q(),
    }
    rows = rows.filter(conditions[asked.show])
    if asked.year:
        rows = rows.filter(cycle__year=int(asked.year))
    if asked.q:
        named = Q(project__secret=False) & Q(project__name__contains=asked.q)
        rows = rows.filter(Q(number__contains=asked.q) | Q(unit__name__contains=asked.q) | named)
    return rows


def counts(rows: QuerySet[Correction]) -> dict[str, int]:
    """How many there are to each of SHOW."""
    today = timezone.localdate()
    found: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk", filter=Q(state__in=_OPEN)),
        overdue=Count("pk", filter=Q(state="issued", due__lt=today)),
        answered=Count("pk", filter=Q(state="answered")),
        closed=Count("pk", filter=~Q(state__in=_OPEN)),
        all=Count("pk"),
    )
    return {key or "": found[key or "all"] for key in SHOW}


def years(rows: QuerySet[Correction]) -> list[int]:
    """The years of which there are notices, latest first."""
    return list(rows.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct())


def project_name(row: Correction) -> str:
    """The project as a list names it; of a notice about the whole unit "—"."""
    return "—" if row.project is None else listed_name(row.project)


def book_of(rows: Sequence[Correction]) -> bytes:
    """The ledger as xlsx, a line a point."""
    return workbook(SheetOut("整改台账", _HEADS, [line for row in rows for line in _lines(row)]))


def _lines(row: Correction) -> list[Row]:
    issued = f"{timezone.localtime(row.issued_at):%Y-%m-%d}" if row.issued_at else ""
    closed = f"{timezone.localtime(row.closed_at):%Y-%m-%d}" if row.closed_at else ""
    head = (str(row), row.cycle.year, row.unit.name, row.project.code if row.project else "", project_name(row))
    tail = (row.responsible, issued, f"{row.due:%Y-%m-%d}", row.overdue or None, row.stage.label, closed)
    points = [(item.text, item.answer) for item in row.items.all()] or [("", "")]
    return [(*head, row.get_source_display(), *point, *tail) for point in points]
