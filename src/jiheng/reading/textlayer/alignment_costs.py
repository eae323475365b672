"""What speaks for and against a reading of an indicator row, as costs: seams, starts, breaks, likeness.

The figures weigh the evidence against each other; they were set on published forms read by hand,
of which a part was held back to see that they hold for others.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
from rapidfuzz.distance import Indel

from jiheng.expression import expression
from jiheng.reading.labels.form_marks import properties
from jiheng.reading.textlayer.tokens import Gap, Piece

_SIGN = expression(r"[≥≤<>＜＞=＝≦≧]|\$?\\[gl]eq?")
_WORD_SIGN = expression(r"不少于|不低于|不高于|不超|不大于|不小于|大于|小于|少于|超过|至少|高于|低于|优于|达到|控制在")
_OPEN_END = expression(
    r"(?:不少于|不低于|不高于|不超过|不超|不大于|不小于|大于|小于|至少|高于|低于|达到|[≥≤<>＜＞=＝、，,（(“《/~\-]|\d\.)$"
)
_UNIT = expression(
    r"(?:[万亿千百]?(?:元|人次|人|家|项|个月|个|份|次|台|套|条|例|户|件|处|期|篇|本|场|公里|平方米|米|吨|兆|字|名|位|类|路|张|册|批|部|辆|架|座|所|块|间|层|栋|组|站|点|株|亩|公顷|公斤|千克|克|升|节|轮|幅|款|起|宗)"
    r"|万|月份|月|年度|年|日|天|小时|分钟|钟|分|秒|[%％]|[GMK]?bps)(?:/.{1,3})?(?:[以之]?[内上下前底末后]|底前)?"
)
_MEASURE = expression(r"[张个家份次台套元万册篇辆名亿]|人次|[%％]")
"""Beginnings that go with the number before them whatever follows (14 | 张表)."""
_BY_WHEN = expression(r"[前后内底末]$")
_DIGIT = expression(r"\d")
_DIGIT_END = expression(r"[\d.]$")
_CLOSING = "，。、；：）》”,.;:)%％"
_GRADES = "优良中差是否有无好高"
_SCALE = expression(r"(?:优、?良、?中、?(?:低、?)?差?|好/?坏|高/?中/?低|合格/?不合格|是/?否)$")
"""The scale of a qualitative target, a cell by itself."""
_NAMED = expression(r"指标\d")
"""How a name begins in forms that number their indicators (指标1：)."""
_REACHED = expression(r"已|完成|达到|达成|实现")
_BOUND = expression(r"(?:以内|以上|以下|左右|之内|之前|之后|内|前|后)$")
"""What closes a figure and begins no cell."""
_COMPARISON = expression(r"[≥≤<>＜＞=＝]$")
_PAUSE = expression(r"[，；。！](?!\d)")
"""What sentences are parted by, and hardly ever names."""
_STRIP = expression(r"[≥≤<>＜＞=＝≦≧$\\\s]|不少于|不低于|不高于|不超过|不大于|不小于|大于|小于|至少|高于|低于")
_FIGURE = expression(r"\d[\d.,，]*")


def _is_property(text: str) -> bool:
    """What stands in the column 指标性质: a sign, 定性."""
    return (_COMPARISON.match(text) or properties().match(text)) is not None


def segments(pieces: Sequence[Piece]) -> list[float]:
    """For each piece the width of the stretch of its line that may be one cell's."""
    found: list[float] = []
    start = 0
    for p in range(1, len(pieces) + 1):
        if p < len(pieces) and pieces[p].gap is Gap.SPACE and _space_cost(pieces[p - 1].text, pieces[p].text)[0] > 0.4:
            continue
        found += [sum(piece.width for piece in pieces[start:p])] * (p - start)
        start = p
    return found


def gap_costs(pieces: Sequence[Piece], blank: float, apart: Collection[str]) -> list[tuple[float, float]]:
    """The costs between each piece and the one before; cells set wide apart have blank lines all through.

    `apart` names the columns that the form has: where sign and unit have their own, nothing glues them to a figure.
    """
    found = [(0.0, 0.0)]
    wide = False
    for left, right in pairwise(pieces):
        if "property" in apart and _is_property(left.text):
            found.append((0.0, 2.0))
        elif "unit" in apart and _DIGIT_END.search(left.text) and _is_unit(right.text):
            found.append((0.0, 1.0))
        elif _SCALE.match(left.text + right.text):
            found.append((4.0, 0.0))
        elif _SCALE.match(left.text):
            found.append((0.0, 3.0))
        else:
            found.append(_gap_cost(left, right, blank / 2 if wide else blank))
        if right.gap is not Gap.SPACE:
            wide = right.gap is Gap.BLANK
    return found


def _gap_cost(left: Piece, right: Piece, blank: float) -> tuple[float, float]:
    """What it costs to begin a new cell between two pieces, and to go on with the same one."""
    if right.gap is Gap.SPACE:
        cut, join = _space_cost(left.text, right.text)
    else:
        cut, join = (1.3, 0.0) if right.gap is Gap.LINE else (0.0, blank)
        if _DIGIT_END.search(left.text) and (_UNIT.fullmatch(right.text) or _MEASURE.match(right.text)):
            cut += 2.5
    if right.text[0] in _CLOSING and not left.text[-1:].isascii():
        cut += 4.0
    if _OPEN_END.search(left.text) or _BOUND.match(right.text):
        cut += 4.0
    return cut, join


