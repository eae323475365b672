"""Amounts of a form beside those of the accounts: whether they agree, and what a difference proves about its cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from jiheng.checks.rounding import decimals
from jiheng.department.accounts.vocabulary import FIELDS
from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.quantity import money
from jiheng.quantity.words import WAN, plain

_CENTS = 2
_SHIFTS = (Decimal(10), Decimal(100), Decimal(1000))


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount as printed: the figure and how many 元 one of its unit is."""

    figure: Decimal
    factor: Decimal

    @property
    def yuan(self) -> Decimal:
        """The amount in 元."""
        return self.figure * self.factor


Sums = Mapping[tuple[str, str], Sum]
"""Amounts of one side by (part of the money, field)."""


@lru_cache(maxsize=64)
def factor(unit: str) -> Decimal:
    """How many 元 a unit of money is; 1 for one that is not known."""
    return money("1", unit) or Decimal(1)


def agree(one: Sum, other: Sum) -> bool:
    """Whether two amounts are the same, or one is the other rounded or cut to two decimals or more of its unit."""
    return _rounds(one, other, max(_CENTS, decimals(one.figure))) or _rounds(
        other, one, max(_CENTS, decimals(other.figure))
    )


def only_rounded(one: Sum, other: Sum) -> bool:
    """Whether one is the other rounded to the fewer decimals it was printed with (486 for 486.40)."""
    return _rounds(one, other, decimals(one.figure)) or _rounds(other, one, decimals(other.figure))


def _rounds(coarse: Sum, fine: Sum, places: int) -> bool:
    if coarse.yuan == fine.yuan:
        return True
    if not coarse.figure or not fine.figure:
        return False
    exact, step = fine.yuan / coarse.factor, Decimal(1).scaleb(-places)
    return any(coarse.figure == exact.quantize(step, way) for way in (ROUND_HALF_UP, ROUND_DOWN))


def cause(key: tuple[str, str], mine: Sums, yours: Sums) -> str:
    """The likely cause of a difference at `key` in Chinese, "" where the figures prove none."""
    form, account = mine[key], yours[key]
    return (
        _by_factor(form, account)
        or _other_column(key, mine, yours)
        or _part(key, mine, yours)
        or _swapped(form, account)
        or _shifted(form, account)
    )


def _times(amount: Sum, factor_: Decimal) -> Sum:
    return Sum(amount.figure, amount.factor * factor_)


def _by_factor(form: Sum, account: Sum) -> str:
    if not form.figure or not account.figure:
        return ""
    if agree(_times(form, 1 / WAN), account):
        return "自评表大 1 万倍：一边的元、万元弄错了"
    if agree(form, _times(account, 1 / WAN)):
        return "决算大 1 万倍：一边的元、万元弄错了"
    return ""


def _other_column(key: tuple[str, str], mine: Sums, yours: Sums) -> str:
    """The figure of another column in this one."""
    fund, field = key
    form, account = mine[key], yours[key]
    for other in AMOUNTS:
        there, here = yours.get((fund, other)), mine.get((fund, other))
        if other == field:
            continue
        if there is not None and form.figure and agree(form, there) and not agree(account, there):
            return f"自评表的{FIELDS[field]}填的是决算的{FIELDS[other]}"
        if here is not None and account.figure and agree(account, here) and not agree(form, here):
            return f"决算的{FIELDS[field]}等于自评表的{FIELDS[other]}"
    return ""


def _part(key: tuple[str, str], mine: Sums, yours: Sums) -> str:
    """A part of the money for the whole, on either side."""
    fund, field = key
    if fund != TOTAL_FUND:
        return ""
    for one, other, said, meant in ((mine[key], yours, "自评表", "决算"), (yours[key], mine, "决算", "自评表")):
        whole = other[key]
        for (part, column), amount in other.items():
            if column != field or part == TOTAL_FUND or not 0 < amount.yuan < whole.yuan or not one.figure:
                continue
            if agree(one, amount):
                return f"{said}只有其中的{part}，没有包括其他部分（{meant}总额包括）"
            if agree(one, Sum((whole.yuan - amount.yuan) / one.factor, one.factor)):
                return f"{said}没有包括{part}（{meant}总额包括）"
    return ""


def _swapped(form: Sum, account: Sum) -> str:
    """Two neighbouring digits in the wrong order, whatever the unit."""
    one, other = (plain(abs(amount.yuan)) for amount in (form, account))
    if len(one) != len(other):
        return ""
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return ""
    first, second = apart
    if one[first] == other[second] and one[second] == other[first]:
        return f"相邻两位数字颠倒（{one[first]}{one[second]} 与 {other[first]}{other[second]}）"
    return ""


def _shifted(form: Sum, account: Sum) -> str:
    for step in _SHIFTS:
        if form.figure and (agree(form, _times(account, step)) or agree(_times(form, step), account)):
            return f"小数点错位（相差 {step} 倍）"
    return ""
