"""One cell's text → comparator, figure, unit, level, date or plain text."""

from jiheng.quantity.comparison import convert, meets, ratio
from jiheng.quantity.figure_cells import PrintedShare, money, number, points, share
from jiheng.quantity.levels import closing, rank
from jiheng.quantity.match_target import Answer, answer, answers
from jiheng.quantity.parsing import parse
from jiheng.quantity.rendering import KIND_NAMES, render, understood
from jiheng.quantity.scanning import may_be_dated, may_count
from jiheng.quantity.units import known_unit
from jiheng.quantity.unknown_units import shared_unit
from jiheng.quantity.value import Comparator, Kind, Quantity, Value

__all__ = [
    "KIND_NAMES",
    "Answer",
    "Comparator",
    "Kind",
    "PrintedShare",
    "Quantity",
    "Value",
    "answer",
    "answers",
    "closing",
    "convert",
    "known_unit",
    "may_be_dated",
    "may_count",
    "meets",
    "money",
    "number",
    "parse",
    "points",
    "rank",
    "ratio",
    "render",
    "share",
    "shared_unit",
    "understood",
]
