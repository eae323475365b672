"""Where the parts of a flowed form stand: title, head, funds, goals, indicator tree, total row."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain

import msgspec

from jiheng.expression import expression
from jiheng.form import TOTAL_FUND
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form.title_block import Lead, is_mark_of_form, year_in
from jiheng.reading.labels.form_marks import caption, note_start, title_end
from jiheng.reading.textlayer.labels import FUNDS, HEAD, HEADER, TOTAL, TREE
from jiheng.reading.textlayer.regions import is_whole_title
from jiheng.reading.textlayer.tokens import Gap, Piece, text_of
from jiheng.reading.textlayer.torn import fragments_of

MAX_PIECES = 6000
"""A form is never longer; what follows belongs to no form."""

_GOALS_HEADER = "年度总体绩效目标预期目标年初设定目标全年实际完成情况（）"
_TREE_LEADER = frozenset("绩效指标一级二三")
_YEAR = expression(r"[（(]?20\d\d年?度?[)）]?$")
_HEADING = expression(r"[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）")
_LONGEST_TITLE = 24
_FIGURE = expression(r"\d{1,3}(?:\.\d+)?$")
_TITLE_LINES = 8
_LEAST_HEADER = 8
"""Pieces that the header of a tree has at least."""


class Sections(msgspec.Struct):
    """Runs of pieces (start, end) of one form."""

    head: tuple[int, int]
    funds: tuple[int, int]
    header: tuple[int, int]
    tree: tuple[int, int]
    total: tuple[int, int]
    end: int


@cache
def _funds_letters() -> frozenset[str]:
    """The characters of the header of the funds block."""
    return frozenset("项目资金（）()万元单位：:联系电话A/BC").union(*chain(*words().form.fund_columns.values()))


@cache
def _tree_letters() -> frozenset[str]:
    """The characters of the header of the indicator tree."""
    return frozenset("绩效指标一二三级（）()ABab").union(*chain(*words().form.columns.values()))


on_change(_funds_letters.cache_clear)
on_change(_tree_letters.cache_clear)


def starts(pieces: Sequence[Piece]) -> list[int]:
    """Where a form may begin: 项目名称 at the start of a line, or the department below the title of a whole one."""
    found = []
    is_whole = False
    firsts = {label[0] for label in words().form.head["project"]}
    for i, piece in enumerate(pieces):
        if piece.gap is Gap.SPACE:
            continue
        is_whole = is_whole or (piece.text.endswith("表") and is_whole_title(piece.text))
        if piece.text[0] not in firsts and not is_whole:
            continue
        match = HEAD.match(pieces, i)
        kind = match.kind if match else _torn_kind(pieces, i)
        if kind == "project" or (is_whole and kind == "department"):
            found.append(i)
            is_whole = False
    return found


def _torn_kind(pieces: Sequence[Piece], i: int) -> str | None:
    """The meaning of a torn label (项目名, its value, 称) that begins at piece `i`."""
    fragments = fragments_of(pieces, i, HEAD)
    return HEAD.kind(text_of([pieces[k] for k in fragments])) if fragments else None


def find(pieces: Sequence[Piece], start: int, end: int) -> Sections | None:
    """The sections of the form that begins at `start`, None where no form follows."""
    end = min(end, start + MAX_PIECES)
    header = _tree_header(pieces, start, end)
    funds = _first(pieces, start, header[0] if header else end, TOTAL_FUND)
    if header is None or (funds is None and not _has_head(pieces, start, header[0])):
        return None
    head_end = header[0] if funds is None else _back(pieces, _after_head(pieces, start, funds), funds, _funds_letters())
    total = _total(pieces, header[1], end)
    return Sections(
        head=(start, head_end),
        funds=(head_end, header[0] if funds is None else funds),
        header=header,
        tree=(header[1], total[0]),
        total=total,
        end=total[1],
    )


def goals_header(pieces: Sequence[Piece], start: int, end: int) -> int:
    """Where the text of the goals begins: after 年度总体目标, 预期目标 and 实际完成情况, torn or not."""
    left = Counter(_GOALS_HEADER)
    i = start
    while i < end and not Counter(pieces[i].text) - left:
        left -= Counter(pieces[i].text)
        i += 1
    return i


def _tree_header(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int] | None:
    """The header of the indicator tree: all around 三级指标 that its characters can spell."""
    for i in range(start, end):
        match = HEADER.match(pieces, i)
        if match is None or match.kind != "l3":
            continue
        first = _back(pieces, start, i, _tree_letters())
        while first < i and pieces[first].text[0] not in _TREE_LEADER:
            first += 1
        last = match.end
        while last < end and _tree_letters().issuperset(pieces[last].text) and not _opens_row(pieces, last):
            last += 1
        return first, last
    return _header_above(pieces, start, end)


def _header_above(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int] | None:
    """The header of the tree where 三级指标 itself is torn: the words of a header above the first label."""
    for i in range(start + _LEAST_HEADER, end):
        if pieces[i].gap is Gap.SPACE or not TREE.match(pieces, i):
            continue
        first = _back(pieces, start, i, _tree_letters())
        text = text_of(pieces[first:i])
        if i - first >= _LEAST_HEADER and all(char in text for char in "一二三级分"):
            return first, i
    return None


def _opens_row(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a label of the tree begins here, even a torn one."""
    return (len(pieces[i].text) > 1 and TREE.opens(pieces[i].text)) or TREE.match(pieces, i) is not None


