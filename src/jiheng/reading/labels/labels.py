"""What a cell's text means as a label, whatever its spelling.

Blanks, line breaks, full and half width, remarks in brackets, figures behind a label (分值10) and
small typos make no difference.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import permutations

import msgspec
from msgspec.structs import replace

from jiheng.alike import edits
from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.form import FUND_NAMES, LEVELS, TOTAL_FUND
from jiheng.places.sources import on_change
from jiheng.places.words import LabelPatterns, Meanings, either, words

_LONGEST_COLUMN = 16
_DENIALS = frozenset("非不未无上率")
"""A character of these more makes another word, and no typo: 上年预算额 is no 全年预算额."""
_LONGEST_PATTERN = 18
_NO_LABEL = expression(r"[\d%≥≤=＝<>。；;]")
"""What a label that is known by its shape does not hold."""
_AS_PRINTED = "printed"
"""What the patterns call a kind of money that keeps its name."""
_FORECAST = "预计"
"""What is expected until the end of the year is no result."""
LONGEST = 30
"""A longer text is no label."""

_LONGEST_WORD = 80
"""A label to the letter may have long remarks in brackets behind it."""

_BRACKETS = expression(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]|【[^】]*】")
_AT_END = expression(r"[（(]([^（）()]{2,12})[)）]$")
_NUMBERING = expression(r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、](?=\D)|\([一二三四五六七八九十\d]+\)|其中[:：]?)")
_FUND_PREFIX = expression(
    r"^(?:其中[:：]?|\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}、|[^:：（(\d]{2,8}[:：](?=.))+"
)
"""What may stand before the name of a kind of money: 1.资金来源：（1）单位资金."""
_PART = expression(r"其中[:：]?")
AND = frozenset("及和与、")
"""One of them stands in a label that names two columns."""
_AND = expression(f"[{''.join(sorted(AND))}]")
_UNIT_REMARK = expression(r"[（(][^（）()]{0,4}元[）)]$")
_FIGURE = expression(r"\d+(?:\.\d+)?(?:分|%)?$")
_MONTHS = expression(
    r"^(?:(?:截[至止](?:到)?)?(?:\d{1,2}[-—–~至])?\d{1,2}月(?:份|底|末)?|上半年|前?[一二三]个?季度)"
    r"(?=(?:绩效|总体|年度|目标)*(?:执行|实际|完成|支出|预算))"
)
"""The months that a monitoring form is about: 1-7月执行数."""


class Sign:
    """What the texts of a row tell of the blocks that may begin there, as bits to be added up over the row."""

    HEAD = 1
    AMOUNT = 2
    """A column of the funds."""
    COLUMN = 4
    GOAL = 8
    BLOCK = 16
    FOOT = 32
    COLON = 64
    MONTHS = 128
    KIND = 256
    FIGURE = 512
    """Some text has a digit or is a dash, as an amount has or is."""
    SOURCE = 1024
    """A kind of money."""
    OVER = 2048
    """The name of a block that may be a column of the funds."""
    MONEY = AMOUNT | SOURCE | OVER
    ANY = 4095


class Meaning(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """What a text means in each place where it may stand; None where it is no label there."""

    head: str | None = None
    fund_column: str | None = None
    fund_row: str | None = None
    goal: str | None = None
    column: str | None = None
    level1: bool = False
    level2: bool = False
    total: bool = False
    block: bool = False
    other: bool = False
    tail: str | None = None
    """A field at the foot of the form, "others" for a label there that no field takes."""
    weak: str | None = None
    """A field of the head that a better label would take."""
    note: bool = False
    block_column: str | None = None
    """The amount that the name of a block means where it stands beside other amounts: 资金执行情况."""
    signs: int = 0
    """The signs that it gives of the blocks of a form, added up."""

    @property
    def is_label(self) -> bool:
        """Whether the text is a label anywhere."""
        return self is not NOTHING and self != NOTHING


NOTHING = Meaning()
_LEVEL_OF_MONEY = Meaning(signs=Sign.MONEY)
"""A source of money of one character: 中央 | 省 | 市 | 区."""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """The bare words of a label: half width, no brackets, numbering, colon, star, % or blanks."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    bare = _BRACKETS.sub("", text)
    bare = _NUMBERING.sub("", bare).strip(":;*,。、_-·()%")
    return _MONTHS.sub("", _FIGURE.sub("", bare)).rstrip(":") or bare


def meaning(text: str) -> Meaning:
    """What a short text means as a label."""
    return _meaning(text) if len(text) <= LONGEST else NOTHING


def end_of(text: str, known: Iterable[str]) -> str | None:
    """The first known word of which a text is only the end, as a cell too low for its lines shows; else None."""
    return None if is_word(text) else next((word for word in known if word.endswith(text) and word != text), None)


def is_word(text: str) -> bool:
    """Whether a text is a label to the letter."""
    return len(text) <= _LONGEST_WORD and _is_word(text)


def is_listed(text: str) -> bool:
    """Whether a text is a label that the vocabulary lists, and not one known by its shape."""
    return key(text) in _labels().all


