"""Monitoring forms as a workbook: the lights, what to mend, and each form filled with lights and proposals."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiheng.form import INDICATOR_FIELDS, LEVEL_LABELS
from jiheng.monitoring import Light, WatchedForm
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet
from jiheng.writing.workbook.style import Styles

_STYLE = {Light.RED: "error", Light.YELLOW: "warning", Light.BLUE: "notice"}
_ROWS = (
    Column("项目", 24),
    *map(Column, (*LEVEL_LABELS, INDICATOR_FIELDS["target"]), (11, 13, 22, 13)),
    Column("期间", 9, "centre"),
    Column("完成值", 13),
    Column("全年预计", 13),
    Column("灯", 5, "centre"),
    Column("怎么判断的", 42),
    Column("按趋势推算", 13),
    Column("推算依据", 36),
    Column("偏差原因", 26),
    Column("纠偏措施", 26),
)
_REMARKS = (Column("项目", 26), Column("位置", 16), Column("问题", 18), Column("说明", 56), Column("怎么改", 42))


def write_workbook(found: Sequence[WatchedForm], path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with new_workbook(path, "绩效运行监控", when) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, "监控", _ROWS, frozen=1, empty="没有读到监控表。")
        for watched in found:
            name, label = watched.form.project or "", watched.period.label
            fund = watched.form.fund()
            table.add(
                (name, "预算执行", "", "", (fund.budget or fund.initial or "") if fund else "", label,
                 (fund.executed or "") if fund else "", getattr(fund, "forecast", None) or "",
                 _light(watched.money.light), watched.money.trace.formula or watched.money.trace.why, "", "", "", "")
            )  # fmt: skip
            for row in watched.rows:
                each, judged = row.indicator, row.judged
                table.add(
                    (name, each.l1 or "", each.l2 or "", each.l3 or "", each.target or "", label, each.actual or "",
                     each.forecast or "", _light(judged.light), judged.trace.formula or judged.trace.why,
                     row.proposal.text, row.proposal.formula or row.proposal.why, each.reason or "", each.measure or "")
                )  # fmt: skip
        table.close()
        table = TableSheet(book, styles, "要改的", _REMARKS, frozen=1, empty="没有问题。")
        for watched in found:
            for remark in watched.remarks:
                kind = f"{remark.code} {remark.kind}".lstrip()
                table.add((watched.form.project or "", remark.place, kind, remark.message, remark.advice))
        table.close()


def _light(light: Light) -> Cell | str:
    style = _STYLE.get(light)
    return Cell(light.label, style) if style else light.label
