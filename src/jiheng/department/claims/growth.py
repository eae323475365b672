"""Whether growth follows from the figures before and after it: 由71%提高到82.5%，提高11.5个百分点."""

import re
from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks import Severity
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import Printed, Span, difference, quotient, span, states
from jiheng.department.claims.result import Kind
from jiheng.department.claims.verdict import judge

CODE = "D32"
_ADVICE = "请核对基数、现数和增减幅度，改正写错的一个；基数不是上年数的，请写明。"
_FROM = re.compile(r"[由从](?:上年度?|去年|20\d\d年度?|年初)?的?$")
_TO = re.compile(r"(?:到|至|为)了?$")
_LAST_YEAR = re.compile(r"上年度?|去年(?:同期)?|上一年度?")
_THIS_YEAR = re.compile(r"本年度?|今年|当年")
_YEAR = re.compile(r"20\d\d年度?")
_POINT = Decimal("0.01")


def check(report: Report) -> None:
    """Judge every growth whose base the sentence states."""
    for items in report.by_sentence.values():
        numbers = [item for item in items if item.figure.printed is not None and item.figure.kind is not Kind.RANK]
        for index, item in enumerate(numbers):
            if item.figure.sense and not item.is_goal:
                _judge(item, numbers[:index][-3:], numbers[index + 1 :][:1])


def _judge(item: Item, before: Sequence[Item], after: Sequence[Item]) -> None:
    base = _base(before)
    if base is not None:
        old, new = base
        _growth(item, old, new)
        return
    value = before[-1] if before else None
    delta = None
    if value is not None and value.figure.sense and len(before) > 1 and not before[-2].figure.sense:
        value, delta = before[-2], before[-1]
    if item.figure.dimension != "比例" or value is None or value.figure.sense:
        return
    if delta is not None and delta.figure.dimension == value.figure.dimension:
        _from_delta(item, value, delta)
    elif "新增" in value.figure.label and after and _is_total(value, after[0]):
        _from_new(item, value, after[0])


def _base(before: Sequence[Item]) -> tuple[Item, Item] | None:
    """The figures of before and after that a growth refers to, where the words say so."""
    plain = [item for item in before if not item.figure.sense]
    if len(plain) < 2:
        return None
    old, new = plain[-2], plain[-1]
    if old.figure.dimension != new.figure.dimension or old.figure.kind is not new.figure.kind:
        return None
    if _FROM.search(old.figure.label) and _TO.search(new.figure.label):
        return old, new
    one, other = old.figure.label, new.figure.label
    years = _YEAR.findall(one), _YEAR.findall(other)
    is_last = _LAST_YEAR.search(one) is not None or (years[0] and years[1] and years[0][0][:4] < years[1][0][:4])
    return (old, new) if is_last and _plain(one) == _plain(other) != "" else None


def _plain(label: str) -> str:
    for pattern in (_LAST_YEAR, _THIS_YEAR, _YEAR):
        label = pattern.sub("", label)
    return label.strip("为达到的")


def _growth(item: Item, old: Item, new: Item) -> None:
    change = difference(new.printed, old.printed)
    sign = item.figure.sense
    how = f"{new.text} − {old.text}" if sign > 0 else f"{old.text} − {new.text}"
    signed = change if sign > 0 else Span(-change.exact, -change.high, -change.low)
    if item.figure.dimension == "百分点" and old.figure.dimension == "比例":
        signed = Span(*(value / _POINT for value in (signed.exact, signed.low, signed.high)))
    elif item.figure.dimension == "比例":
        exact = quotient(signed, span(old.printed))
        if exact is None or old.figure.dimension == "比例":
            return
        signed, how = exact, f"({how}) ÷ {old.text}"
    elif item.figure.dimension != old.figure.dimension:
        return
    judge(item, CODE, signed, how, (old, new), name="增减", advice=_ADVICE)


def _from_delta(item: Item, value: Item, delta: Item) -> None:
    """达769家，增加76家，增长11%: the base is what the value was before the change."""
    sign = delta.figure.sense
    changed = Printed(delta.printed.value * sign, delta.printed.step, delta.printed.is_whole)
    exact = quotient(span(delta.printed), difference(value.printed, changed))
    if exact is None or item.figure.sense != sign:
        return
    symbol = "−" if sign > 0 else "+"
    how = f"{delta.text} ÷ ({value.text} {symbol} {delta.text})"
    judge(item, CODE, exact, how, (value, delta), name="增减幅度", advice=_ADVICE, severity=Severity.WARNING)


def _is_total(new: Item, total: Item) -> bool:
    return (
        total.figure.dimension == new.figure.dimension
        and re.search(r"总数|总量|存量|累计|总", total.figure.label) is not None
    )


def _from_new(item: Item, new: Item, total: Item) -> None:
    """新增101家，同比增长26%，总数484家: the growth may be of either, so that it is never wrong here."""
    exact = quotient(span(new.printed), difference(total.printed, new.printed))
    if exact is not None:
        how = f"{new.text} ÷ ({total.text} − {new.text})"
        if states(item.printed, exact):
            judge(item, CODE, exact, how, (new, total), name="增幅", advice=_ADVICE)