@lru_cache(maxsize=8192)
def _is_word(text: str) -> bool:
    bare = key(text)
    return bare in _labels().all or bool(_patterned(bare))


@lru_cache(maxsize=8192)
def _meaning(text: str) -> Meaning:
    bare = key(text)
    if len(bare) < 2 or bare.isascii():
        return replace(_LEVEL_OF_MONEY, fund_row=bare) if bare in _labels().other_funds else NOTHING
    shape = _patterned(bare)
    near = {} if shape else _near(bare)
    labels = _labels()
    row = _find(bare, labels.fund_rows, near) or shape.get("fund_rows")
    found = Meaning(
        head=_find(bare, labels.head, near) or shape.get("head"),
        fund_column=_find(bare, labels.fund_columns, near) or shape.get("fund_columns"),
        fund_row=bare if row == _AS_PRINTED or (row is None and bare in labels.other_funds) else row,
        goal=_done(text, _find(bare, labels.goals, near) or shape.get("goals")),
        column=_find(bare, labels.columns, near) or shape.get("columns") or _by_end(bare),
        level1=_find(bare, labels.level1, near) is not None,
        level2=_find(bare, labels.level2, near) is not None,
        total=_find(bare, labels.totals, near) is not None or "totals" in shape,
        block=_find(bare, labels.blocks, near) is not None,
        other=bare in labels.others,
        tail=_find(bare, labels.tail, near) or shape.get("tail"),
        weak=labels.weak_head.get(bare),
        note=bare in labels.notes,
        block_column=labels.block_columns.get(bare),
    )
    if found == NOTHING:
        return NOTHING
    if found.column == "target" and name_and_target(text) is not None:  # where one column holds both, the names do
        found = replace(found, column="l3")
    return replace(found, signs=_signs(found))


def in_brackets(label: str) -> str:
    """What a label says more closely in brackets at its end: 备注（未完成原因）, 年度目标（完成）; empty without."""
    match = _AT_END.search(label)
    return match[1] if match is not None else ""


def name_and_target(label: str) -> tuple[str, str] | None:
    """The labels of the two columns that one label names: 三级指标 and 目标值 from 三级指标及目标值, or None."""
    pieces = _AND.split(label)
    match pieces:
        case [name, target] if is_word(name) and is_word(target):
            is_both = (_meaning(name).column, _meaning(target).column) == ("l3", "target")
            return (name, target) if is_both else None
    return None


def value_word(label: str) -> str | None:
    """The column that a short word means in the header of the indicators: 目标, 完成."""
    return _labels().value_words.get(key(label)) if len(label) <= LONGEST else None


def of_term(label: str) -> bool:
    """Whether a label begins like one of the whole term of a project: 项目期目标值, 累计支出."""
    return key(label).startswith(words().form.of_term)


def _done(label: str, goal: str | None) -> str | None:
    """The goal that a label names; what was reached where it says so in brackets: 年度目标（完成）."""
    said = _labels().goals.get(f"{in_brackets(label)}情况") if goal is not None else None
    return said or goal


def _signs(means: Meaning) -> int:
    return (
        Sign.HEAD * bool(means.head or means.weak or means.other or means.total)
        | Sign.AMOUNT * (means.fund_column is not None)
        | Sign.SOURCE * (means.fund_row is not None)
        | Sign.OVER * (means.block_column is not None)
        | Sign.COLUMN * (means.column is not None)
        | Sign.GOAL * (means.goal is not None)
        | Sign.BLOCK * means.block
        | Sign.FOOT * bool(means.tail or means.note)
    )


class _Labels(msgspec.Struct, frozen=True):
    """The vocabulary turned about: word → what it means, for each place where it may stand."""

    head: dict[str, str]
    fund_columns: dict[str, str]
    fund_rows: dict[str, str]
    goals: dict[str, str]
    columns: dict[str, str]
    level1: dict[str, str]
    level2: dict[str, str]
    totals: dict[str, str]
    blocks: dict[str, str]
    weak_head: dict[str, str]
    block_columns: dict[str, str]
    value_words: dict[str, str]
    tail: dict[str, str]
    others: frozenset[str]
    other_funds: frozenset[str]
    notes: frozenset[str]
    column_ends: Meanings
    all: frozenset[str]
    by_character: dict[str, list[str]]
    """The words long enough to be mistyped, by each of their characters."""


_SHORTEST = 4
"""In a shorter word a typo makes another word."""


def goal_words() -> frozenset[str]:
    """The labels of the goals to the letter."""
    return frozenset(_labels().goals)


def column_words(of_funds: bool) -> Mapping[str, str]:
    """The labels of the columns of the funds, or of the indicators, to the letter, with the field of each."""
    return _labels().fund_columns if of_funds else _labels().columns


