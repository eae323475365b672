"""The tables of the comparisons with final accounts, approved goals and last year's forms."""

from collections.abc import Iterator, Sequence

from jiheng.department.accounts.result import AccountLine, AccountsComparison, AmountPair, MatchResult, where
from jiheng.department.comparison import Comparison
from jiheng.department.rollup.result import Rollup
from jiheng.quantity.words import WAN
from jiheng.writing.workbook.sheet import Cell, Column, Value

_STYLES = {
    MatchResult.SAME: None,
    MatchResult.DIFFERENT: "error",
    MatchResult.SUSPECTED: "warning",
    MatchResult.NO_ACCOUNT: "error",
    MatchResult.NO_FORM: "error",
}
Table = tuple[str, Sequence[Column], Sequence[Sequence[Value]], str]
"""Title, columns, rows, and what to say without rows."""

_ACCOUNTS = (
    Column("结果", 12, "centre"),
    Column("项目（自评表）", 26),
    Column("项目（决算）", 26),
    Column("单位", 18),
    Column("名称相似", 8, "count"),
    Column("金额", 16),
    Column("自评表（万元）", 11, "number"),
    Column("决算（万元）", 11, "number"),
    Column("差额（万元）", 11, "number"),
    Column("可能的原因、说明", 40),
    Column("自评表在", 20, "muted"),
    Column("决算表中的位置", 26, "muted"),
)
_REMARKS = (
    Column("项目", 26),
    Column("不同之处", 14, "centre"),
    Column("级别", 7, "centre"),
    Column("自评表", 26),
    Column("{paper}", 26),
    Column("说明", 50),
    Column("怎么改", 36),
    Column("{paper}的位置", 24, "muted"),
)


def compared(rollup: Rollup) -> Iterator[Table]:
    """A table for each comparison that was made."""
    if rollup.accounts is not None:
        yield "决算核对", _ACCOUNTS, list(_accounts(rollup.accounts)), "没有项目。"
    for title, paper, comparison in (
        ("批复核对", "批复", rollup.approved),
        ("上年核对", "上年", rollup.last_year),
        ("监控核对", "监控", rollup.monitoring),
    ):
        if comparison is not None:
            columns = [Column(each.title.format(paper=paper), each.width, each.style) for each in _REMARKS]
            yield title, columns, list(_remarks(comparison, paper)), f"{len(comparison.pairs)} 个项目，没有不同。"


def _accounts(comparison: AccountsComparison) -> Iterator[Sequence[Value]]:
    """What differs first, in full; then a row for each project that agrees; then rows left out, and notes."""
    order = sorted(comparison.lines, key=lambda line: line.standing is MatchResult.SAME)
    for line in order:
        apart: list[AmountPair | None] = [pair for pair in line.pairs if pair.difference]
        for pair in apart or [None]:
            yield _row(line, pair)
    for skipped in comparison.skipped:
        yield "略去", "", skipped.text, *(None,) * 6, skipped.why, "", where(skipped.origin)
    for note in comparison.notes:
        yield "说明", *(None,) * 8, note, "", ""


def _row(line: AccountLine, pair: AmountPair | None) -> Sequence[Value]:
    badge = Cell(line.standing.label, _STYLES[line.standing])
    names = (line.project, line.account, line.unit, line.likeness or None)
    place = pair.origin if pair else line.origin
    at = where(place) if place else ""
    if pair is None:
        return badge, *names, None, None, None, None, line.why, line.source, at
    why = "；".join(part for part in (pair.cause, line.why) if part)
    figures = (pair.form / WAN, pair.account / WAN, pair.difference / WAN)
    return badge, *names, pair.label, *figures, why, line.source, at


def _remarks(comparison: Comparison, paper: str) -> Iterator[Sequence[Value]]:
    for remark in comparison.remarks:
        badge = Cell(remark.severity.label, remark.severity.value)
        yield (
            remark.project,
            remark.kind,
            badge,
            remark.printed,
            remark.earlier,
            remark.message,
            remark.advice,
            remark.where,
        )
    for pair in comparison.suspected:
        message = f"名称相似 {pair.likeness}%，疑似同一项目，没有比较。"
        yield (
            pair.project,
            "疑似同一项目",
            "",
            "",
            pair.other,
            message,
            f"确是同一项目的，把名称改成与{paper}一致。",
            pair.where,
        )
