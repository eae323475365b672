"""How well a text suits a column, by its look: signs, figures, units, level words."""

import re
from functools import lru_cache

from jiheng.expression import expression
from jiheng.form import LEVELS, POINTS
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.quantity.words import is_dash, says_nothing
from jiheng.reading.labels.form_marks import properties
from jiheng.reading.labels.labels import LONGEST, meaning

_NUMBER = r"(?:[\d,，]*\d(?:[.．]\d*)?|[.．]\d+)"
_FIGURE = expression(rf"[-+−]?{_NUMBER}(?:e[+-]?\d+)?分?$", re.IGNORECASE)
_SHARE = expression(r"[-+−]?(?:\d+(?:[.．]\d*)?|[.．]\d+)[%％‰]$")
_AMOUNT = expression(rf"[¥￥]?[-+−]?{_NUMBER}(?:亿|万|千)*元?(?:人民币)?$")
_ERROR = expression(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!)$")
_SIGN = expression(r"(?:(?:\d{3})?[≥≤=＝═>＜<＞≧≦⩾⩽]{1,2}|大于|小于|等于|大于等于|小于等于|不小于|不大于)$")
_LED = expression(r"(?:[≥≤=＝═>＜<＞≧≦⩾⩽]|\$?\\[gl]eq?|(?:不少于|不低于|不超过|不高于|大于|小于)\d)")
_FURTHER = 0.4
"""What it costs to lay a cell below a column of which nothing is known."""
_MEASURE = expression(rf"{_NUMBER}[一-鿿]{{1,4}}(?:[/／·][一-鿿]{{1,3}})*$")
_NUMBERED = expression(r"指标\d{1,2}[:：.、]?")
_WEIGHED = expression(r"[（(]\d{2}分[)）]$")
"""The points of a first level, printed behind its name: 产出及效率（50分）."""
_BOTH = 0.3
"""What the word of both levels costs in the second: it is rather of the first."""
_LEVEL = 2.5
"""What a level with its points behind its name costs as a reason."""
_VALUE = 1.0
"""What a figure with its unit (1400元) costs as a name, though a name may begin with one."""
_NO_VALUE = 1.5
"""What the word of a level (产出时效) costs as a reason or a value."""
_DIGIT = expression(r"\d")
_LABELLED = expression(r"([^\d:：]{2,8})[:：]\s*(\S.*)")
_VALUES = ("target", "actual")
_REPEATED = (*_VALUES, *POINTS)
"""Columns whose cells may begin with the label once more; the text of a reason may begin with 原因：."""
BLANK_NAME = expression(r"(?:指标\d*[:：.、]?|[…\.。·．]+|指标…+|\(?[…\.]+\)?)$")
"""The name of a template row that was never filled in."""


def without_label(field: str, text: str) -> str:
    """The text of a cell without the label of its column, where it repeats that: 得分：20 below 评分."""
    if ":" not in text and "：" not in text:
        return text
    match = _LABELLED.fullmatch(text) if field in _REPEATED and len(text) <= LONGEST else None
    return match[2] if match is not None and meaning(match[1]).column == field else text


def is_figure(text: str) -> bool:
    """A bare figure, with or without 分, or the error value of a workbook that stands where a figure should."""
    return _is_short_figure(text) if len(text) <= LONGEST else _is_figure(text)


def _is_figure(text: str) -> bool:
    return _FIGURE.match(text) is not None or (text[:1] == "#" and _ERROR.match(text) is not None)


_is_short_figure = lru_cache(maxsize=8192)(_is_figure)


def is_amount(text: str) -> bool:
    """A figure, with or without 元, 万元 or %."""
    return _is_short_amount(text) if len(text) <= LONGEST else _is_amount(text)


def _is_amount(text: str) -> bool:
    return bool(_FIGURE.match(text) or _AMOUNT.match(text) or _SHARE.match(text))


def is_share(text: str) -> bool:
    """A figure with %: 97.5%."""
    return _SHARE.match(text) is not None


def is_measure(text: str) -> bool:
    """A figure with its unit: 4个, 2.1万人, 1500元/人·月."""
    return _MEASURE.match(text) is not None


def has_figure(text: str) -> bool:
    """Whether a text holds a figure."""
    return _DIGIT.search(text) is not None


def is_sign(text: str) -> bool:
    """What stands in the column 指标性质: ≥ and the like, 定性, 大于等于."""
    return (_SIGN.match(text) or properties().match(text)) is not None


