"""A layout for a form that no place's layout prints whole: made from the columns and cells that the form has."""

from collections.abc import Iterator, Mapping
from itertools import chain

from jiheng.form import AMOUNTS, FUND_FIELDS, LEVELS, FieldKind, Form, Fund, Indicator, fields, names
from jiheng.form import Block as Part
from jiheng.writing.official.layout import (
    Box,
    FundsBlock,
    Layout,
    LayoutBlock,
    LayoutRow,
    fitting,
    had,
    lacking_columns,
)

_COLUMNS = {field.name: field for field in fields(Part.INDICATORS)}
_BROAD = 30.0
_TWOFOLD = frozenset(name for name, field in _COLUMNS.items() if field.width > _BROAD)
"""Columns that lie over two columns of the paper, so that the blocks above have enough of them to share out."""
_LABEL = 9.0
_ALWAYS = (*LEVELS, *names(Part.INDICATORS, kinds=(FieldKind.FIGURE,)))


def layout_for(form: Form) -> Layout:
    """The shipped layout that prints all that the form has, or one made for it."""
    found = fitting(form)
    cells = _cells(form) | ({"total_score"} if _is_scored(form) else set())
    is_whole = not lacking_columns(form, found) and cells <= found.head_fields()
    return found if is_whole else own_layout(form)


def own_layout(form: Form) -> Layout:
    """A layout made for this form."""
    rows = form.indicators or [Indicator()]
    columns = [name for name in _COLUMNS if name in _ALWAYS or had(rows, [name])]
    widths = [_LABEL]
    for name in columns:
        widths += [_COLUMNS[name].width / 2] * 2 if name in _TWOFOLD else [_COLUMNS[name].width]
    wide = len(widths)
    tree = tuple(Box(2 if name in _TWOFOLD else 1, _label(Part.INDICATORS, name), name) for name in columns)
    return Layout(
        id="own",
        name="按表上的栏目",
        title="项目支出绩效自评表",
        year_line="（{year}年度）",
        orientation="landscape" if len(columns) > 9 else "portrait",
        widths=tuple(widths),
        head=tuple(head_rows(form, wide)),
        funds=_funds(form, wide),
        goals=_goals(wide),
        indicators=LayoutBlock(Box(1, "绩效指标"), tree),
        total=_total(form, tree),
    )


def _label(block: Part, name: str) -> str:
    return next(field.label for field in fields(block) if field.name == name)


def head_rows(form: Form, wide: int) -> Iterator[LayoutRow]:
    """The project in a row of its own, then two cells a row."""
    yield LayoutRow((Box(2, _label(Part.HEAD, "project")), Box(wide - 2, field="project")))
    had_ = _cells(form) | {"unit"}
    rest = [field.name for field in fields(Part.HEAD) if field.name in had_ and field.name != "project"]
    for start in range(0, len(rest), 2):
        pair = rest[start : start + 2]
        spans = shared(wide - 2 * len(pair), dict.fromkeys(pair, 1.0))
        boxes = ((Box(2, _label(Part.HEAD, name)), Box(spans[name], field=name)) for name in pair)
        yield LayoutRow(tuple(chain.from_iterable(boxes)))


def _cells(form: Form) -> set[str]:
    """The cells of the head that the form has in its table."""
    return {name for name in names(Part.HEAD, outside=False) if getattr(form, name) is not None}


def _is_scored(form: Form) -> bool:
    return bool(form.totals) or form.total_score is not None or form.total_weight is not None


def _funds(form: Form, wide: int) -> FundsBlock:
    had_ = had(form.funds or [Fund("", "", "", "")], FUND_FIELDS)
    weights = {name: 2.0 if name in AMOUNTS else 1.0 for name in FUND_FIELDS if name in had_}
    spans = shared(wide - 3, weights)
    columns = tuple(Box(spans[name], FUND_FIELDS[name], name) for name in weights)
    return FundsBlock(Box(1, "项目资金（{money_unit}）"), 2 if columns else wide - 1, columns)


def _goals(wide: int) -> LayoutBlock:
    spans = shared(wide - 1, {"goal_expected": 1.0, "goal_actual": 1.0})
    return LayoutBlock(
        Box(1, "年度总体目标"), tuple(Box(spans[name], _label(Part.GOALS, name), name) for name in spans)
    )


def _total(form: Form, tree: tuple[Box, ...]) -> LayoutRow:
    """The row of the total, its weight and score under those of the indicators."""
    if not _is_scored(form):
        return LayoutRow(())
    spans = {box.field: box.span for box in tree}
    after = spans.get("reason", 0)
    own = [name for name in ("weight", "score") if name in spans]
    before = 1 + sum(spans.values()) - after - sum(spans[name] for name in own)
    boxes = [Box(before, "总分"), *(Box(spans[name], field=f"total_{name}") for name in own)]
    if after:
        boxes.append(Box(after, field="grade"))
    return LayoutRow(tuple(boxes))


def shared(columns: int, weights: Mapping[str, float]) -> dict[str, int]:
    """So many columns shared out by weight, each at least one."""
    spans = dict.fromkeys(weights, 1)
    for _ in range(columns - len(spans)):
        least = min(spans, key=lambda name: spans[name] / weights[name])
        spans[least] += 1
    return spans
