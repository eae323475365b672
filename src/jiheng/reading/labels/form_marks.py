"""How forms begin and end, by the packs' words: titles, the first label, remarks below → expressions, ready to ask."""

import re
from functools import cache

from jiheng.compiled import compiled
from jiheng.places.sources import on_change
from jiheng.places.words import either, words


@cache
def title_end() -> re.Pattern[str]:
    """The end of a title; a sentence that names a form goes on after the word."""
    return either(words().kinds.forms)


@cache
def caption() -> re.Pattern[str]:
    """A short line right above a form that is taken for its title."""
    return either(words().kinds.captions)


@cache
def base_data() -> re.Pattern[str]:
    """What names a table of base data that is attached to a report: people, official hospitality, running costs."""
    return either(words().kinds.base_data)


@cache
def first_label() -> re.Pattern[str]:
    """The label with which a form of a project begins, wherever it stands in a text."""
    return either(words().kinds.begins)


@cache
def note_start() -> re.Pattern[str]:
    """How a line of remarks begins."""
    return compiled(rf"(?:{'|'.join(map(re.escape, words().form.notes))})\s*(?:\d{{0,2}}\s*[:：.、]|[（(])")


@cache
def line_below() -> re.Pattern[str]:
    """A line below a form up to its colon: a remark, or who filled it in."""
    found = words().form
    return compiled(rf"(?:{'|'.join(map(re.escape, (*found.notes, *found.below)))})\w{{0,6}}[:：]")


@cache
def properties() -> re.Pattern[str]:
    """A word that the column 指标性质 holds beside signs."""
    return compiled(rf"(?:{'|'.join(map(re.escape, words().form.properties))})$")


for _made in (title_end, caption, base_data, first_label, note_start, line_below, properties):
    on_change(_made.cache_clear)