def _is_name(text: str) -> bool:
    """By its end the name of an indicator: no value ends like that."""
    return text.endswith(words().form.name_only_ends) and not _DIGIT.search(text)


_is_short_amount = lru_cache(maxsize=8192)(_is_amount)


def is_led(text: str) -> bool:
    """A value behind its comparator: ≥180万页."""
    return _LED.match(text) is not None


def is_numbered(text: str) -> bool:
    """A name that begins with 指标1：."""
    return _NUMBERED.match(text) is not None


def is_weighed(text: str) -> bool:
    """A level with its points behind its name: 产出指标（50分）."""
    return _WEIGHED.search(text) is not None


@lru_cache(maxsize=16384)
def _column(field: str, text: str) -> float:
    return _levels(field, text) + _look(field, text)


def column(field: str, text: str) -> float:
    """How ill the text suits a column of the indicator tree. A field that is none of them is a further column."""
    return _column(field, text) if len(text) <= LONGEST else _long(field)


def only_level(field: str, text: str) -> float:
    """The same where the tree has one column for a level, whatever it is called: 制度, 数量 … below 指标类别."""
    return min(column("l1", text), column("l2", text)) if field in ("l1", "l2") else column(field, text)


def _long(field: str) -> float:
    return {"l1": 4.0, "l2": 2.5, "property": 6.0, "unit": 5.0, "weight": 8.0, "score": 8.0}.get(field, 0.0)


def _levels(field: str, text: str) -> float:
    """Words of the first and second level stand in their columns."""
    word = meaning(text)
    numbered = _NUMBERED.match(text) is not None
    if text == "指标":  # the end of a level word that was broken over rows
        return 0.4 if field in ("l1", "l2") else 3.0
    if field == "l1":
        strange = 1.0 if _WEIGHED.search(text) else 1.5 if text.endswith("指标") else 3.0
        return 0.0 if word.level1 else 6.0 if word.level2 or numbered else strange
    if field == "l2":
        return (
            _BOTH * word.level1
            if word.level2
            else 3.0
            if word.level1
            else 6.0
            if numbered
            else 0.8
            if text.endswith("指标")
            else 1.5
        )
    if field == "l3":
        is_level = word.level1 or word.level2
        if numbered or not is_level:
            return 0.0
        return 0.9 if not text.endswith("指标") else 3.0 if word.level2 else 6.0
    is_level = word.level1 or word.level2
    if numbered or (is_level and text.endswith("指标")):
        return 6.0
    if field == "reason" and is_weighed(text):
        return _LEVEL
    is_text = field == "reason" or field in _VALUES
    return _NO_VALUE if is_level and is_text else 0.0


def _look(field: str, text: str) -> float:
    figure, sign = is_figure(without_label(field, text)), is_sign(text)
    if field in POINTS:
        return 0.0 if figure else 0.5 if says_nothing(text) else 4.0 if _SHARE.match(text) else 8.0
    if field == "property":
        return 0.0 if sign else 6.0
    if sign and len(text) <= 2 and field != "actual":
        return 5.0
    if field in LEVELS:
        return 3.0 if figure or _SHARE.match(text) or _LED.match(text) else _VALUE if is_measure(text) else 0.0
    if field == "unit":
        return (
            2.5 if figure or (_DIGIT.search(text) and not _DIGIT.match(text[-1:])) else 3.0 if len(text) > 12 else 0.0
        )
    if field == "reason":
        led = _SHARE.match(text) or _LED.match(text)
        return 4.0 if figure else 3.0 if led else 1.0 if is_measure(text) else 0.0
    if field in _VALUES and (_is_name(text) or text in "%％‰"):
        return 1.5
    if field == "actual" and _LED.match(text):
        return 0.3
    return 0.0 if field else _FURTHER


@lru_cache(maxsize=16384)
def fund(field: str, text: str) -> float:
    """How ill the text suits a column of the funds block."""
    if field == "name":
        return 0.0 if meaning(text).fund_row else 8.0 if _AMOUNT.match(text) or is_dash(text) else 0.5
    share = _SHARE.match(text) is not None
    if field == "rate":
        return 0.0 if share or is_dash(text) else 0.3 if is_figure(text) else 4.0
    if field in ("weight", "score"):
        return 0.0 if is_figure(text) or is_dash(text) else 5.0
    if field:
        return 0.0 if _AMOUNT.match(text) or is_figure(text) else 1.5 if is_dash(text) else 5.0 if share else 3.0
    return _FURTHER


on_change(_column.cache_clear)
on_change(fund.cache_clear)
