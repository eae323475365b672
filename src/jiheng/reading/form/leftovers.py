"""What no block of a form has taken: kept under its label in `others`, else named as unread. Nothing is lost."""

import re
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter

import msgspec

from jiheng.expression import expression
from jiheng.form import (
    AMOUNTS,
    FIELDS,
    Block,
    Doubt,
    FieldKind,
    Form,
    Fund,
    Indicator,
    Labelled,
    Origin,
    Place,
    fund_rows,
)
from jiheng.places.words import words
from jiheng.quantity.words import says_nothing
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft, Kept
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import LONGEST, end_of, is_word, key

UNREAD = "这一格不知道归到哪一栏，没有读入"
NO_AMOUNT = "这一行的金额栏里读到的是“{text}”，像是执行率，这一行多半错了栏，请核对原件"
NO_FIGURE = "这一栏应当是数，读到的却是“{text}”，请核对原件是否错了栏"
NOT_ONE = "这一栏应当是一个数，读到的是“{text}”，可能两个数连在了一起，或带着注号，请核对原件"
CUT_OFF = "这一格只有“{text}”，像是“{whole}”之类的末尾，前面的字多半没有印出来，请对照原件"
MORE_CUT_OFF = "表里有格子只印出了末一行，别的格子（名称、原因等）也可能缺了前面的字，请对照原件"
ONE_MORE = "有的行多出一个数，不知道归到哪一栏，同一行别的数可能串了栏，请核对"
SCRAMBLED = (
    "有 {count} 格数字归不到任何一栏，原文各格的次序多半已经打乱，读到的也可能错栏，请对照原件；"
    "pdftotext 印出的文本请加上 -layout，或直接交 PDF"
)
_MOST_LEFT = 4
"""Figures of a form that may be left over; where more are, the others may stand in a wrong place."""
_END = 2
"""Characters of the end of a word by which it is told that the rest is missing."""
_FIGURES = {
    block: [
        field.name
        for field in FIELDS
        if field.block is block and field.kind in (FieldKind.MONEY, FieldKind.WEIGHT, FieldKind.SCORE)
    ]
    for block in (Block.FUNDS, Block.INDICATORS)
}
_cell = attrgetter("cell")
_DIGIT = expression(r"\d")
_PAIRED = 2
_SHORT = 2
_PAIR = expression(r"([^:：]{2,20})[:：](.+)", re.DOTALL)
_CAPTION = expression(r"(?:公开|附)?\d{1,3}表|附[件表]\s*[\d一二三四五六七八九十]*[:：]?|[-—_=\s]+")
_SCRAP = frozenset("年度总体绩效目标指标项资金完成情况")


def settle(draft: Draft) -> None:
    """Give everything that is left of the form's rows its place in the record."""
    _doubt_words(draft.form)
    _doubt_ends(draft.form)
    told = {doubt.why for doubt in draft.form.uncertain}
    draft.form.uncertain += [Doubt("form", word) for word in dict.fromkeys(draft.unread) if word not in told]
    texts = ""
    known, taken = draft.kept, draft.taken
    for row in draft.rows if _has_left(draft) else ():
        is_value = False  # a cell that the one to its left has named names no other
        for number, item in enumerate(row):
            cell = id(item.cell)
            if cell in known:
                for kept in known[cell]:
                    _keep(draft, item, kept, row[number - 1] if number else None)
            elif cell not in taken and not _is_label(item) and not (number == 0 and _names_money(row)):
                texts = texts or _texts(draft.form)
                after = row[number + 1] if number + 1 < len(row) else None
                names = not is_value and _names(draft, item, after)
                if not _is_read(item, texts) and not names:
                    _keep(draft, item, Kept(""), row[number - 1] if number else None)
                    if id(row) in draft.loose and column_likelihood.is_amount(item.text):
                        _doubt_row(draft, row)
                is_value = names
                continue
            is_value = False
    _doubt_whole(draft.form)


def _doubt_row(draft: Draft, row: list[Item]) -> None:
    """Say of the block of a row without sure columns that a figure more stands in it: the others may be moved."""
    block = None
    if any(other.means.fund_row and id(other.cell) in draft.taken for other in row):
        block = Block.FUNDS
    elif any(other.text == indicator.l3 for other in row for indicator in draft.form.indicators):
        block = Block.INDICATORS
    if block is not None and not any(doubt.why == ONE_MORE for doubt in draft.form.uncertain if doubt.place == block):
        draft.doubt(block.value, ONE_MORE)


def _has_left(draft: Draft) -> bool:
    """Whether a cell of the form has not been taken, or is kept for `others`."""
    cells = set(map(id, map(_cell, chain.from_iterable(draft.rows))))
    return not (cells <= draft.taken and draft.kept.keys().isdisjoint(cells))


def is_pair(row: list[Item]) -> bool:
    """Whether a row is a label with its text, whatever they are."""
    return len(row) == _PAIRED and len(row[0].text) <= LONGEST and not column_likelihood.is_amount(row[0].text)


def _doubt_whole(form: Form) -> None:
    """Many figures that no field has taken: those that were taken may be in a wrong place, too."""
    count = sum(doubt.why == UNREAD and column_likelihood.is_amount(doubt.text) for doubt in form.uncertain)
    if count > _MOST_LEFT:
        form.uncertain.append(Doubt("form", SCRAMBLED.format(count=count)))


