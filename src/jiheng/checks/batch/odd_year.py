"""有的表年度与众不同

是什么
    一批自评表绝大多数是同一年度，个别表的年度不同。合并为一条提示。

为什么
    多半是把往年的表混进来了，或者年度没有改；汇总会多算或漏算。

举例
    18 张 2024 年度的表里夹着 1 张 2023 年度的。

怎么改
    核对这几张表：往年的撤出，年度写错的改正。
"""

from collections import Counter
from collections.abc import Sequence

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.form import subject
from jiheng.quantity.words import short

CHECK = Check(
    code="B07",
    official="{projects}填报的年度与其他项目不一致[，应为{expected}年度]。",
    severity=Severity.NOTICE,
    rules=("checks.batch.one_year", "checks.batch.one_year_from"),
    page=__doc__,
)

_SHOWN = 4


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Find forms of another year than nearly all."""
    dated = [case for case in cases if case.form.year]
    if not dated or len(dated) < dated[0].book.number("checks.batch.one_year_from"):
        return not_applicable("写明年度的自评表太少")
    usual, count = Counter(case.form.year for case in dated).most_common(1)[0]
    odd = [case for case in dated if case.form.year != usual]
    if not odd or count < len(dated) * dated[0].book.number("checks.batch.one_year"):
        return judged([])
    named = "、".join(f"“{short(subject(case.form) or case.form.source)}”（{case.form.year}）" for case in odd[:_SHOWN])
    more = f"等 {len(odd)} 张" if len(odd) > _SHOWN else ""
    return judged(
        [
            CHECK.finding(
                "year",
                odd[0].form.year,
                usual or "",
                f"{count} 张表是 {usual} 年度，{named}{more}却不是。",
                "核对这几张表：往年的撤出，年度写错的改正。",
                forms=tuple(case.index for case in odd),
            )
        ]
    )
