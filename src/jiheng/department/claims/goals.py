"""Whether the results that the report states reach the goals that it states: 营收增长9%的目标, 营收同比增长7.8%."""

import re
from collections.abc import Sequence
from functools import cache

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.verdict import note
from jiheng.places.sources import on_change
from jiheng.places.words import words

CODE = "D38"
_ADVICE = "没有达到的目标，请在“存在的问题及原因分析”里写明差多少、为什么、怎么改；口径不同的，请写明。"
_SPECKS = re.compile(
    r"力争|力促|争取|确保|计划|预期|全年|本年|年度|达到?|实现|完成|为|约|的|目标|不少于|不低于|一是|二是|三是|[市区]级|规模|累计|\d+\.|[“”]"
)
_EXCUSED = re.compile(r"未(?:能)?(?:达到|完成|实现|达成)|没有(?:达到|完成)|不及预期|低于(?:预期|目标)|差距")
_LEAST = 4


@cache
def _grown() -> re.Pattern[str]:
    """Whose what grows: the longest word for it goes first."""
    kinds = sorted(words().report.grown, key=len, reverse=True)
    return re.compile(rf"(?P<who>[一-鿿]{{2,12}}?)(?:规上企业)?(?P<what>{'|'.join(map(re.escape, kinds))})")


on_change(_grown.cache_clear)


def check(report: Report) -> None:
    """Judge every stated goal whose result the report states in the same words."""
    goals = [item for item in report.items if item.is_goal and item.figure.printed is not None]
    if not goals:
        return
    excuses = [sentence.text for sentence in report.sentences if _EXCUSED.search(sentence.text)]
    results = [item for item in report.items if not item.is_goal and item.figure.printed is not None]
    growths = [(item, item.sentence.text[: item.figure.start]) for item in results if item.figure.kind is Kind.GROWTH]
    plain: dict[tuple[str, str], Item] = {}
    for item in results:
        if item.figure.kind in (Kind.COUNT, Kind.AMOUNT, Kind.RATE) and len(words := _said(item)) >= _LEAST:
            plain.setdefault((item.figure.dimension, words), item)
    for goal in goals:
        reached = (
            _growth(goal, growths)
            if goal.figure.kind is Kind.GROWTH
            else plain.get((goal.figure.dimension, _said(goal)))
        )
        if reached is not None and reached.sentence.report == goal.sentence.report:
            _judge(goal, reached, excuses)


def _said(item: Item) -> str:
    return _SPECKS.sub("", item.figure.label + item.figure.tail)


def _growth(goal: Item, results: Sequence[tuple[Item, str]]) -> Item | None:
    """The growth of the same business and measure as the goal's."""
    named = _named(goal)
    if named is None:
        return None
    who, what = named
    for item, before in results:
        if item.figure.dimension != "比例" or item.sentence.report != goal.sentence.report:
            continue
        clauses = re.split("[，；]", before)
        about = next((clause for clause in reversed(clauses) if any(word in clause for word in what)), "")
        if before.startswith(who) and about:
            return item
    return None


def _named(goal: Item) -> tuple[str, tuple[str, ...]] | None:
    """Whose growth a goal is, and the words for what grows; 力争达到8% leans on what stands before it."""
    text = goal.sentence.text[: goal.figure.start]
    clause = re.split("[，；。]", text)[-1]
    for piece in (clause.split("、")[-1], clause):
        if match := _grown().search(_SPECKS.sub("", piece)):
            return match["who"], words().report.grown[match["what"]]
    return None


def _judge(goal: Item, reached: Item, excuses: Sequence[str]) -> None:
    result = reached.printed.value * (reached.figure.sense or 1)
    wanted = goal.printed.value
    said = f"下降{reached.text}" if result < 0 else reached.text
    how = f"{reached.sentence.at}写的结果是{said}"
    others = (reached.number,)
    if result >= wanted:
        note(goal, Judgement(CODE, State.PASS, how, others=others), [reached])
    elif not reached.figure.is_exact:
        note(goal, Judgement(CODE, State.INSUFFICIENT_DATA, how, f"“{reached.figure.text}”是约数", others=others))
    elif _is_excused(goal, excuses):
        note(goal, Judgement(CODE, State.PASS, f"{how}，报告已说明没有达到", others=others), [reached])
    else:
        label = goal.figure.label + goal.figure.tail
        message = f"“{label}”写的目标是 {goal.text}，{how}，没有达到，报告也没有说明"
        note(goal, Judgement(CODE, State.FAIL, how, "", "", message, _ADVICE, Severity.WARNING, others))


def _is_excused(goal: Item, excuses: Sequence[str]) -> bool:
    named = _named(goal)
    who = named[0] if named else _said(goal)[:_LEAST]
    return any(who[-_LEAST:] in text for text in excuses)
