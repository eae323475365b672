"""Forms of a place that nobody knows → the layout of a pack: their columns, laid out as the nearest known one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, Form, Place
from jiheng.form import Block as Part
from jiheng.reading.labels.labels import meaning
from jiheng.writing.official import Layout, fitting
from jiheng.writing.official.layout import Box, FundsBlock, LayoutBlock

Boxes = tuple[Box, ...]
_WIDE = 20.0
"""Millimetres of a column that no layout of ours has."""
_NOWHERE = 1000
COLUMNS = (
    (Part.INDICATORS, "column", "columns", INDICATOR_FIELDS),
    (Part.FUNDS, "fund_column", "fund_columns", FUND_FIELDS),
)
"""Of each block: what its labels mean, the part of words.toml that lists them, and its fields."""


def layout_of(forms: Sequence[Form], pack_id: str) -> Layout:
    """The nearest layout with the columns that these forms have, in the order in which they print them."""
    form = max(forms, key=lambda found: len(found.indicators))
    near = fitting(form)
    names = _ordered(form, near, [name for name in INDICATOR_FIELDS if _had(form, "indicators", name)])
    money = _money(form)
    beside = near.funds.label.span
    columns = max(len(names) + 1, beside + 1 + len(money))
    name_span = max(1, min(near.funds.name_span, columns - beside - len(money)))
    boxes = _boxes(names, near.indicators.columns, _printed(form, Part.INDICATORS, INDICATOR_FIELDS), columns - 1)
    printed = _printed(form, Part.FUNDS, FUND_FIELDS)
    amounts = _boxes(money, near.funds.columns, printed, columns - beside - name_span)
    funds = FundsBlock(near.funds.label, name_span, amounts)
    goals = tuple(_labelled(box, form.labels.get(box.field)) for box in near.goals.columns)
    scored = [name for name in ("weight", "score") if name in names]
    return msgspec.structs.replace(
        near,
        id=pack_id,
        name=pack_id,
        title=(form.title or near.title).replace('"', ""),
        widths=(near.widths[0], *_widths(near, boxes)),
        head=tuple(
            msgspec.structs.replace(row, cells=_refit(_as_called(row.cells, form), columns)) for row in near.head
        ),
        funds=funds,
        goals=LayoutBlock(near.goals.label, _refit(goals, columns - near.goals.label.span)),
        indicators=LayoutBlock(near.indicators.label, boxes),
        total=msgspec.structs.replace(near.total, cells=_total(boxes, scored)),
        tail=tuple(
            msgspec.structs.replace(row, cells=_refit(row.cells, columns))
            for row in near.tail
            if any(box.field and getattr(form, box.field) is not None for box in row.cells)
        ),
    )


def is_new(label: str, means: str) -> bool:
    """Whether the words of the packs do not know the label as a column (`means`), nor as anything else."""
    return getattr(meaning(label), means) is None and not meaning(label).is_label


def _money(form: Form) -> list[str]:
    """The columns of the funds; none where the form prints amounts in pairs, which no block of rows can hold."""
    names = [name for name in FUND_FIELDS if _had(form, "funds", name)]
    return names if "executed" in names else []


def _boxes(names: Sequence[str], near: Boxes, printed: Mapping[str, list[str]], columns: int) -> Boxes:
    """A box a column of the block, together over so many columns of the paper, called as the forms print it."""
    labels = {box.field: box.label for box in near}
    spans = _spread(columns, len(names))
    return tuple(
        _labelled(Box(span, labels.get(name, ""), name), printed[name]) for name, span in zip(names, spans, strict=True)
    )


def _printed(form: Form, block: Part, usual: Mapping[str, str]) -> dict[str, list[str]]:
    """How the form calls each column of a block; as usual where it does not say, or where its label means something
    else: that of a row (合计), of the block, or of two columns in one (分值/得分)."""
    means = next(name for part, name, _, _ in COLUMNS if part is block)
    labels = {name: form.labels.get(f"{block}.{name}", [label]) for name, label in usual.items()}
    for name, (over, *below) in labels.items():
        if below and meaning(below[-1]).fund_row and getattr(meaning(over), means) == name:
            labels[name] = [over]  # 小计 below 年初预算数, beside parts that no field takes
    times = Counter(tuple(each) for each in labels.values())

    def tells(name: str) -> bool:
        last = labels[name][-1]
        known = getattr(meaning(last), means)
        return times[tuple(labels[name])] == 1 and (len(labels[name]) > 1 or known == name or is_new(last, means))

    return {name: labels[name] if tells(name) else [label] for name, label in usual.items()}


def _labelled(box: Box, printed: Sequence[str] | None) -> Box:
    """The box with the label that is printed, and the label over it in a header of two tiers."""
    if not printed:
        return box
    return msgspec.structs.replace(box, label=printed[-1], above=printed[0] if len(printed) > 1 else "")


def _as_called(cells: Boxes, form: Form) -> Boxes:
    """A row of labels and fields with each label as the form prints it."""
    found = list(cells)
    for place, (box, after) in enumerate(pairwise(cells)):
        printed = form.labels.get(after.field) if after.field and not box.field else None
        found[place] = _labelled(box, printed)
    return tuple(found)


def _widths(near: Layout, boxes: Boxes) -> Iterator[float]:
    """The width of each column of the paper under these boxes, as wide as in the near layout."""
    known: dict[str, float] = {}
    column = near.indicators.label.span
    for box in near.indicators.columns:
        known[box.field] = sum(near.widths[column : column + box.span])
        column += box.span
    for box in boxes:
        yield from [round(known.get(box.field, _WIDE) / box.span, 1)] * box.span


def _total(boxes: Boxes, scored: Sequence[str]) -> Boxes:
    """The row of 总分 under the columns of weight and score; none on a form without them."""
    if not scored:
        return ()
    cells, label = [], 1
    for box in boxes:
        if box.field in scored:
            cells.append(Box(box.span, field=f"total_{box.field}"))
        elif cells:
            cells.append(Box(box.span))
        else:
            label += box.span
    return (Box(label, "总分"), *cells)


def _refit(cells: tuple[Box, ...], columns: int) -> tuple[Box, ...]:
    """The same cells over another number of columns: those that hold fields take or give."""
    wide = [index for index, box in enumerate(cells) if box.field]
    rest = columns - sum(box.span for box in cells if not box.field)
    spans = dict(zip(wide, _spread(rest, len(wide)), strict=True))
    return tuple(msgspec.structs.replace(box, span=spans.get(index, box.span)) for index, box in enumerate(cells))


def _spread(columns: int, parts: int) -> list[int]:
    """So many columns over so many parts, the first ones wider; at least one each."""
    if not parts:
        return []
    each, over = divmod(max(columns, parts), parts)
    return [each + (index < over) for index in range(parts)]


def _had(form: Form, block: str, name: str) -> bool:
    return any(getattr(row, name) is not None for row in getattr(form, block))


def _ordered(form: Form, near: Layout, names: list[str]) -> list[str]:
    """The columns as the file has them where it says so, else as the near layout has them."""
    usual = [box.field for box in near.indicators.columns]

    def place(name: str) -> tuple[int, int]:
        origin = form.origins.get(str(Place.indicator(0, name)))
        column = origin.column if origin and origin.column is not None else None
        return (column if column is not None else _NOWHERE, usual.index(name) if name in usual else _NOWHERE)

    return sorted(names, key=place)
