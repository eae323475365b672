"""数字里有全角或重复的字符

是什么
    数字用了全角字符（82．61、１２），或者小数点、单位重复（10..5、82.61万万、95%%），或者把字母当数字（1O0）。

为什么
    系统和表格软件认不出这样的数字，汇总时会漏掉或算错；“万万”一类还会差一万倍。

举例
    全年执行数 82．61（全角的点）；实际完成值 95%%。

怎么改
    用半角重新输入这个数字；单位重复的，核实后留一个。
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from msgspec.structs import astuple

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import short, word_pattern
from jiheng.expression import expression
from jiheng.form import FUND_FIELDS, Cell, Place, describe
from jiheng.places import Book

CHECK = Check(
    code="F09",
    title="数字里有全角、重复的字符或科学记数",
    official="数字[“{printed}”]书写不规范。",
    severity=Severity.WARNING,
    rules=("checks.filling.clean_figures",),
    page=__doc__,
)

_WIDE = expression(r"[０-９]|\d[．。]\d|[．]\d")
_DOUBLED = expression(r"\d[.．。]{2,}\d|\d[,，]{2,}\d")
_LETTER = expression(r"(?<![A-Za-z\d])(?:\d+[OolI]\d*(?:\.\d+)?%?|[OolI]\.?\d+)(?![A-Za-z\d])")
_TELLING = expression(r"[０-９．OolIeE]|\d。\d|[.。,，]{2}")
"""What every fault has: a wide figure, a letter that looks like one, a sign twice."""
_POWER = expression(r"\d(?:\.\d+)?[eE][+-]\d{1,2}(?![\dA-Za-z])|\d\.\d+[eE]\d{1,2}(?![\dA-Za-z])")
"""Scientific notation: narrow cells of a sheet and conversions turn long figures into it."""
_FIGURE = expression(r"\d")
_HEAD = ("total_weight", "total_score")
_SCORED = ("weight", "score")
_VALUED = ("target", "actual")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at the characters of every figure."""
    looks = [_look(cells, case.book) for cells in _figures(case)]
    if not any(looks):
        return not_applicable("表中没有数字")
    if _Look.SPECKED not in looks:
        return judged([])
    return judged([finding for place in _places(case) if (finding := _judge(case, place))])


class _Look(IntEnum):
    """What there is in some cells for figures."""

    NOTHING = 0
    FIGURES = 1
    SPECKED = 2


def _figures(case: Case) -> Iterator[tuple[Cell, ...]]:
    """The cells that should hold figures, row by row."""
    form = case.form
    yield from (astuple(fund)[1:] for fund in form.funds)
    yield from ((row.weight, row.score, row.target, row.actual) for row in form.indicators)
    yield form.total_weight, form.total_score


@lru_cache(maxsize=8192)
def _look(cells: tuple[Cell, ...], book: Book) -> _Look:
    figures = "\n".join(cell for cell in cells if cell)
    if not _FIGURE.search(figures):
        return _Look.NOTHING
    doubled = word_pattern(book, "checks.filling.clean_figures")
    patterns = (_POWER, _WIDE, _DOUBLED, _LETTER, doubled)
    telling = _TELLING.search(figures) or doubled.search(figures)
    return _Look.SPECKED if telling and any(pattern.search(figures) for pattern in patterns) else _Look.FIGURES


def _places(case: Case) -> list[str]:
    funds = [row.place(field) for row in case.funds for field in FUND_FIELDS]
    rows = [
        str(Place.indicator(row, field)) for row in range(len(case.form.indicators)) for field in (*_SCORED, *_VALUED)
    ]
    return [*funds, *rows, *_HEAD]


def _judge(case: Case, place: str) -> Finding | None:
    text = case.printed(place)
    doubled = _DOUBLED.search(text) or word_pattern(case.book, "checks.filling.clean_figures").search(text)
    if doubled:
        return _finding(case, place, text, f"“{doubled[0]}”处有重复的字符", Severity.WARNING)
    exact = Place.parse(place).field not in _VALUED
    if exact and (letter := _LETTER.fullmatch(text)):
        return _finding(case, place, text, f"“{letter[0]}”里把字母当作了数字", Severity.WARNING)
    if power := _POWER.search(text):
        return _finding(case, place, text, f"“{power[0]}”是科学记数", Severity.NOTICE)
    if wide := _WIDE.search(text):
        return _finding(case, place, text, f"“{wide[0]}”是全角字符", Severity.NOTICE)
    return None


def _finding(case: Case, place: str, text: str, what: str, severity: Severity) -> Finding:
    return CHECK.finding(
        place,
        text,
        "",
        f"{describe(case.form, place)}“{short(text)}”中{what}。",
        "用半角重新输入这个数字；字符重复的，核实后留一个。",
        severity=severity,
    )
