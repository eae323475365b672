"""数字里有全角、重复的字符或科学记数

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

from msgspec.structs import astuple

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.rare_words import Rare, rare_words
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import FUND_FIELDS, Place, describe
from jiheng.quantity.words import short

CHECK = Check(
    code="F09",
    official="数字[“{printed}”]书写不规范。",
    severity=Severity.WARNING,
    rules=("checks.filling.clean_figures",),
    page=__doc__,
)

_WIDE = expression(r"[０-９]|\d[．。]\d|[．]\d")
_DOUBLED = expression(r"\d[.．。]{2,}\d|\d[,，]{2,}\d")
_LETTER = expression(r"(?<![A-Za-z\d])(?:\d+[OolI]\d*(?:\.\d+)?%?|[OolI]\.?\d+)(?![A-Za-z\d])")
_TELLING = (expression("[０-９．OolIeE]"), expression("。(?<=\\d。)\\d"), expression("[.。,，]{2}"))
"""What every fault has one of: a wide figure, a letter that looks like one, a sign twice."""
_POWER = expression(r"\d(?:\.\d+)?[eE][+-]\d{1,2}(?![\dA-Za-z])|\d\.\d+[eE]\d{1,2}(?![\dA-Za-z])")
"""Scientific notation: narrow cells of a sheet and conversions turn long figures into it."""
_FIGURE = expression(r"\d")
_HEAD = ("total_weight", "total_score")
_SCORED = ("weight", "score")
_VALUED = ("target", "actual")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at the characters of every figure."""
    if not any(map(_FIGURE.search, _figures(case))):
        return not_applicable("表中没有数字")
    doubled = rare_words(case.book.words("checks.filling.clean_figures"))
    if not _SPECKED.stands_in(case) and not doubled.stands_in(case):
        return judged([])
    return judged([finding for place in _places(case) if (finding := _judge(case, place))])


def _figures(case: Case) -> Iterator[str]:
    """The cells that should hold figures; a row that does not count has none."""
    yield from filter(None, (case.form.total_weight, case.form.total_score))
    for row in case.rows:
        yield from filter(None, [getattr(row.indicator, field) for field in (*_SCORED, *_VALUED)])
    for fund in case.funds:
        yield from filter(None, astuple(fund.fund)[1:])


def _is_specked(figures: str) -> bool:
    patterns = (_POWER, _WIDE, _DOUBLED, _LETTER)
    told = any(pattern.search(figures) for pattern in _TELLING)
    return told and any(pattern.search(figures) for pattern in patterns)


_SPECKED = Rare(_is_specked)


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