def _told_by_a_character(columns: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Labels of a level that differ from one of another level in a character: none is the other's misprint."""
    level_of = {word: level for level in LEVELS for word in columns.get(level, ())}
    return {
        word
        for (word, level), (other, another) in permutations(level_of.items(), 2)
        if level != another and len(word) == len(other) and sum(a != b for a, b in zip(word, other, strict=True)) == 1
    }


@cache
def _labels() -> _Labels:
    form = words().form
    tables = {
        "head": _turned(form.head),
        "fund_columns": _turned(form.fund_columns),
        "fund_rows": _turned(form.fund_rows),
        "goals": _turned(form.goals),
        "columns": _turned(form.columns),
        "level1": dict.fromkeys(form.level1, "l1"),
        "level2": dict.fromkeys(form.level2, "l2"),
        "totals": dict.fromkeys(form.totals, "total"),
        "blocks": dict.fromkeys((*form.blocks, *form.text_blocks), "block"),
        "weak_head": _turned(form.weak_head),
        "block_columns": _turned(form.block_columns),
        "tail": _turned(form.tail),
    }
    named = frozenset().union(*tables.values())
    own = (word for labels in form.own.values() for word in labels)
    further = (*form.others, *form.task_names, *form.year_columns)
    others = frozenset(map(key, further)).union(word for word in map(key, own) if word not in named)
    other_funds = frozenset(map(key, form.other_funds))
    everything = frozenset(form.notes).union(others, other_funds, *tables.values())
    by_character: dict[str, list[str]] = {}
    for word in sorted(everything - _told_by_a_character(form.columns)):
        for character in set(word) if len(word) >= _SHORTEST else ():
            by_character.setdefault(character, []).append(word)
    return _Labels(
        **tables,
        others=others,
        other_funds=other_funds,
        notes=frozenset(form.notes),
        column_ends=form.column_ends,
        value_words=_turned(form.value_words),
        all=everything,
        by_character=by_character,
    )


@cache
def _other_year() -> re.Pattern[str]:
    """How labels begin that are of another year."""
    return either(words().accounts.other_year)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of each part as one expression, in which a group is what is meant."""
    found = {}
    for part in LabelPatterns.__struct_fields__:
        meanings: Meanings = getattr(words().patterns, part)
        groups = [f"(?P<{name}>{'|'.join(expressions)})" for name, expressions in meanings.items() if expressions]
        if groups:
            found[part] = compiled("|".join(groups))
    return found


@lru_cache(maxsize=8192)
def _patterned(bare: str) -> dict[str, str]:
    """What the shape of a label says that no list names: part of the form → what is meant there."""
    if not 3 <= len(bare) <= _LONGEST_PATTERN or bare in _labels().all or _NO_LABEL.search(bare) or _FORECAST in bare:
        return {}
    matches = ((part, pattern.fullmatch(bare)) for part, pattern in _patterns().items())
    return {part: match.lastgroup for part, match in matches if match is not None and match.lastgroup}


on_change(_labels.cache_clear)
on_change(_other_year.cache_clear)
on_change(_patterns.cache_clear)
on_change(_patterned.cache_clear)
on_change(_meaning.cache_clear)


def _turned(meanings: Meanings) -> dict[str, str]:
    return {key(word): field for field, labels in meanings.items() for word in labels}


def _near(bare: str) -> dict[str, int]:
    """The words that are a typo away (two in a long one), with their distance; a word that is right is no typo."""
    labels = _labels()
    if len(bare) < _SHORTEST or bare in labels.all:
        return {}
    allowed = 1 if len(bare) < 8 else 2
    shared = Counter(word for character in set(bare) for word in labels.by_character.get(character, ()))
    near = {}
    for word, count in shared.items():
        if abs(len(word) - len(bare)) <= allowed and count >= len(set(word)) - allowed:
            if _DENIALS & (set(bare) - set(word)):
                continue
            distance = edits(bare, word, allowed)
            if distance <= allowed:
                near[word] = distance
    return near


def _find(bare: str, words: dict[str, str], near: dict[str, int]) -> str | None:
    """The field of a word, or of the only field whose word is nearest."""
    found = words.get(bare)
    if found is not None:
        return found
    here = {word: distance for word, distance in near.items() if word in words}
    least = min(here.values(), default=0)
    fields = {words[word] for word, distance in here.items() if distance == least}
    return fields.pop() if len(fields) == 1 else None


def _by_end(bare: str) -> str | None:
    """The column that a longer label names with its last words: 某市指标实际完成值."""
    if not 4 <= len(bare) <= _LONGEST_COLUMN or bare in _labels().all or _FORECAST in bare:
        return None
    if _other_year().match(bare):  # 上年实际值
        return None
    return next((field for field, ends in _labels().column_ends.items() if bare.endswith(ends)), None)


def of_other_year(text: str) -> bool:
    """Whether a label speaks of another year: 截至上年累计支出."""
    return _other_year().search(key(text)) is not None


@lru_cache(maxsize=2048)
def fund_name(text: str) -> str:
    """The name of a funds row: one of FUND_NAMES, else as printed without 其中, numbers, group and colon."""
    bare = _UNIT_REMARK.sub("", _FUND_PREFIX.sub("", text)).strip(":：")
    known = meaning(text).fund_row or meaning(bare).fund_row
    return known if known in FUND_NAMES else bare or TOTAL_FUND


on_change(fund_name.cache_clear)


def is_part(text: str) -> bool:
    """Whether a label says that it names a part of what stands above it: 其中：保险费收入."""
    return _PART.match(text) is not None
