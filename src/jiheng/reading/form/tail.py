"""The foot of a form: 评价结论, 存在问题, 改进措施, who signs, and the remarks below."""

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import Block, Place
from jiheng.reading.form import head
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.form_marks import note_start
from jiheng.reading.labels.labels import is_word, key

_GOES_ON = expression(r"[（(]?(?:(?P<chinese>[一二三四五六七八九十]{1,2})|\d{1,2})[)）]?\s*[.、．:：]")
_CHINESE = expression(r"(?:^|[:：])\s*[（(]?[一二三四五六七八九十]{1,2}[)）]?\s*[.、．:：]")
"""A remark numbered 一、 at its beginning or behind 注：."""
_LEADER = "项目负责人"
_PAIR = 2


def begins(row: list[Item]) -> bool:
    """Whether a row names what stands at the foot of a form; text of a column may look like it."""
    first = row[0]
    if not (_is_label(first) or first.means.note or ":" in first.text or "：" in first.text):
        return False
    pieces = head.apart(row)
    if not (_is_label(pieces[0]) or pieces[0].means.note) or not is_word(pieces[0].text):
        return False
    labels = sum(_is_label(item) or item.means.note for item in pieces)
    return len(pieces) <= 2 * labels


def is_lone(row: list[Item]) -> bool:
    """Whether a row is nothing but a label of the foot and its text: some forms have them above the tree."""
    return len(row) == _PAIR and row[0].means.tail is not None and is_word(row[0].text) and not is_word(row[1].text)


def _is_label(item: Item) -> bool:
    return item.means.tail is not None or item.means.head is not None or item.means.other


def read(draft: Draft, row: list[Item]) -> None:
    """Take a row of labels and texts."""
    pieces = head.apart(row)
    for item, after in zip(pieces, [*pieces[1:], None], strict=True):
        value = None if after is None or (_is_label(after) and is_word(after.text)) else after
        if item.means.note:
            draft.take(item)
            if value is not None:
                note(draft, replace(value, text=f"{key(item.text)}：{value.text}"))
        elif _is_label(item) and is_word(item.text):
            _labelled(draft, item, value)


def _labelled(draft: Draft, label: Item, value: Item | None) -> None:
    field = label.means.tail if label.means.tail != "others" else None
    field = field or ("leader" if key(label.text) == _LEADER else None) or _grade(label)
    draft.take(label) if value is None or value.cell is not label.cell else None
    if field and getattr(draft.form, field) is None:
        if value is None:
            setattr(draft.form, field, "")
        else:
            draft.put(field, value)
    elif value is not None:
        draft.keep(value, key(label.text), text=value.text)


def _grade(label: Item) -> str | None:
    return "grade" if label.means.head == "grade" else None


def note(draft: Draft, item: Item) -> None:
    """Keep a remark."""
    draft.note(str(Place(Block.NOTES, len(draft.form.notes))), item)
    draft.form.notes.append(item.text)


def is_note(text: str, notes: list[str]) -> bool:
    """Whether a line is a remark, or goes on with the remarks so far.

    一、 goes on with remarks numbered so, not with 注：1. … 2. …: there it is a chapter of the report around the form.
    """
    if note_start().match(text) is not None or not notes:
        return note_start().match(text) is not None
    further = _GOES_ON.match(text)
    if further is None or further["chinese"] is None:
        return further is not None
    return any(_CHINESE.search(note) for note in notes)
