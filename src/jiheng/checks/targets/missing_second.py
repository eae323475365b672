"""产出缺少二级指标

是什么
    产出指标下面没有数量、质量、时效中的某一类。成本可以设在产出下，也可以设在一级指标，只缺成本的不在此指出；
    缺了别的而成本也没有的，一并指出。

为什么
    产出要回答做了多少、做得怎样、是否按时。缺一类，这一面就没有人看。

举例
    产出指标只有数量指标和时效指标，没有质量指标。

怎么改
    补设质量指标（验收合格率、达标率、故障率等）；确实不适用的，在说明中写明。
"""

from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import First, Second
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.targets.blocks import wanted
from jiheng.form import FORM, INDICATORS
from jiheng.places import Book

CHECK = Check(
    code="T18",
    official="产出指标设置不完整[，未设置{expected}]。",
    severity=Severity.WARNING,
    rules=("checks.targets.output_kinds", "checks.targets.cost_kind"),
    page=__doc__,
)

_EXAMPLES = {
    Second.QUANTITY: "完成多少次、件、处、人",
    Second.QUALITY: "验收合格率、达标率、故障率等",
    Second.TIME: "完成日期、时限、及时率",
    Second.COST: "单位成本、与上年或市场价相比的成本",
}


@lru_cache(maxsize=256)
def _wanted(book: Book) -> tuple[Second, ...]:
    return tuple(Second(kind) for kind in book.words("checks.targets.output_kinds"))


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the kinds of output that the rulebook wants."""
    rows = case.outputs
    if not rows:
        return not_applicable("没有产出指标")
    if all(not row.indicator.l2 for row in rows):
        return not_applicable("表样没有二级指标，或没有填")
    if any(row.second is None for row in rows):
        return insufficient("有的二级指标名称认不出，无法判断缺哪一类")
    present = list(dict.fromkeys(row.second for row in rows if row.second))
    missing = [kind for kind in _wanted(case.book) if kind not in present]
    if not missing:
        return judged([])
    if _cost_lacks(case):
        missing.append(Second.COST)
    has = "、".join(kind.value for kind in present)
    lacks = "、".join(f"{kind.value}指标" for kind in missing)
    left = "表中另有模板行空着。" if case.form.blank_rows else ""
    examples = "；".join(_EXAMPLES.get(kind, kind.value) for kind in missing)
    return judged(
        [
            CHECK.finding(
                str(FORM),
                "",
                lacks,
                f"产出指标只有{has}，没有{lacks}。{left}",
                f"补设{lacks}（{examples}）；确实不适用的，在说明中写明。",
                places=(str(INDICATORS), rows[-1].place("l2")),
            )
        ]
    )


def _cost_lacks(case: Case) -> bool:
    """Whether cost is measured nowhere, neither under output nor as a first level; a book that wants the first level
    has a check for it."""
    if not case.book.flag("checks.targets.cost_kind") or First.COST in wanted(case.book):
        return False
    return not case.costs