@lru_cache(maxsize=4096)
def _space_cost(left: str, right: str) -> tuple[float, float]:
    """A space on a line parts two cells, or a number or Latin word from the Chinese beside it."""
    if _SIGN.match(right):
        return 0.0, 3.0
    wide_left, wide_right = left[-1] >= "ɐ", right[0] >= "ɐ"
    if wide_left and wide_right:
        return 0.0, 2.5
    if wide_left:
        return (0.4, 0.8) if right[0].isdigit() else (0.8, 0.5)
    if not wide_right:
        return 0.0, 2.5
    if left[-1].isdigit():
        return (3.0, 0.0) if _UNIT.match(right) else (0.7, 0.7)
    return (0.0, 2.0) if left[-1] in "%)" else (1.0, 0.3)


@lru_cache(maxsize=4096)
def start_cost(name: str, text: str, signed: bool) -> float:
    """How unlikely a cell of the column begins with this piece; targets are `signed` where no column holds signs."""
    sign = _SIGN.match(text) is not None
    if len(text) == 2 and text[1] in _CLOSING and not text[0].isdigit():
        return 2.0
    if name == "target" and sign:
        return -1.5 if signed else 3.0
    if name == "target":
        return -1.0 if _WORD_SIGN.match(text) else 0.0
    if name == "l3":
        if sign or text.replace(".", "").isdigit():
            return 4.0
        if _NAMED.match(text):
            return -1.5
        return 3.0 if len(text) == 1 else 1.0 if _UNIT.fullmatch(text) else 0.0
    if name == "actual" and _REACHED.match(text):
        return -0.3
    if name == "actual" and not text[0].isdigit():
        return 1.5 if _UNIT.fullmatch(text) or (len(text) == 1 and text not in _GRADES) else 0.0
    return 0.0


@lru_cache(maxsize=4096)
def inside_cost(name: str, text: str) -> float:
    """How unlikely this piece stands inside a cell of the column, not at its start."""
    if name in ("reason", "l3") and _NAMED.match(text):
        return 3.0
    if name == "reason":
        return 0.0
    if _SIGN.match(text) and len(text) > 1:
        return 3.0
    return 1.0 if name == "l3" and _WORD_SIGN.match(text) else 0.0


def pause_cost(piece: Piece) -> float:
    """How unlikely this piece is of a name where it may as well be of a reason: names are no sentences."""
    return 4.0 if _PAUSE.search(piece.text) else 0.0


def slack_cost(before: float, after: float, head: float, limit: float | None) -> float:
    """What an unforced line break costs: the next word would still have fitted on the line before."""
    slack = max(limit or 0.0, after) - before - head
    return min(3.0, 0.5 + 0.6 * slack) if slack > 0.3 else 0.0


def short_cost(name: str, pieces: Sequence[Piece], start: int, end: int) -> float:
    """How unlikely these pieces are a cell of 性质 or 度量单位."""
    text = "".join([piece.text for piece in pieces[start:end]])
    if name == "property":
        return -3.0 if _is_property(text) else 4.0
    return (0.0 if _is_unit(text) else 0.7) if len(text) <= 4 and not _DIGIT.search(text) else 8.0


def _is_unit(text: str) -> bool:
    """Whether a text is a unit of measurement and does not say by when: 月 is one, 月底前 is not."""
    return _UNIT.fullmatch(text) is not None and not _BY_WHEN.search(text)


class _Value(msgspec.Struct, frozen=True, gc=False):
    """What of a value its likeness to another is told by."""

    bare: str
    """Without signs and words of comparison."""
    figure: str = ""
    leads: bool = False
    """Whether the figure stands first."""
    rest: str = ""
    """What stands behind the figure."""
    sign: int = -1
    """Where the first sign stands; -1 without any."""


@lru_cache(maxsize=4096)
def _value(text: str) -> _Value:
    """The parts of a value; the cuts of one row try the same ones against each other over and over."""
    bare, sign = _STRIP.sub("", text), _SIGN.search(text)
    at = -1 if sign is None else sign.start()
    figure = _FIGURE.search(bare)
    if figure is None:
        return _Value(bare, sign=at)
    return _Value(bare, figure[0], figure.start() == 0, bare[figure.end() :], at)


def likeness_cost(target: str, actual: str) -> float:
    """Target and actual value resemble each other: the more, the cheaper."""
    if not target or not actual:
        return 0.0
    wanted, got = _value(target), _value(actual)
    cost = 2.0 if got.sign == 0 and wanted.sign < 0 else 0.0
    if wanted.bare == got.bare:
        return cost - 4.0 - min(4.0, 0.5 * len(wanted.bare))
    cost -= 2.5 * Indel.normalized_similarity(wanted.bare, got.bare)
    if wanted.figure and got.figure:
        cost -= 1.0 if wanted.leads and got.leads else 0.3
        if wanted.rest == got.rest:
            cost -= 1.5
            cost -= 1.0 if wanted.figure == got.figure else 0.0
    return cost
