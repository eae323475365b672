"""The head of a form: labels with their value to the right, or label and value in one cell."""

import re
from functools import cache, lru_cache

from msgspec.structs import replace

from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.form import POINTS, Place, Total
from jiheng.places.choose import is_central
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, ticks
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.grid_columns import vacant
from jiheng.reading.form.rows import Item
from jiheng.reading.form.title_block import is_mark_of_form, marks_apart, money_unit, year_in
from jiheng.reading.labels.labels import NOTHING, Meaning, is_word, key, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell

_LONGEST_LABEL = 14
_SHORT = 60
"""Characters of a cell up to which it comes back form after form, and is kept taken apart."""
Piece = tuple[str, Meaning]
"""A label or value of a cell, and what it means."""
_SEAL = r"(?:[（(](?:单位)?(?:公章|盖章|签章)[)）])?"
"""Where the seal goes, which is no part of the name behind it."""
_SEALED = expression(_SEAL)
_COLON = expression("[:：]")
_SEALED_BEHIND = expression(r"[（(](?:单位)?(?:公章|盖章|签章)[)）]$")
_PHONE = expression(r"(?:\+?86[- ]?)?(?:1\d{10}|0\d{2,3}[-—－]?\d{7,8}|\d{3,4}[-—－]\d{7,8}|\d{7,8})(?:[-转]\d{1,5})?$")


@cache
def _pairs() -> re.Pattern[str]:
    """A label that is followed by a colon, at the start of a cell or after a blank."""
    form = words().form
    groups = [*form.head.values(), *form.weak_head.values(), *form.tail.values(), form.others, form.totals]
    labels = sorted(sorted({word for group in groups for word in group}), key=len, reverse=True)
    remark = r"(?:[（(][^（()）]{1,12}[)）])?"
    return compiled(rf"(?:^|\s)({'|'.join(map(re.escape, labels))})\s*{remark}\s*[:：]\s*{_SEAL}")


def begins(row: list[Item]) -> bool:
    """Whether a row names anything that stands in a head."""
    return any(_label(item) for item in apart(row))


on_change(_pairs.cache_clear)


