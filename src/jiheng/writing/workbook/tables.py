"""The sheets that are tables: 问题清单, 得分复核, 表单数据, 已认可, 未读成."""

import dataclasses
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from jiheng.checks import Audit
from jiheng.form import (
    FUND_NAMES,
    INDICATOR_FIELDS,
    LEVEL_LABELS,
    TOTAL_FUND,
    Block,
    Field,
    FieldKind,
    Form,
    Indicator,
    fields,
    fund_rows,
)
from jiheng.quantity.words import short
from jiheng.writing.report_model import FINDING_TITLES, Digest, FindingLine
from jiheng.writing.score_review import WRONG, Review, ScoreAgreement, reviews
from jiheng.writing.text import form_name
from jiheng.writing.workbook.accepted import ACCEPT, DECISION, GIVEN, KEY, PERSON, REASON, SINCE, key_of
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet, Value
from jiheng.writing.workbook.style import Styles

FINDINGS, REVIEWS, RECORDS, ACCEPTED, PROBLEMS = "问题清单", "得分复核", "表单数据", "已认可", "未读成"

_SHOWN = 60
"""Characters of a printed cell shown beside a finding; 表单数据 has the whole."""

_LISTED_COLUMNS = (
    Column("序号", 6, "centre"),
    Column(FINDING_TITLES["severity"], 7, "centre"),
    Column(FINDING_TITLES["code"], 7, "centre"),
    Column("问题", 15),
    Column("表", 6, "link"),
    Column("项目", 18),
    Column("单位", 13),
    Column(FINDING_TITLES["place"], 16),
    Column(FINDING_TITLES["printed"], 12),
    Column(FINDING_TITLES["expected"], 12),
    Column(FINDING_TITLES["message"], 30),
    Column(FINDING_TITLES["advice"], 28),
    Column(FINDING_TITLES["rule"], 20, "muted"),
    Column("文件/行", 14, "muted"),
)
_FINDING_COLUMNS = (
    *_LISTED_COLUMNS[:12],
    *(dataclasses.replace(column, printed=False) for column in _LISTED_COLUMNS[12:]),
    Column(DECISION, 8, "fill", choices=(ACCEPT,), printed=False),
    Column(REASON, 26, "fill", printed=False),
    Column(PERSON, 10, "fill", printed=False),
    Column(KEY, 4, "line", printed=False, shown=False),
)
_ACCEPTED_COLUMNS = (
    *_LISTED_COLUMNS[:11],
    Column(GIVEN, 28),
    Column(PERSON, 10),
    Column(SINCE, 11, "centre"),
    Column("文件/行", 14, "muted"),
    Column(KEY, 4, "line", printed=False, shown=False),
)
_REVIEW_COLUMNS = (
    Column("表", 6, "centre"),
    Column("项目", 18),
    Column("单位", 14),
    Column("项", 20),
    *map(Column, LEVEL_LABELS[:2], (11, 13)),
    Column("分值", 7, "centre"),
    Column("填报数", 8, "centre"),
    Column("复核数", 8, "number"),
    Column("可得范围", 9, "centre"),
    Column("相差", 8, "gap"),
    Column("结论", 11, "centre"),
    Column("怎么得来", 52),
)
_HEAD = sorted(fields(Block.HEAD), key=lambda field: field.name != "project")
_FOOT = fields(Block.GOALS, Block.TOTAL, Block.TAIL)
_PER_MILLIMETRE = 0.72
"""Characters of a column of a workbook to a millimetre of paper."""
_MONEY, _WIDE, _NARROW = 13, 36, 9
_NO_ROW = Indicator(*[None] * len(INDICATOR_FIELDS))


def write_findings(book: Workbook, styles: Styles, digest: Digest, rows: dict[int, int], max_rows: int) -> None:
    """问题清单: every open finding; the form's number leads to its scores (`rows`: form → row in 得分复核)."""
    table = TableSheet(book, styles, FINDINGS, _FINDING_COLUMNS, frozen=3, empty="没有发现问题。", max_rows=max_rows)
    for line in digest.lines:
        shown = [*_finding(line, rows), line.finding.advice, line.finding.rule, line.where]
        table.add([*shown, None, None, None, key_of(digest.audit.forms[line.form].form, line.finding)])
    table.close()


def write_accepted(book: Workbook, styles: Styles, digest: Digest, rows: dict[int, int], max_rows: int) -> None:
    """已认可: findings that a person accepted, and who, when, why."""
    table = TableSheet(
        book, styles, ACCEPTED, _ACCEPTED_COLUMNS, frozen=3, empty="没有已认可的问题。", max_rows=max_rows
    )
    for line in digest.accepted:
        if acceptance := line.acceptance:
            said = (acceptance.reason, acceptance.by, acceptance.date, line.where)
            table.add([*_finding(line, rows), *said, key_of(digest.audit.forms[line.form].form, line.finding)])
    table.close()


def _finding(line: FindingLine, rows: dict[int, int]) -> list[Value]:
    finding = line.finding
    row = rows.get(line.form)
    link = f"internal:'{REVIEWS}'!A{row}" if row else None
    return [
        line.number,
        Cell(finding.severity.label, finding.severity.value),
        finding.code,
        line.title,
        Cell(line.form + 1, None if link else "centre", link),
        line.project,
        line.unit,
        line.place,
        short(finding.printed, _SHOWN),
        short(finding.expected, _SHOWN),
        finding.message,
    ]


