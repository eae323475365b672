"""一个部门的项目全部满分

是什么
    同一主管部门的项目（数量见办法）总分全部是满分。

为什么
    十几个项目没有一处不足，多半是打分时没有认真比对；这样的结果没有区分度，也发现不了问题。

举例
    某局 14 个项目，14 张自评表都是 100 分。

怎么改
    对照指标值和佐证逐项复核，如实扣分并写明原因；确实全部完成的，备好佐证供抽查。
"""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import full
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable

CHECK = Check(
    code="B03",
    official="{count}个项目的绩效指标全部自评满分，自评结果缺乏区分度。",
    severity=Severity.WARNING,
    rules=("checks.batch.full_marks_from",),
    page=__doc__,
)


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Look at the totals of each department."""
    departments: dict[str, list[tuple[Case, Decimal]]] = {}
    for case in cases:
        if (total := case.figure("total_score")) is not None:
            departments.setdefault(folded(case.form.department or ""), []).append((case, total))
    enough = [
        scored
        for scored in departments.values()
        if len(scored) >= scored[0][0].book.number("checks.batch.full_marks_from")
    ]
    if not enough:
        return not_applicable("没有哪个部门的自评表多到足以判断")
    return judged([_finding(scored) for scored in enough if all(_is_full(case, total) for case, total in scored)])


def _is_full(case: Case, total: Decimal) -> bool:
    """Whether the total is full, or every indicator is and only the execution rate is short of it."""
    return total == case.book.number("weights.total") or (bool(case.rows) and all(full(row) for row in case.rows))


def _finding(scored: list[tuple[Case, Decimal]]) -> Finding:
    form = scored[0][0].form
    whole = all(total == case.book.number("weights.total") for case, total in scored)
    what = "总分全部是满分" if whole else "各项指标全部是满分（只有执行率没有得满）"
    return CHECK.finding(
        "total_score",
        form.total_score,
        "",
        f"{form.department or '这一批'}的 {len(scored)} 个项目{what}，没有区分度。",
        "对照指标值和佐证逐项复核，如实扣分并写明原因；确实全部完成的，备好佐证供抽查。",
        forms=tuple(case.index for case, _ in scored),
    )
