"""Whether a share follows from the two numbers before it: 发现隐患56处，整改50处，整改率89.29%; 其中优12个，占80%."""

import re
from collections.abc import Sequence

from jiheng.checks import Severity
from jiheng.department.claims.interval import quotient, span
from jiheng.department.claims.result import Kind
from jiheng.department.claims.saying import judge
from jiheng.department.claims.understood import Item, Report

CODE = "D31"
_ADVICE = "请核对两个数和比率，改正写错的一个；比率是别的口径的，请写明。"
_RATE = re.compile(r"(?P<stem>[一-鿿]{2,4})率(?:为|达到?|是)?$")
_SHARE = re.compile(r"^占(?:比|总数|总额|总量|全部|合计)?(?:的|为|达到?|比)*$")


def check(report: Report) -> None:
    """Judge every share whose part and whole stand right before it in the sentence."""
    for items in report.by_sentence.values():
        for index, item in enumerate(items):
            if item.figure.kind is not Kind.RATE or item.subject is not None or item.is_goal:
                continue
            found = _by_name(item, items[:index]) or _of_whole(item, items[:index])
            exact = quotient(span(found[0].printed), span(found[1].printed)) if found else None
            if found and exact is not None:
                how = f"{found[0].text} ÷ {found[1].text}"
                judge(item, CODE, exact, how, found, name="比率", advice=_ADVICE, severity=Severity.WARNING)


def _by_name(item: Item, before: Sequence[Item]) -> tuple[Item, Item] | None:
    """整改率 is what was 整改 by what stands before that."""
    match = _RATE.search(item.figure.label)
    if match is None or len(before) < 2:
        return None
    part, whole = before[-1], before[-2]
    is_named = part.figure.label.endswith(match["stem"][-2:])
    return (part, whole) if is_named and _fits(part, whole) else None


def _of_whole(item: Item, before: Sequence[Item]) -> tuple[Item, Item] | None:
    """占 behind a part that 其中 takes out of the number before it."""
    if not _SHARE.search(item.figure.label) or len(before) < 2:
        return None
    part, whole = before[-1], before[-2]
    return (part, whole) if "其中" in part.figure.lead and _fits(part, whole) else None


def _fits(part: Item, whole: Item) -> bool:
    one, other = part.figure, whole.figure
    if one.printed is None or other.printed is None or one.kind not in (Kind.COUNT, Kind.AMOUNT):
        return False
    return one.dimension == other.dimension and one.kind is other.kind and one.value <= other.value