def review_rows(audit: Audit, max_rows: int) -> dict[int, int]:
    """Form index → the row (from 1) of its total in the first 得分复核 sheet; later sheets are not linked to."""
    rows: dict[int, int] = {}
    row = 2
    for index, audited in enumerate(audit.forms):
        if row > max_rows:
            break
        rows[index] = row
        row += 2 + len(audited.form.indicators)
    return rows


def write_reviews(book: Workbook, styles: Styles, audit: Audit, max_rows: int) -> None:
    """得分复核: for every form its total, and folded under it the execution rate and each indicator."""
    table = TableSheet(book, styles, REVIEWS, _REVIEW_COLUMNS, frozen=4, empty="没有自评表。", max_rows=max_rows)
    table.sheet.outline_settings(symbols_below=False)
    for index, audited in enumerate(audit.forms):
        head: list[Value] = [index + 1, form_name(audited.form), audited.form.unit or audited.form.department]
        for place, review in enumerate(reviews(audited)):
            cells: list[Value] = [*head, *_review(review)]
            table.add(_banded(cells) if place == 0 else cells, level=min(place, 1))
    table.close()


def _review(review: Review) -> list[Value]:
    style = "wrong" if review.standing in WRONG else None
    if review.standing in (ScoreAgreement.JUDGE, ScoreAgreement.UNKNOWN, ScoreAgreement.NEAR):
        style = "doubtful"
    return [
        review.item,
        review.first_level,
        review.second_level,
        review.weight,
        review.printed,
        review.score,
        review.range,
        review.gap,
        Cell(review.standing.value, style),
        review.why,
    ]


def _banded(cells: list[Value]) -> list[Value]:
    """The row of a form's total, set off from its indicators."""
    twins = {"centre": "band_centre", "number": "band_number", "gap": "band_gap"}
    return [
        cell if isinstance(cell, Cell) and cell.style else Cell(_bare(cell), twins.get(column.style, "band"))
        for cell, column in zip(cells, _REVIEW_COLUMNS, strict=True)
    ]


def _bare(value: Value) -> str | int | Decimal | None:
    return value.value if isinstance(value, Cell) else value


def write_records(book: Workbook, styles: Styles, forms: Sequence[Form], max_rows: int) -> None:
    """表单数据: one row an indicator, the form's own cells repeated on each, all as printed."""
    names = list(dict.fromkeys((*FUND_NAMES, *(key for form in forms for key, _ in fund_rows(form)))))
    columns = list(_record_columns(names))
    table = TableSheet(book, styles, RECORDS, columns, frozen=2, empty="没有自评表。", max_rows=max_rows, pages_wide=4)
    for index, form in enumerate(forms):
        known = dict(fund_rows(form))
        funds = [
            getattr(known[name], field.name) if name in known else None
            for name in names
            for field in _fund_fields(name)
        ]
        head = [index + 1, *(getattr(form, field.name) for field in _HEAD), form.source]
        below = ["\n".join(form.notes) or None, "\n".join(f"{cell.label}：{cell.text}" for cell in form.others) or None]
        foot = [*(getattr(form, field.name) for field in _FOOT), *below]
        for number, row in enumerate(form.indicators or [_NO_ROW], 1):
            table.add([*head, *funds, number, *(getattr(row, name) for name in INDICATOR_FIELDS), *foot])
    table.close()


def _fund_fields(name: str) -> tuple[Field, ...]:
    """The columns kept of a funds row: weight and score stand only in the row of the total."""
    kinds = tuple(FieldKind) if name == TOTAL_FUND else (FieldKind.MONEY, FieldKind.COMPUTED)
    return fields(Block.FUNDS, kinds=kinds)


def _record_columns(funds: Sequence[str]) -> Iterator[Column]:
    yield Column("表", 6, "centre")
    yield from map(_column, _HEAD)
    yield Column("来源", 16, "line")
    for name in funds:
        yield from (Column(f"{name}\n{field.label}", _MONEY, "line") for field in _fund_fields(name))
    yield Column("指标序号", 7, "centre")
    yield from map(_column, fields(Block.INDICATORS))
    yield from map(_column, _FOOT)
    yield from (Column("表外说明", _WIDE, "line"), Column("其他栏目", _WIDE, "line"))


def _column(field: Field) -> Column:
    width = _WIDE if field.wide else round(field.width * _PER_MILLIMETRE) or _NARROW
    return Column(field.label, width, "line")


def write_problems(book: Workbook, styles: Styles, audit: Audit) -> None:
    """未读成: files that could not be read, or only in part, and what to do."""
    columns = (Column("序号", 6, "centre"), Column("文件", 40), Column("问题", 60), Column("怎么办", 60))
    table = TableSheet(book, styles, PROBLEMS, columns, empty="所有文件都读成了。")
    for number, problem in enumerate(audit.problems, 1):
        table.add([number, problem.file, problem.message, problem.advice])
    table.close()
