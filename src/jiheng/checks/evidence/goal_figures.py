"""目标、完成情况与指标的数字不一致

是什么
    “实际完成情况”里说到某项指标时用的数，与该指标的实际完成值不同；“预期目标”里说到的数，与年度指标值不同。
    只比较单位相同、旁边的字就是或者多半是指标名称的数（“新增托位126个”与“新增普惠托位数”；家、处、所一类数场所的
    量词当作相同的单位）；别处写了同一个数的、
    分不清说的是哪一项的不比较。

为什么
    同一件事两个数，必有一处不实；复核时会要求出具原始台账。

举例
    实际完成情况写“举办培训12场”，指标“培训场次”的实际完成值为 10 场。

怎么改
    对照台账（目标对照批复的绩效目标）核实，两处写同一个数；口径不同的（全年与项目期内），在文字中写明。
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import parsed
from jiheng.checks.goal_clauses import character_pairs, without_filler
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, Block, labels
from jiheng.places import Book
from jiheng.quantity import Kind, Quantity, Value
from jiheng.quantity.comparison import aligned
from jiheng.quantity.parsing import complete
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="E08",
    official="{field}所述数据与绩效指标不一致。",
    severity=Severity.WARNING,
    rules=(
        *("checks.evidence.one_figure", "checks.evidence.part_words"),
        *("checks.evidence.like_names", "checks.evidence.place_counters"),
    ),
    page=__doc__,
)

_STEM_LEAST, _LIKE_LEAST = 2, 3
"""Characters of a name that stands beside its figure to the letter, and of one that is only like it."""
_EXACT = 3
"""The likeness of names of which one ends with the other."""
_BEFORE = 10
"""Characters of a text that are told before its figure."""
_VERB = 2
"""Characters of a name that says no more than what was done: 举办12场培训."""
_RUN, _NOUN = 4, 5
"""Characters of the end of a name that say which thing it is, where further words stand around it in the other: beside
other pairs in common, and alone."""
_DIGIT = expression(r"\d")
_CLAUSE = expression(r"[，。；：:、,;（(）)！!\s]")
_SENTENCE = expression(r"[。；;！!\n]")
_UNIT = expression(r"[（(]([^\d（）()]{1,4})[)）]$")
"""The unit at the end of a name: 外出招商次数（次）."""
_COUNTER = expression(r"[数量]$")
_IS = "为达"
_COUNTED = (Kind.COUNT, Kind.SHARE)
_NUMERALS = "十百千万亿"
_NUMBER = "0123456789.．"
_COLUMNS = {"goal_expected": "target", "goal_actual": "actual"}
"""A cell of the goals → the column of the indicators that it must agree with."""
_ORIGINALS = {"goal_expected": "批复的绩效目标", "goal_actual": "台账"}
"""The same → the papers that tell which of the two is right."""


class _Told(NamedTuple):
    """A count that a text tells, and the words beside it."""

    quantity: Quantity
    name: str


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare figures beside an indicator's name in the goal and the result with its target and its actual value."""
    texts = {"goal_expected": case.form.goal_expected or "", "goal_actual": case.form.goal_actual or ""}
    if all(map(says_nothing, texts.values())):
        return not_applicable("没有填预期目标和实际完成情况")
    if not any(_DIGIT.search(text) or parsed(text).quantities for text in texts.values()):
        return not_applicable("预期目标和实际完成情况中没有数字")
    rows = case.said(_stem)
    return judged([found for place, text in texts.items() for found in _differing(rows, place, text, case.book)])


@CHECK.on_row
def _stem(row: Row) -> str:
    """What the name of a row counts, "" where nothing in it is counted."""
    quantity = next((counted for counted in map(_counted, (row, row), _COLUMNS.values()) if counted is not None), None)
    if quantity is None:
        return ""
    stem = word_pattern(row.book, "checks.targets.count_endings").sub("", _UNIT.sub("", row.bare))
    stem = _COUNTER.sub("", stem.removesuffix(quantity.unit)) or stem
    return stem if len(stem) >= _STEM_LEAST else ""


def _counted(row: Row, column: str) -> Quantity | None:
    """The only figure of a cell of a row, where it is a count with its unit."""
    target = row.score.target.quantities
    cell = target if column == "target" else row.score.actual.quantities
    only = cell[0] if len(cell) == 1 else None
    if only is None or only.kind not in _COUNTED or only.upper is not None:
        return None
    if not only.unit and target:
        only = (aligned(only, target[0]) or (only,))[0]
    if not only.unit and (named := _UNIT.search(row.bare)):
        only = complete(only, named[1])
    return only if only.unit.strip(_NUMERALS) else None