def fields(row: list[Item]) -> set[str]:
    """The fields that a row names."""
    return {item.means.head or item.means.weak or "" for item in apart(row)} - {""}


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 项目名称：某项目 taken apart into label and value."""
    whole = "\n".join([item.text for item in row])
    if ":" not in whole and "：" not in whole:
        return row
    found = []
    for item in row:
        if ":" not in item.text and "：" not in item.text:
            found.append(item)
            continue
        raw = item.cell.text
        pieces = (_known_pieces if len(raw) <= _SHORT else _pieces)(raw, bool(item.means.head))
        found += [replace(item, text=text, means=means) for text, means in pieces] or [item]
    return found


def _pieces(raw: str, is_label: bool) -> list[Piece]:
    """The labels and values of a cell with a colon, each with what it means; empty where it is one piece."""
    pairs = list(_pairs().finditer(raw)) if not is_label and _pairs().match(raw) else []
    found = _marked(raw)
    if len(found) > len(pairs):
        return found
    mark = raw[: pairs[0].start()].strip() if pairs else ""
    if not pairs or (mark and not is_mark_of_form(mark)):
        return []
    found = [(mark, NOTHING)] if mark else []  # 2021年度　　填报单位：某局
    for pair, after in zip(pairs, [*pairs[1:], None], strict=True):
        found.append((pair[1], meaning(pair[1])))
        if value := printed(_without_mark(raw[pair.end() : after.start() if after else None])):
            found.append((value, NOTHING))
    return found


_known_pieces = lru_cache(maxsize=2048)(_pieces)
on_change(_known_pieces.cache_clear)


def _marked(raw: str) -> list[Piece]:
    """The labels and values of a line such as 申报单位（盖章）：某局　　编制时间：1月20日; empty where it is none.

    Its first label is one of the head, whatever its spelling; the others are short words before a colon.
    """
    marks: list[Piece] = []
    found: list[Piece] = []
    first = _COLON.search(raw)
    if first is None or len(marks_apart(raw[: first.end()])[-1]) > _LONGEST_LABEL + 1:  # a text before its first colon
        return found
    for piece in marks_apart(raw):
        label, colon, value = piece.replace(":", "：").partition("：")
        if not colon and not found and is_mark_of_form(printed(label)):
            marks.append((printed(label), NOTHING))  # （2023年度）　　填报单位：某局
            continue
        means = meaning(printed(label)) if colon and len(label) <= _LONGEST_LABEL else NOTHING
        if not colon or not (found or means.head or means.weak):
            return []
        found.append((printed(label), means))
        if text := _SEALED.sub("", printed(value), count=1):
            found.append((text, NOTHING))
    return [*marks, *found] if found else []


def _without_mark(text: str) -> str:
    """The value without a year that stands apart behind it: 某局　　2023年度."""
    value, *rest = marks_apart(text)
    return value if rest and year_in(printed(rest[0])) and len(rest[0].split()) == 1 else text


def goes_on(row: list[Item]) -> bool:
    """Whether a row below the money or the goals is one of the head all the same: nothing but labels with values."""
    row = apart(row)
    names, values = row[::2], row[1::2]
    known = [item for item in names if (_is_total(item) or item.means.head or item.means.other) and is_word(item.text)]
    has_field = any(_is_total(item) or item.means.head not in (None, "project", "year") for item in names)
    return len(row) == 2 * len(known) and has_field and not any(item.means.is_label for item in values)


def _is_total(item: Item) -> bool:
    """Whether a label is that of the points of all, and not of all the money: 自评总分."""
    return item.means.total and item.means.fund_row is None


def _label(item: Item) -> bool:
    """Whether a cell is a label of a head: of a field, of the total, or of what no field takes."""
    means = item.means
    known = means.head or means.weak or means.other or means.total
    return bool(known) and (bool(means.head) or is_word(item.text))


def _ends_value(item: Item) -> bool:
    """Whether the next label follows at once; a value may look like the label of a part of the form."""
    return bool(item.means.head or item.means.other or item.means.weak) or (item.means.block and is_word(item.text))


def read(draft: Draft, row: list[Item], cells: list[Cell]) -> None:
    """Take the values of a row; a label without one gives an empty cell, in `cells` or where the label stands."""
    row = apart(row)
    for item, after in zip(row, [*row[1:], None], strict=True):
        value = None if after is None or _ends_value(after) else after
        if value is not None and value.text.endswith((")", "）")):
            value = replace(value, text=_SEALED_BEHIND.sub("", value.text))
        if item.means.head:
            draft.take(item)
            _field(draft, item.means.head, item, value, cells)
        elif item.means.column == "score" and after is not None and _is_beside_head(item, row):
            _total(draft, item, [after])
        elif not _label(item):
            if draft.form.year is None and is_mark_of_form(item.text) and (year := year_in(item.text)):
                draft.put("year", replace(item, text=year))  # 单位：某局 | 2022年度 | 单位：万元
        elif item.means.total and not item.means.weak and not item.means.fund_row:
            _total(draft, item, row[row.index(item) + 1 :])
        elif value is not None and (unit := money_unit(f"{key(item.text)}：{value.text}")):
            draft.put("money_unit", replace(value, text=unit))
        elif item.means.weak and item.means.weak not in draft.weak and value is not None:
            draft.weak[item.means.weak] = (item, value)
            draft.keep(value, key(item.text), text=value.text)
        elif value is not None:
            draft.keep(value, key(item.text), text=ticks.chosen(value.text) or value.text)


def _is_beside_head(label: Item, row: list[Item]) -> bool:
    """Whether 得分 stands among the labels of a head, as the score of the form: 得分 | 96.4 | 等级 | 优."""
    return is_word(label.text) and any(item.means.head and is_word(item.text) for item in row)


def _field(draft: Draft, field: str, label: Item, value: Item | None, cells: list[Cell]) -> None:
    if field == "department" and value is not None and field not in draft.weak and is_central(value.text):
        draft.weak[field] = (label, value)  # 主管部门 | 农业农村部 gives way to 地方主管部门
        draft.keep(value, key(label.text))
        return
    draft.name(field, label)
    if field == "contact":
        _contact(draft, label, value)
        return
    if value is not None and field == "year":
        value = replace(value, text=year_in(value.text) or value.text)
    if getattr(draft.form, field):
        if value is not None:
            draft.keep(value, key(label.text))
    elif value is None:
        setattr(draft.form, field, "")
        draft.vacant(field, vacant(cells, label.end) or label.cell)
    else:
        draft.put(field, value)


def _contact(draft: Draft, label: Item, value: Item | None) -> None:
    """The person and the telephone from one cell; who gives no number has only the person there."""
    text = "" if value is None else value.text
    match = _PHONE.search(text)
    name = text[: match.start()].rstrip(":：,，、/;；电话联系") if match else text
    for field, part in (("leader", name), ("phone", match[0] if match else None)):
        if part is not None and not getattr(draft.form, field):
            draft.put(field, replace(value or label, text=part))


def _total(draft: Draft, label: Item, values: list[Item]) -> None:
    """自评总分 in the head is a total without a weight; of two figures the first is the weight."""
    figures = [item for item, _ in zip(values, POINTS, strict=False) if column_likelihood.is_figure(item.text)]
    if not figures or figures[0] is not values[0]:
        return
    weight, score = (figures[0], figures[1]) if len(figures) > 1 else (None, figures[0])
    number = len(draft.form.totals)
    draft.form.totals.append(Total(key(label.text), weight.text if weight is not None else None, score.text))
    draft.note(str(Place.total(number, "score")), score)
    if weight is not None:
        draft.note(str(Place.total(number, "weight")), weight)


def settle(draft: Draft) -> None:
    """Give fields that no better label named to the weaker ones."""
    for field, (label, value) in draft.weak.items():
        if getattr(draft.form, field) is None:
            draft.kept.pop(id(value.cell), None)
            draft.name(field, label)
            draft.put(field, value)
