"""A form as it lies on paper: rows of cells with their spans, each cell knowing the places it stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from jiheng.form import (
    FIELDS,
    FUND_FIELDS,
    INDICATOR_FIELDS,
    Block,
    FieldKind,
    Form,
    Fund,
    Indicator,
    Place,
    Total,
    fields,
    fund_rows,
)

HEAD, VALUE, FIGURE, BLANK = "head", "value", "figure", "blank"
"""What a cell is: a heading, text, a figure, a template row left unfilled."""

_WIDTHS = {"label": 4, "l1": 8, "l2": 9, "l3": 16, "property": 6, "target": 10, "unit": 6, "actual": 16} | {
    "weight": 5,
    "score": 7,
    "reason": 9,
    "reason_2": 9,
}
"""Columns of the paper and their widths in shares. The reason takes two, which the funds block uses singly."""
_FIGURE_KINDS = (FieldKind.MONEY, FieldKind.WEIGHT, FieldKind.SCORE, FieldKind.COMPUTED)
_FIGURES = frozenset(("property", "unit", *(one.name for one in FIELDS if one.kind in _FIGURE_KINDS)))


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell. `places` are the addresses it shows: several for a cell merged over rows, none for a heading."""

    text: str
    kind: str = VALUE
    places: tuple[str, ...] = ()
    rows: int = 1
    columns: int = 1


Row = list[PaperCell]


