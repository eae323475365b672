"""Whether parts make up their whole: parts and sources of funds, kinds and grades of projects, what follows 其中."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.interval import states, total
from jiheng.department.claims.names import GRADES_OF_PROJECT, KINDS_OF_PROJECT, Measure, Part, Source
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.subject import Subject, around
from jiheng.department.claims.verdict import judge, note, shown

CODE = "D30"
_ADVICE = "请对照决算和明细核对总数与各分项，改正其中写错的一个，前后各处一并改。"
_FUNDS = (Measure.INITIAL, Measure.BUDGET, Measure.EXECUTED, Measure.CARRIED, Measure.STATED)
_PARTS_OF_WHOLE = (Part.BASIC, Part.PROJECT, Part.OTHER)
_TOGETHER = re.compile(r"合计|共计|总计|总共")
_GOT = re.compile(r"得分?(?:为)?$")
_PAYMENT = re.compile(r"支付|付款|拨付")
_NEAR = 1
"""Paragraphs between a total and its parts at most."""


def check(report: Report) -> None:
    """Judge every total by its parts."""
    for item in report.items:
        if item.subject is not None and not item.is_goal and item.figure.printed is not None:
            if item.subject.measure in _FUNDS:
                _funds(report, item, item.subject)
            elif item.subject.measure is Measure.PROJECTS:
                _projects(report, item, item.subject, KINDS_OF_PROJECT, Measure.SELF_EVALUATED)
            elif item.subject.measure is Measure.SELF_EVALUATED:
                _projects(report, item, item.subject, GRADES_OF_PROJECT, Measure.EXCELLENT)
    for index, items in report.by_sentence.items():
        following = report.by_sentence.get(index + 1, [])
        goes_on = following and report.sentences[index + 1].text.startswith("其中")
        _scores([*items, *following] if goes_on else items)
        _contract(items)
        _added(items)
        _divided(items)


def _funds(report: Report, item: Item, of: Subject) -> None:
    if of.part is Part.WHOLE:
        parts = _near(report, item, [replace(of, part=part) for part in _PARTS_OF_WHOLE])
        if {part.subject.part for part in parts if part.subject} >= {Part.BASIC, Part.PROJECT}:
            _sum(item, parts, is_whole=len(parts) == len(_PARTS_OF_WHOLE))
    if of.part is Part.BASIC:
        parts = _near(report, item, [replace(of, part=part) for part in (Part.STAFF, Part.OFFICE)])
        if len(parts) == 2:
            _sum(item, parts, is_whole=True)
    if of.source is Source.WHOLE:
        parts = _near(report, item, [replace(of, source=source) for source in Source if source is not Source.WHOLE])
        names = {part.subject.source for part in parts if part.subject}
        if len(parts) > 1:
            _sum(item, parts, is_whole=names >= {Source.FISCAL, Source.OTHER_THAN_FISCAL})


def _near(report: Report, item: Item, subjects: Sequence[Subject]) -> list[Item]:
    found = [report.nearest(item, of) for of in subjects]
    return [other for other in found if other and abs(other.sentence.paragraph - item.sentence.paragraph) <= _NEAR]


def _sum(item: Item, parts: Sequence[Item], *, is_whole: bool) -> None:
    """Judge a total by its parts; where a part may be unnamed, only a sum that is too large is an error."""
    exact = total([part.printed for part in parts])
    how = " + ".join(part.text for part in parts)
    name = item.subject.words if item.subject and item.subject.words else "总数"
    too_large = exact.low > item.printed.value
    hint = (
        ""
        if is_whole or too_large
        else f"少 {shown(item, abs(item.printed.value - exact.exact))}，如另有未列的部分，请一并写明"
    )
    doubt = _doubt(item, parts)
    severity = Severity.ERROR if is_whole or too_large else Severity.WARNING
    judge(item, CODE, exact, how, parts, name=name, advice=_ADVICE, severity=severity, doubt=doubt, hint=hint)


def _doubt(item: Item, parts: Sequence[Item]) -> str:
    for part in parts:
        if part.subject and part.subject.is_inherited and part.sentence is not item.sentence:
            return f"“{part.text}”说的是谁不能确定"
    return ""


def _projects(report: Report, item: Item, of: Subject, names: Sequence[Measure], needed: Measure) -> None:
    parts = _near(report, item, [replace(of, measure=name) for name in names])
    parts = [part for part in parts if part.sentence.paragraph == item.sentence.paragraph and part.number > item.number]
    if len(parts) > 1 and any(part.subject and part.subject.measure is needed for part in parts):
        _sum(item, parts, is_whole=False)


def _contract(items: Sequence[Item]) -> None:
    """合同金额 and the payments behind it in the same sentence; what is still to be paid may be left unsaid."""
    head = next((item for item in items if item.figure.kind is Kind.AMOUNT and "合同" in item.figure.label), None)
    if head is None:
        return
    paid = [
        item for item in items
        if item.number > head.number and item.figure.kind is Kind.AMOUNT and _PAYMENT.search(item.figure.label)
    ]  # fmt: skip
    if len(paid) > 1:
        exact = total([item.printed for item in paid])
        doubt = "可能还有未写明的付款" if exact.high < head.printed.value else ""
        judge(
            head, CODE, exact, " + ".join(item.text for item in paid), paid, name="合同金额",
            advice="请对照合同和支付凭证核对。", severity=Severity.WARNING, doubt=doubt,
        )  # fmt: skip


def _added(items: Sequence[Item]) -> None:
    """支付20万元，支付30万元，合计50万元: a sum said after its parts. Which parts it takes in is not certain."""
    for index, item in enumerate(items):
        before = [other for other in items[:index] if _is_alike(other, item)]
        if len(before) > 1 and _TOGETHER.search(item.figure.label) and not item.judgements:
            exact = total([other.printed for other in before])
            if states(item.printed, exact):
                how = " + ".join(other.text for other in before)
                judge(item, CODE, exact, how, before, name="合计", advice=_ADVICE)


def _scores(items: Sequence[Item]) -> None:
    """An overall score and its parts behind it in the sentence; not all of them need be named."""
    scores = [item for item in items if item.figure.kind is Kind.SCORE]
    whole = next((item for item in scores if item.subject is not None), None)
    if whole is None:
        return
    parts = [
        score
        for score in scores
        if score.number > whole.number and not score.subject and _GOT.search(score.figure.label)
    ]
    if len(parts) > 2:
        exact = total([part.printed for part in parts])
        words = "".join(item.figure.lead for item in items)
        doubt = "" if around("all_parts").search(words) else "各部分可能没有列全"
        how = " + ".join(part.text for part in parts)
        judge(whole, CODE, exact, how, parts, name="总得分", advice=_ADVICE, severity=Severity.WARNING, doubt=doubt)


def _divided(items: Sequence[Item]) -> None:
    """A total and what follows 其中 in the same unit. Such parts may overlap, so that only a part above it is wrong."""
    for before, after in pairwise(items):
        if "其中" not in after.figure.lead or before.is_goal or not _is_alike(before, after) or _is_canonical(after):
            continue
        parts = [after]
        for item in items[items.index(after) + 1 :]:
            if not _is_alike(before, item) or "；" in item.figure.lead or "。" in item.figure.lead:
                break
            parts.append(item)
        _parts(before, parts)


def _parts(whole: Item, parts: Sequence[Item]) -> None:
    exact = total([part.printed for part in parts])
    larger = next(
        (part for part in parts if part.printed.value - part.printed.slack > whole.printed.value + whole.printed.slack),
        None,
    )
    if larger is not None and larger.figure.is_exact and whole.figure.is_exact:
        how = f"{larger.text} 大于 {whole.text}"
        message = f"“其中”的 {larger.text} 比总数 {whole.text} 还大"
        note(
            larger,
            Judgement(CODE, State.FAIL, how, "", f"不大于 {whole.text}", message, _ADVICE, others=(whole.number,)),
            [whole],
        )
    elif len(parts) > 1 and not whole.judgements:
        how = " + ".join(part.text for part in parts)
        judge(whole, CODE, exact, how, parts, name="总数", advice=_ADVICE, doubt="各部分可能没有列全，或有重叠")


def _is_alike(one: Item, other: Item) -> bool:
    return (
        one.figure.printed is not None and other.figure.printed is not None
        and one.figure.kind is other.figure.kind and one.figure.kind in (Kind.AMOUNT, Kind.COUNT)
        and one.figure.dimension == other.figure.dimension and not other.figure.sense
    )  # fmt: skip


def _is_canonical(item: Item) -> bool:
    of = item.subject
    return of is not None and (
        of.part is not Part.WHOLE or of.source is not Source.WHOLE or of.measure in KINDS_OF_PROJECT + GRADES_OF_PROJECT
    )