def _differing(rows: list[tuple[Row, str]], place: str, text: str, book: Book) -> Iterator[Finding]:
    """What a text tells otherwise than the rows do."""
    told = _counts(text, book) if rows else ()
    for row, stem in rows if told else ():
        figure = _counted(row, _COLUMNS[place])
        alike = [count for count in told if figure is not None and _comparable(figure, count, stem, book)]
        if place == "goal_actual":
            alike = [count for count in alike if count.quantity.comparator is None]
        best = max((_likeness(count.name, stem, book) for count in alike), default=0)
        if figure is not None and figure.kind is Kind.SHARE and best < _EXACT:
            continue  # 签约率提高3%: of a share the whole name must stand before it
        named = [count for count in alike if best and _likeness(count.name, stem, book) == best]
        bases = {count.quantity.base for count in named}
        if figure is None or len(bases) != 1 or figure.base in bases or _tells(text, figure):
            continue
        if sum(_likeness(named[0].name, other, book) >= best for _, other in rows) == 1:
            yield _finding(row, named[0].quantity, place, parsed(text))


def _comparable(figure: Quantity, count: _Told, stem: str, book: Book) -> bool:
    """Whether a count of a text is in terms of that of a row; of one thing, places are counted in several words."""
    if aligned(figure, count.quantity):
        return True
    are_places = {figure.unit, count.quantity.unit} <= {*book.words("checks.evidence.place_counters")}
    return are_places and _likeness(count.name, stem, book) > 1


def _tells(text: str, figure: Quantity) -> bool:
    """Whether a figure stands anywhere in a text."""
    pairs = (aligned(figure, quantity) for quantity in parsed(text).quantities)
    return any(own.base == other.base for own, other in filter(None, pairs))


def _bare(words: str, book: Book) -> str:
    """The words before a figure without those that only lead to it: 培训工作共 → 培训."""
    name, endings = words.rstrip(_IS), book.words("checks.evidence.between_words")
    while end := next((word for word in endings if name.endswith(word)), ""):
        name = name.removesuffix(end)
    return name


@lru_cache(maxsize=256)
def _counts(text: str, book: Book) -> tuple[_Told, ...]:
    """The counts that a text tells of the whole of something in this year, each with the words beside it."""
    value, found, end = parsed(text), [], 0
    for quantity, after in pairwise([*value.quantities, None]):
        assert quantity is not None
        before = _CLAUSE.split(value.text[end : quantity.start])[-1]
        behind = _CLAUSE.split(value.text[quantity.end : after.start if after else None])[0]
        end = quantity.end
        if quantity.kind not in _COUNTED or not quantity.unit.strip(_NUMERALS) or quantity.approximate:
            continue
        sentence = _SENTENCE.split(value.text[: quantity.start])[-1]
        name = _bare(before, book)
        name = f"{name}{behind.removeprefix('的')}" if len(without_filler(name, book)) <= _VERB else name
        if name and not mentions(book, "checks.evidence.part_words", f"{sentence}{behind}"):
            found.append(_Told(quantity, name))
    return tuple(found)


@lru_cache(maxsize=1024)
def _likeness(name: str, stem: str, book: Book) -> int:
    """How surely two names are of one thing: 3 where one ends with the other, 2 where one holds the other, 1 where
    they have the end of a name or most of the shorter in common, 0 where they are of different things.
    """
    if name.endswith(stem):
        return _EXACT
    one, other = without_filler(name, book).lstrip(_NUMBER), without_filler(stem, book)
    fewest = min(len(one), len(other))
    if fewest >= _LIKE_LEAST and (one in other or other in one):
        return 2
    if fewest >= _NOUN and (one[-_NOUN:] in other or other[-_NOUN:] in one):
        return 1  # 粮情测控系统安装8套: what was done with it stands behind its name
    pairs = character_pairs(one, book), character_pairs(other, book)
    common, fewer = len(pairs[0] & pairs[1]), min(map(len, pairs))
    ends = one[-_STEM_LEAST:] == other[-_STEM_LEAST:] or other[-_RUN:] in one or one[-_RUN:] in other
    is_like = ends and common > 1 and common >= book.number("checks.evidence.like_names") * fewer
    return int(is_like and fewest >= _LIKE_LEAST)


def _finding(row: Row, quantity: Quantity, place: str, told: Value) -> Finding:
    piece = _CLAUSE.split(told.text[: quantity.start])[-1][-_BEFORE:] + told.text[quantity.start : quantity.end]
    column = _COLUMNS[place]
    return CHECK.finding(
        place,
        told.text,
        "",
        f"{labels(Block.GOALS)[place]}写“{piece}”，第{row.index + 1}行“{short(row.bare)}”的"
        f"{INDICATOR_FIELDS[column]}却是{getattr(row.indicator, column)}。",
        f"对照{_ORIGINALS[place]}核实，两处写同一个数；口径不同的，在文字中写明。",
    )
