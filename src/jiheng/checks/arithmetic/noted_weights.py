"""表下注写的分值与表中的不一致

是什么
    表下的注、填报说明写明了执行率和各一级指标的分值，而表中一级指标名称里写的、或各指标加起来的不是这个数。
    成本指标设在产出之下的，与产出合并比较。一行的评分标准写明满分是几分、与这一行的分值不同的，也查。

为什么
    注里的分值是这张表自己规定的；表中另用一套，填的人和看的人就不知道以哪一套为准，合计也容易超过100。

举例
    注写“产出50分、效益30分、满意度10分、执行率10分”，一级指标名称印“产出指标（70分）”“效益指标（20分）”。

怎么改
    弄清当地以哪一套为准，把另一处改成一致，得分随之重算。
"""

from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import First
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.form import FORM, Block, Place
from jiheng.places.printed import Weights, labelled_weights, noted_weights
from jiheng.quantity import number
from jiheng.quantity.words import plain, short
from jiheng.scoring.form_score import row_notes
from jiheng.scoring.note import understood

CHECK = Check(
    code="A15",
    official="表外说明所注分值与表中分值不一致。",
    severity=Severity.WARNING,
    rules=("weights.schemes",),
    page=__doc__,
)
_NAMES = {"execution": "执行率", **{block.value: block.label for block in First}}


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the weights that notes state with those in the names of the blocks, with the sums, and row by row."""
    rows = _rows(case)
    whole = _against_remark(case)
    if rows is None:
        return whole
    return judged([*whole.findings, *rows])


def _rows(case: Case) -> list[Finding] | None:
    """Rows whose note calls another number of points full; None where no note of a row does."""
    found, stated = [], False
    for index, text in row_notes(case.form).items():
        note, weight = understood(text), number(case.form.indicators[index].weight or "")
        if note is not None and note.full is not None and weight is not None:
            stated = True
            if note.full != weight:
                message = f"评分标准写的满分是 {plain(note.full)} 分（{short(text)}），本行的分值是 {plain(weight)}。"
                advice = "弄清以哪一个为准，把另一处改成一致，得分随之核定。"
                place, printed = str(Place.indicator(index, "weight")), case.form.indicators[index].weight
                found.append(CHECK.finding(place, printed, plain(note.full), message, advice))
    return found if stated else None


def _against_remark(case: Case) -> Outcome:
    stated, remark = noted_weights(case.form)
    if not stated:
        return not_applicable("表下的注、各行的评分标准没有写明分值")
    found, where = labelled_weights(case.form, case.book), "一级指标名称里写的"
    if not found:
        found, where = _sums(case), "各指标分值加起来的"
    if not found:
        return insufficient("有的指标没有分值，或一级指标认不出")
    if case.execution_weight is not None:
        found["execution"] = case.execution_weight
    stated, found = _together(stated), _together(found)
    wrong = [name for name in stated if name in found and found[name] != stated[name]]
    if not wrong:
        return judged([])
    said = "、".join(f"{_NAMES[name]} {plain(stated[name])} 分" for name in wrong)
    printed = "、".join(f"{_NAMES[name]} {plain(found[name])} 分" for name in wrong)
    whole = sum(found.values(), Decimal(0))
    total = "" if whole == case.book.number("weights.total") else f"，表中合计 {plain(whole)} 分"
    marked = (Place(Block.NOTES, index) for index, note in enumerate(case.form.notes) if note == remark)
    place = str(next(marked, FORM))
    return judged(
        [
            CHECK.finding(
                place,
                remark,
                "",
                f"注写的是{said}，{where}是{printed}{total}。",
                "弄清以哪一套分值为准，把另一处改成一致，得分随之重算。",
            )
        ]
    )


def _sums(case: Case) -> Weights:
    """The weight of each block as its rows add up; {} where a row has none or stands in no known block."""
    found: Weights = {}
    for row in case.rows:
        if row.first is None or row.score.weight is None:
            return {}
        found[row.first.value] = found.get(row.first.value, Decimal(0)) + row.score.weight
    return found


def _together(weights: Weights) -> Weights:
    """The weights with cost counted in the output."""
    output = weights.get("output", Decimal(0)) + weights.get("cost", Decimal(0))
    return {"output": output} | {name: weight for name, weight in weights.items() if name not in ("output", "cost")}