def _doubt_words(form: Form) -> None:
    """Words without any figure, or more than one figure, in a cell of money, weight or score."""
    rows: list[tuple[Block, int | str, Fund | Indicator]]
    rows = [(Block.FUNDS, name, fund) for name, fund in fund_rows(form)]
    rows += [(Block.INDICATORS, number, row) for number, row in enumerate(form.indicators)]
    for block, number, row in rows:
        for name in _FIGURES[block]:
            text = getattr(row, name)
            if text and name in AMOUNTS and column_likelihood.is_share(text):
                form.uncertain.append(Doubt(str(Place(block, number)), NO_AMOUNT.format(text=text)))
            if not text or column_likelihood.is_amount(text) or says_nothing(text):
                continue
            place = str(Place(block, number, name))
            if not _DIGIT.search(text):
                form.uncertain.append(Doubt(place, NO_FIGURE.format(text=text[:20])))
            elif not any(doubt.place == place for doubt in form.uncertain):
                form.uncertain.append(Doubt(place, NOT_ONE.format(text=text[:20])))


def _doubt_ends(form: Form) -> None:
    """Kinds of money and second levels of which a cell too low for its lines shows the last one: 款 of 财政拨款.

    Of names and texts nobody can tell it; where it is so of one cell, it may be of others.
    """
    said: list[Doubt] = []
    named = [(Place.fund(name), fund.name) for name, fund in fund_rows(form) if len(fund.name) <= _END]
    named += [
        (Place.indicator(n, "l2"), row.l2) for n, row in enumerate(form.indicators) if row.l2 and len(row.l2) <= _END
    ]
    for place, text in named:
        kinds = (word for found in words().form.fund_rows.values() for word in found)
        known = kinds if place.block is Block.FUNDS else words().form.level2
        if text and (whole := end_of(text, known)) is not None:
            said.append(Doubt(str(place), CUT_OFF.format(text=text, whole=whole)))
    labels = filter(None, map(key, form.labels.get(f"{Block.INDICATORS}.reason", ())))
    ends = ((label, end_of(label, words().form.columns["reason"])) for label in labels)
    said += [Doubt(str(Block.INDICATORS), CUT_OFF.format(text=end, whole=whole)) for end, whole in ends if whole]
    form.uncertain += said
    if said:
        form.uncertain.append(Doubt("form", MORE_CUT_OFF))


def _is_label(item: Item) -> bool:
    """Whether a cell that no field has taken is a label, a caption or a scrap of a label."""
    if is_word(item.text) or _CAPTION.fullmatch(item.text):
        return True
    return len(item.text) <= _SHORT and _SCRAP.issuperset(item.text)


def _names_money(row: list[Item]) -> bool:
    """Whether the first cell of a row is the name of the block of money, whatever it is called: 资金构成（万元）."""
    first = row[0]
    is_name = len(first.text) <= LONGEST and any(part in first.text for part in words().form.parts)
    names_kind = any(item.means.fund_row for item in row[1:])
    return is_name and names_kind and not first.means.is_label and not column_likelihood.is_amount(first.text)


def _is_read(item: Item, texts: str) -> bool:
    """Whether the words of a cell are part of a text of the record, put together from several."""
    return not column_likelihood.is_amount(item.text) and len(item.text) > _SHORT + 1 and item.text in texts


def _keep(draft: Draft, item: Item, kept: Kept, before: Item | None) -> None:
    text = item.text if kept.text is None else kept.text
    label = kept.label or _label(draft, before)
    if is_running(label) and column_likelihood.is_figure(text):
        return
    origin = item.cell.origin or Origin()
    pair = _PAIR.fullmatch(text) if not label else None
    if pair is not None:
        label, text = pair[1], pair[2]
    if label:
        others = draft.form.others
        place = str(Place(Block.OTHERS, len(others)))
        draft.form.origins.setdefault(place, origin)
        if item.cell.doubt is not None:
            draft.doubt(place, item.cell.doubt)
        others.append(Labelled(label, text, origin, kept.place))
    else:
        draft.form.uncertain.append(Doubt(kept.place or "form", UNREAD, text))


def _label(draft: Draft, before: Item | None) -> str:
    """The cell to the left, where it can be a label: short words that no field has taken as a value."""
    if before is None or len(before.text) > LONGEST or column_likelihood.is_amount(before.text):
        return ""
    is_free = id(before.cell) not in draft.taken or before.means.is_label
    return key(before.text) if is_free and id(before.cell) not in draft.kept else ""


def _names(draft: Draft, item: Item, after: Item | None) -> bool:
    """Whether a cell names the one to its right, which then is kept under it."""
    return (
        after is not None
        and len(item.text) <= LONGEST
        and not column_likelihood.is_amount(item.text)
        and id(after.cell) not in draft.taken
        and id(after.cell) not in draft.kept
        and not is_word(after.text)
    )


def _texts(form: Form) -> str:
    """Every text of the record, one after the other."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for entry in value:
                yield from walk(entry)
        elif isinstance(value, msgspec.Struct) and not isinstance(value, Doubt | Origin | Place):
            for name in value.__struct_fields__:
                if name != "origins":
                    yield from walk(getattr(value, name))

    return "\0".join(walk(form))