def _back(pieces: Sequence[Piece], start: int, i: int, chars: frozenset[str]) -> int:
    """The first of the pieces right before `i` that the characters can spell."""
    while i > start and chars.issuperset(pieces[i - 1].text):
        i -= 1
    return i


def _first(pieces: Sequence[Piece], start: int, end: int, kind: str) -> int | None:
    for i in range(start, end):
        if pieces[i].gap is not Gap.SPACE and (match := FUNDS.match(pieces, i)) and match.kind == kind:
            return i
    return None


def _has_head(pieces: Sequence[Piece], start: int, end: int) -> bool:
    return any((match := HEAD.match(pieces, i)) and match.kind == "department" for i in range(start, end))


def _after_head(pieces: Sequence[Piece], start: int, end: int) -> int:
    """The piece after the last label of the head and its first word: no header can begin before it."""
    last = start
    i = start
    while i < end:
        match = HEAD.match(pieces, i)
        if match is not None:
            on_line = match.end < end and pieces[match.end].gap is Gap.SPACE
            last = match.end + 1 if on_line else match.end
        i = match.end if match else i + 1
    return min(last, end)


def _total(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    """The total row: its label and the figures after it; without one an empty run where the form must end."""
    for i in range(start, end):
        if pieces[i].gap is Gap.SPACE or not (match := TOTAL.match(pieces, i)):
            continue
        last = match.end
        while last < end and last < match.end + 8 and _FIGURE.match(pieces[last].text):
            if last - match.end > 1 and pieces[last].gap is not Gap.SPACE and pieces[last - 1].gap is Gap.SPACE:
                break  # weight and score stand on the line before: this is the number of the page
            last += 1
        if last > match.end or last == end:
            return i, last
    ends = (i for i in range(start, end) if pieces[i].gap is not Gap.SPACE and _is_beyond(pieces[i].text))
    stop = next(ends, end)
    return stop, stop


def _is_beyond(text: str) -> bool:
    """Whether a line stands below a form: a heading of a report, a remark, who filled it in, the title of the next."""
    if _HEADING.match(text) or note_start().match(text) or text.startswith(words().form.below):
        return True
    return len(text) <= _LONGEST_TITLE and title_end().search(text) is not None


def year_below(pieces: Sequence[Piece], end: int, following: int) -> list[str]:
    """The line right below a form that says nothing but its year, where a spreadsheet program prints it last."""
    stop = next((i for i in range(end + 1, following) if pieces[i].gap is not Gap.SPACE), following)
    text = text_of(pieces[end:stop])
    return [text] if is_mark_of_form(text) and year_in(text) is not None else []


def title(pieces: Sequence[Piece], start: int, floor: int) -> tuple[list[str], tuple[int, int]]:
    """The title lines before a form, and pieces between them and its first label (a wrapped name's first line)."""
    lines: list[tuple[int, int, str]] = []
    i = start
    while i > floor and len(lines) < _TITLE_LINES:
        last = i
        i -= 1
        while i > floor and pieces[i].gap is Gap.SPACE:
            i -= 1
        lines.insert(0, (i, last, "".join(piece.text for piece in pieces[i:last])))
    known = [n for n, (_, _, text) in enumerate(lines) if caption().search(text) and len(text) < 40]
    if not known:
        return [], (start, start)
    first = known[-1]
    while first > 0 and Lead.is_mark(lines[first - 1][2]):
        first -= 1
    n = known[-1] - first + 1
    lines = lines[first:]
    while n < len(lines) and (_YEAR.match(lines[n][2]) or "：" in lines[n][2] or "单位" in lines[n][2]):
        n += 1
    leading = (lines[n][0], start) if n < len(lines) else (start, start)
    return [text for _, _, text in lines[:n]], leading
