"""两个总分行互相矛盾

是什么
    一张表里印了两个（或更多）总分，得分或分值不一样；或者合计全部指标的“小计”，得分不等于各项指标得分之和。

为什么
    表只能有一个总分；留下旧总分，公开和汇总时可能被误用。

举例
    上一行总分 93，下一行总分 95.3。

怎么改
    保留与各项得分之和相符的一个，删去其余总分行。
"""

from collections.abc import Iterator
from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.rounding import score_gap
from jiheng.form import INDICATOR_FIELDS, Place
from jiheng.quantity.words import plain

CHECK = Check(
    code="A09",
    official="表中列有几个总分，数值互不一致。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.scores_add_up",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the total rows with each other."""
    totals = range(len(case.form.totals))
    if len(totals) < 2:
        return not_applicable("表中没有第二个总分行")
    findings = []
    for field in ("weight", "score"):
        places = [
            place
            for index in totals
            if not _is_part(case, index) and case.figure(place := str(Place.total(index, field))) is not None
        ]
        figures = [figure for place in places if (figure := case.figure(place)) is not None]
        if len(set(figures)) > 1:
            label = INDICATOR_FIELDS[field]
            findings.append(
                CHECK.finding(
                    places[0],
                    case.printed(places[0]),
                    "",
                    f"表中有 {len(figures)} 个总分行，{label}分别为 {'、'.join(map(plain, figures))}。",
                    "保留与各项之和相符的一个，删去其余总分行。",
                    places=places,
                )
            )
    return judged([*findings, *_wrong_parts(case)])


def _wrong_parts(case: Case) -> Iterator[Finding]:
    """The rows that sum up all indicators, by their weight, and print another score than these make."""
    scores = [row.score.printed for row in case.rows if row.score.weight]
    total = sum((score for score in scores if score is not None), Decimal())
    places = int(case.book.number("rounding.places"))
    for index, row in enumerate(case.form.totals if None not in scores and not case.figures_doubted else ()):
        place = str(Place.total(index, "score"))
        weight, score = case.figure(str(Place.total(index, "weight"))), case.figure(place)
        if score is None or weight != case.weights or not _is_part(case, index):
            continue
        if score_gap(score, total, places, case.book.number("agreement.score_tolerance")) is Severity.ERROR:
            told = f"“{row.label}”的得分填为 {plain(score)}，各项指标的得分之和为 {plain(total)}。"
            advice = f"先核对各项得分；各项无误的，把“{row.label}”改为 {plain(total)}，总分一并核对。"
            yield CHECK.finding(place, case.printed(place), plain(total), told, advice)


def _is_part(case: Case, index: int) -> bool:
    """Whether a row sums up a part only: it says so (小计), or lacks just the execution rate that a later row adds."""
    total = case.form.totals[index]
    if total.label in case.book.words("checks.arithmetic.part_totals"):
        return True
    weight, last = case.figure(str(Place.total(index, "weight"))), case.figure("total_weight")
    execution = case.execution_weight or case.book.number("execution.weight")
    return weight is not None and last is not None and weight != last and weight + execution == last