@dataclass(frozen=True, slots=True)
class Paper:
    """A form drawn: what stands over the table, the widths of its columns in per cent, and its rows."""

    above: tuple[PaperCell, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


def paper(form: Form) -> Paper:
    """Draw a form. Columns and rows that the form does not have are left out."""
    absent = {name for name in ("property", "unit") if all(getattr(row, name) is None for row in form.indicators)}
    columns = [name for name in _WIDTHS if name not in absent]
    whole = sum(_WIDTHS[name] for name in columns)
    spans = _Spans(1 + ("property" in columns), 1 + ("unit" in columns), len(columns))
    rows = [*_head(form, spans), *_funds(form, spans), *_goals(form, spans), *_indicators(form, columns, spans)]
    rows += [*_totals(form, spans), *_foot(form, spans)]
    widths = tuple(round(100 * _WIDTHS[name] / whole, 2) for name in columns)
    return Paper(tuple(_above(form)), widths, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Spans:
    """How many columns the upper blocks take over 年度指标值 and 实际完成值, and how many there are in all."""

    target: int
    actual: int
    all: int


def _above(form: Form) -> Iterator[PaperCell]:
    yield PaperCell(form.title or "项目支出绩效自评表", "title", ("title",))
    if form.year is not None:
        year = form.year if not form.year or "年" in form.year else f"{form.year}年度"
        yield PaperCell(f"（{year or '　　'}）", "year", ("year",))
    if form.secrecy:
        yield PaperCell(form.secrecy, "secrecy", ("secrecy",))


def _head(form: Form, spans: _Spans) -> Iterator[Row]:
    yield [_heading("项目名称", 2), PaperCell(form.project or "", VALUE, ("project",), columns=spans.all - 2)]
    pairs = [(("主管部门", "department"), ("实施单位", "unit"))]
    if form.leader is not None or form.phone is not None:
        pairs.append((("项目负责人", "leader"), ("联系电话", "phone")))
    for (left, left_field), (right, right_field) in pairs:
        yield [
            _heading(left, 2),
            PaperCell(getattr(form, left_field) or "", VALUE, (left_field,), columns=2 + spans.target),
            _heading(right, spans.actual),
            PaperCell(getattr(form, right_field) or "", VALUE, (right_field,), columns=4),
        ]


def _funds(form: Form, spans: _Spans) -> Iterator[Row]:
    if not form.funds:
        return
    widths = dict(zip(FUND_FIELDS, (1, spans.target, spans.actual, 2, 1, 1), strict=True))
    unit = f"（{form.money_unit}）" if form.money_unit else ""
    label = PaperCell(f"项目资金{unit}", HEAD, ("money_unit",), rows=len(form.funds) + 1)
    yield [label, _heading("", 2), *(_heading(FUND_FIELDS[field], columns) for field, columns in widths.items())]
    for number, (key, fund) in enumerate(fund_rows(form)):
        name = f"其中：{fund.name}" if number == 1 else fund.name
        yield [
            PaperCell(name, HEAD, (str(Place.fund(key)),), columns=2),
            *(_fund_cell(fund, Place.fund(key, field), columns) for field, columns in widths.items()),
        ]


def _fund_cell(fund: Fund, place: Place, columns: int) -> PaperCell:
    return PaperCell(getattr(fund, place.field) or "", FIGURE, (str(place),), columns=columns)


def _goals(form: Form, spans: _Spans) -> Iterator[Row]:
    left, right = 3 + spans.target, 4 + spans.actual
    yield [PaperCell("年度总体目标", HEAD, rows=2), _heading("预期目标", left), _heading("实际完成情况", right)]
    yield [
        PaperCell(form.goal_expected or "", VALUE, ("goal_expected",), columns=left),
        PaperCell(form.goal_actual or "", VALUE, ("goal_actual",), columns=right),
    ]


def _indicators(form: Form, columns: Sequence[str], spans: _Spans) -> Iterator[Row]:
    if not form.indicators and not form.blank_rows:
        return
    names = [name for name in columns if name in INDICATOR_FIELDS]
    label = PaperCell("绩效指标", HEAD, rows=1 + len(form.indicators) + len(form.blank_rows))
    yield [label, *(_heading(INDICATOR_FIELDS[name], 2 if name == "reason" else 1) for name in names)]
    merged = _merged(form.indicators, "l1") | _merged(form.indicators, "l2")
    for index, indicator in enumerate(form.indicators):
        row = [merged[index, name] for name in ("l1", "l2") if (index, name) in merged]
        for name in names[2:]:
            places = [str(Place.indicator(index, name))]
            if name == "l3":
                places.append(str(Place.indicator(index)))
            kind = FIGURE if name in _FIGURES else VALUE
            columns_wide = 2 if name == "reason" else 1
            row.append(PaperCell(getattr(indicator, name) or "", kind, tuple(places), columns=columns_wide))
        yield row
    for number, name in enumerate(form.blank_rows):
        yield [PaperCell(name, BLANK, (str(Place(Block.BLANK_ROWS, number)),), columns=spans.all - 1)]


def _merged(indicators: Sequence[Indicator], level: str) -> dict[tuple[int, str], PaperCell]:
    """The cells of a level, each over the run of rows that share it (for `l2` within one `l1`)."""
    found: dict[tuple[int, str], PaperCell] = {}

    def key(index: int) -> tuple[str | None, ...]:
        row = indicators[index]
        return (row.l1,) if level == "l1" else (row.l1, row.l2)

    for shared, run in groupby(range(len(indicators)), key):
        indexes = list(run)
        places = tuple(str(Place.indicator(index, level)) for index in indexes)
        found[indexes[0], level] = PaperCell(shared[-1] or "", VALUE, places, rows=len(indexes))
    return found


def _totals(form: Form, spans: _Spans) -> Iterator[Row]:
    wide = spans.all - 4
    if not form.totals:
        if form.total_score is not None or form.total_weight is not None:
            yield _total(Total("总分", form.total_weight, form.total_score), None, True, wide)
        return
    same = [n for n, one in enumerate(form.totals) if (one.weight, one.score) == (form.total_weight, form.total_score)]
    meant = same[-1] if same else len(form.totals) - 1
    for number, one in enumerate(form.totals):
        yield _total(one, Place.total(number), number == meant, wide)


def _total(total: Total, row: Place | None, meant: bool, wide: int) -> Row:
    """A total row; the one that the form means answers to the addresses of the total as well."""

    def places(field: str) -> tuple[str, ...]:
        own = (str(row.at(field)),) if row else ()
        return (*own, str(Place.single(f"total_{field}"))) if meant else own

    return [
        PaperCell(total.label, HEAD, (str(row),) if row else (), columns=wide),
        PaperCell(total.weight or "", FIGURE, places("weight")),
        PaperCell(total.score or "", FIGURE, places("score")),
        PaperCell("", VALUE, ("grade",), columns=2),
    ]


def _foot(form: Form, spans: _Spans) -> Iterator[Row]:
    """Below the total: the blocks of the tail, the labelled cells that no field takes, the notes."""
    tail = ((Place.single(field.name), field.label) for field in fields(Block.TAIL))
    others = ((Place(Block.OTHERS, row), one.label) for row, one in enumerate(form.others))
    for place, label in chain(tail, others):
        if (text := place.get(form)) is not None:
            yield [_heading(label, 2), PaperCell(text, VALUE, (str(place),), columns=spans.all - 2)]
    for row, text in enumerate(form.notes):
        yield [PaperCell(text, VALUE, (str(Place(Block.NOTES, row)),), columns=spans.all)]


def _heading(text: str, columns: int = 1) -> PaperCell:
    return PaperCell(text, HEAD, columns=columns)
