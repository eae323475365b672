"""The 监控表 on paper: blank from approved goals or a self-evaluation, or filled from a monitoring form."""

from collections.abc import Iterable, Sequence
from importlib import import_module

from jiheng.form import INDICATOR_FIELDS, LEVEL_LABELS, Form, Fund, Indicator, MonitoredFund, MonitoredIndicator
from jiheng.monitoring import Period, Proposal
from jiheng.quantity.words import says_nothing
from jiheng.writing.official.layout import Box, FundsBlock, Layout, LayoutBlock
from jiheng.writing.official.paper import Paper, PaperCell

FORMATS = (".docx", ".xlsx", ".pdf", ".html")
"""Endings that a sheet can be written to."""
_TITLE = "项目支出绩效目标执行监控表"
_WIDTHS = (12, 22, 28, 38, 26, 26, 26, 42, 18, 35)
_WIDE = len(_WIDTHS)
_NONE = Box(0)
_EMPTY = LayoutBlock(_NONE, ())
"""A form drawn here has its cells already; its layout only says how wide the page is."""
_LAYOUT = Layout(
    id="monitoring",
    name="绩效运行监控表",
    title=_TITLE,
    year_line="（{year}年度）",
    orientation="landscape",
    widths=_WIDTHS,
    head=(),
    funds=FundsBlock(_NONE, 1, ()),
    goals=_EMPTY,
    indicators=_EMPTY,
)

Text = tuple[str, int]
"""A cell: its text and how many columns it spans."""


def sheets(forms: Sequence[tuple[Form, Sequence[Proposal]]], period: Period, ending: str) -> bytes:
    """The 监控表 of each form in the format of an ending; a proposal stands where the form foretells nothing.

    Raises ValueError for an ending that is none of FORMATS.
    """
    if ending not in FORMATS:
        raise ValueError(f"不能写成 {ending}")
    write = import_module(f"jiheng.writing.official.{ending[1:]}").write
    papers: Iterable[Paper] = [paper(form, period, proposals) for form, proposals in forms]
    made: bytes = write(papers)
    return made


def paper(form: Form, period: Period, proposals: Sequence[Proposal] = ()) -> Paper:
    """One form on paper."""
    made = Paper(_LAYOUT, form.title if isinstance(_first(form), MonitoredIndicator) and form.title else _TITLE, "")
    made.year_line = f"（{form.year}年度）" if form.year else ""
    made.secrecy = form.secrecy or ""
    _row(made, ("项目名称", 2), (form.project or "", _WIDE - 2))
    _row(made, ("主管部门", 2), (form.department or "", 3), ("实施单位", 1), (form.unit or "", _WIDE - 6))
    _funds(made, form, period)
    _row(made, ("年度总体目标", 2), (form.goal_expected or "", _WIDE - 2))
    _indicators(made, form, period, proposals)
    made.total_row = made.height
    return made


def _first(form: Form) -> Indicator | None:
    return form.indicators[0] if form.indicators else None


def _row(made: Paper, *cells: Text, first: int = 0) -> None:
    """A row, from the column `first` on."""
    column = first
    for text, columns in cells:
        made.cells.append(PaperCell(text, made.height, column, 1, columns))
        column += columns
    made.height += 1


def _funds(made: Paper, form: Form, period: Period) -> None:
    first = made.height
    rows: Sequence[Fund] = form.funds or [Fund("年度资金总额")]
    label = f"项目资金（{form.money_unit or '万元'}）"
    made.cells.append(PaperCell(label, first, 0, len(rows) + 1, 2))
    months = f"{period.first}-{period.last}月"
    _row(
        made, ("", 2), ("年初预算数", 1), (f"{months}执行数", 1), (f"{months}执行率", 1), ("全年预计执行数", 3), first=2
    )
    for fund in rows:
        so_far = isinstance(fund, MonitoredFund)
        amounts = (fund.budget or fund.initial or "", *((fund.executed or "", fund.rate or "") if so_far else ("", "")))
        foretold = (fund.forecast or "") if isinstance(fund, MonitoredFund) else ""
        _row(made, (fund.name, 2), *((amount, 1) for amount in amounts), (foretold, 3), first=2)


def _indicators(made: Paper, form: Form, period: Period, proposals: Sequence[Proposal]) -> None:
    made.heading_row = first = made.height
    months = f"{period.first}-{period.last}月"
    labels = (
        *(*LEVEL_LABELS, INDICATOR_FIELDS["target"], f"{months}执行情况", "全年预计完成情况"),
        *("偏差原因", "完成目标可能性", "纠偏措施"),
    )
    made.cells.append(PaperCell("绩效指标", first, 0, 1, 1, open_side="bottom"))
    made.cells += [PaperCell(label, first, column, 1, 1) for column, label in enumerate(labels, 1)]
    made.height += 1
    rows = [row for row in form.indicators if row.l3 or row.target]
    if rows:
        made.cells.append(PaperCell("", made.height, 0, len(rows), 1, open_side="top"))
    for number, row in enumerate(rows):
        texts = _texts(row, proposals[number] if number < len(proposals) else None)
        for column, text in enumerate(texts, 1):
            if column > 2 or number == 0 or not _goes_on(rows, number, column):
                covered = _length(rows, number, column) if column <= 2 else 1
                made.cells.append(PaperCell(text, made.height, column, covered, 1))
        made.height += 1


def _goes_on(rows: Sequence[Indicator], number: int, column: int) -> bool:
    """Whether a level is that of the row above, in whose merged cell it then stands."""
    here, above = rows[number], rows[number - 1]
    return here.l1 == above.l1 and (column == 1 or here.l2 == above.l2)


def _length(rows: Sequence[Indicator], number: int, column: int) -> int:
    end = number + 1
    while end < len(rows) and _goes_on(rows, end, column):
        end += 1
    return end - number


def _texts(row: Indicator, proposal: Proposal | None) -> tuple[str, ...]:
    target = f"{row.property or ''}{row.target or ''}{row.unit or ''}"
    names = (row.l1 or "", row.l2 or "", row.l3 or "", target)
    if not isinstance(row, MonitoredIndicator):
        return (*names, "", "", "", "", "")
    forecast = row.forecast or ""
    if says_nothing(forecast) and proposal is not None:
        forecast = proposal.text
    return (*names, row.actual or "", forecast, row.reason or "", row.likelihood or "", row.measure or "")
