"""Whether a share follows from the two numbers before it: 发现隐患56处，整改50处，整改率89.29%; 其中优12个，占80%."""

import re
from collections.abc import Sequence

from jiheng.checks import Severity
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import quotient, span, states
from jiheng.department.claims.result import Kind
from jiheng.department.claims.verdict import judge

CODE = "D31"
_ADVICE = "请核对两个数和比率，改正写错的一个；比率是别的口径的，请写明。"
_RATE = re.compile(r"(?P<stem>[一-鿿]{2,4})[率度](?:为|达到?|是)?$")
_SHARE = re.compile(r"^占(?:比|总数|总额|总量|全部|合计)?(?:的|为|达到?|比)*$")


def check(report: Report) -> None:
    """Judge every share whose part and whole stand before it in the sentence."""
    for items in report.by_sentence.values():
        for index, item in enumerate(items):
            if item.figure.kind is Kind.RATE and item.subject is None and not item.is_goal and index > 1:
                _judge(item, items[index - 1], _wholes(item, items[:index]))


def _judge(item: Item, part: Item, wholes: Sequence[Item]) -> None:
    """Judge a share by the nearest whole that gives it, else by the nearest."""
    worked = [(whole, exact) for whole in wholes if (exact := quotient(span(part.printed), span(whole.printed)))]
    if not worked:
        return
    whole, exact = next((pair for pair in worked if states(item.printed, pair[1])), worked[0])
    how = f"{part.text} ÷ {whole.text}"
    judge(item, CODE, exact, how, (part, whole), name="比率", advice=_ADVICE, severity=Severity.WARNING)


def _wholes(item: Item, before: Sequence[Item]) -> list[Item]:
    """What the number right before a share can be a part of, nearest first."""
    part = before[-1]
    match = _RATE.search(item.figure.label)
    if match is not None and match["stem"][-2:] in part.figure.label:
        return [other for other in reversed(before[:-1]) if _fits(part, other)]
    if _SHARE.search(item.figure.label):
        divided = next((at for at, earlier in enumerate(before) if "其中" in earlier.figure.lead), 0)
        return [other for other in reversed(before[:divided]) if _fits(part, other)]
    return []


def _fits(part: Item, whole: Item) -> bool:
    one, other = part.figure, whole.figure
    if one.printed is None or other.printed is None or one.kind not in (Kind.COUNT, Kind.AMOUNT) or other.sense:
        return False
    return one.dimension == other.dimension and one.kind is other.kind and one.value <= other.value
