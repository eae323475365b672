"""Numbered lines of text → the regions of its forms, each from its title on."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from jiheng.compiled import compiled
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form import form_kind
from jiheng.reading.form.title_block import Lead
from jiheng.reading.labels.form_marks import title_end
from jiheng.reading.tables.clean import printed
from jiheng.reading.textlayer.drawn_lines import Line

MAX_REGION = 6000
MAX_CHARACTERS = 2_000_000
"""Lines and characters without the beginning of another form after which a region is closed."""
_LOOK_BACK = 14
"""Lines above 项目名称 among which its title is sought."""
_NEAR = 400
_LONGEST_TITLE = 60


def regions(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines parted before the title of every form."""
    region: list[Line] = []
    size = 0
    marked = False
    title = ""
    for line in lines:
        if "表" in line[1] and is_whole_title(line[1]) and not (title and printed(line[1]).startswith(title)):
            if marked or title:
                cut = _marks_above(region, len(region))
                yield region[:cut]
                region, size, marked = region[cut:], 0, False
            title = printed(line[1])
        if "项" in line[1] and is_mark(line[1]):
            cut = _title_above(region)
            yield region[:cut]
            region, size, marked = region[cut:], 0, True
            title = title if cut == 0 else ""
        region.append(line)
        size += len(line[1])
        if len(region) >= MAX_REGION or size >= MAX_CHARACTERS:
            keep = 0 if marked or size >= MAX_CHARACTERS else _LOOK_BACK
            yield region[: len(region) - keep]
            region, size, marked = region[len(region) - keep :], 0, False
    yield region


def is_mark(text: str) -> bool:
    """Whether the label of the project's name begins a line: whole, or the first line of one that is broken."""
    whole, begun, firsts = _marks()
    first = text.lstrip()[:1]
    if "一" <= first <= "龥" and first not in firsts:
        return False
    return whole.match(printed(text[:_NEAR])) is not None or begun.match(text) is not None


def names_project(text: str) -> bool:
    """Whether the label of the project's name stands anywhere in a line."""
    return _marks()[0].search(printed(text)) is not None


def is_whole_title(text: str) -> bool:
    """Whether a line is the title of a form of a department as a whole, which need not have the label of a project."""
    bare = _bare(text)
    return len(bare) < _LONGEST_TITLE and title_end().search(bare) is not None and form_kind.of_title(bare) == "whole"


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """The labels of the project's name, the usual one and longer; how a line of one begins; their first characters.

    Brackets within a label make no difference.
    """
    usual, *others = words().form.head["project"]
    labels = [usual, *sorted((label for label in others if len(label) > len(usual) + 1), key=len, reverse=True)]
    spelled = "|".join(map(_spelled, labels))
    begun = "|".join(_spelled(label[:-1]) for label in labels[1:])
    firsts = frozenset(label[0] for label in labels)
    return compiled(spelled), compiled(rf"\s*(?:{begun})[)）]*(?:\s{{2,}}|$)"), firsts


def _spelled(label: str) -> str:
    return "[()（）]*".join(re.escape(char) for char in label if char not in "()（）")


on_change(_marks.cache_clear)


def _bare(text: str) -> str:
    """A line as printed, without the bars that fill it up to the columns of the table below: 绩效自评表 | |||."""
    return printed(text[:_NEAR]).rstrip("| ")


def _marks_above(region: list[Line], start: int) -> int:
    """Where the secrecy marks begin that stand right above a line; the line itself without any."""
    while start > 0 and Lead.is_mark(_bare(region[start - 1][1])):
        start -= 1
    return start


def _title_above(region: list[Line]) -> int:
    """Where the form begins whose 项目名称 comes next: at its title, else right here."""
    for back in range(1, min(_LOOK_BACK, len(region)) + 1):
        text = _bare(region[-back][1])
        if title_end().search(text) and len(text) < _LONGEST_TITLE:
            return _marks_above(region, len(region) - back)
        if text.startswith(("总分", "合计")):
            break
    return len(region)
