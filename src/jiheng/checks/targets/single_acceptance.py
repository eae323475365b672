"""单个项目设了验收合格率

是什么
    质量指标是“项目验收合格率”，目标是一个比率，而这张表只有一个项目、验收一次。作提示。

为什么
    一次验收只有通过、不通过两种结果，用百分率没有意义，写“≥90%”更说不清；验收的时间、主体反而没有写。

举例
    质量指标“项目验收合格率”≥90%，实际完成值“100%（已通过项目验收）”。

怎么改
    写“通过验收”，完成值写验收的日期、主体和结论；有多批货物、多个子项的，写清楚共几批、合格几批。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Kind, Quantity

CHECK = Check(
    code="T33",
    official="单个项目验收设置合格率不恰当，应写明验收时间和结论。",
    severity=Severity.NOTICE,
    rules=("checks.targets.acceptance_words",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find a rate of acceptance in a form that accepts one project."""
    rows = [row for row, _ in case.said(_is_rate)]
    if not rows:
        return not_applicable("没有项目验收合格率一类的指标")
    if any(_is_many(row) for row in case.rows):
        return judged([])
    return judged(
        [
            CHECK.over(
                rows,
                "target",
                f"{row_list(rows)}只验收一个项目，只有通过、不通过，用百分率没有意义，也没有写什么时候、由谁验收。",
                "写“通过验收”，完成值写验收的日期、主体和结论；有多批、多个子项的，写明共几批、合格几批。",
            )
        ]
    )


@CHECK.on_row
def _is_rate(row: Row) -> bool:
    if row.second is not Second.QUALITY:
        return False
    only = _only(row)
    share = only is not None and only.kind is Kind.SHARE
    return share and mentions(row.book, "checks.targets.acceptance_words", row.bare)


@once
def _is_many(row: Row) -> bool:
    """Whether a row counts several projects, lots or sites, each of which is accepted."""
    only = _only(row)
    if row.second is not Second.QUANTITY or only is None or only.kind is not Kind.COUNT or only.figure is None:
        return False
    return only.figure > 1 and mentions(row.book, "checks.targets.accepted_each", f"{row.bare}{only.unit}")


def _only(row: Row) -> Quantity | None:
    quantities = row.score.target.quantities
    return quantities[0] if len(quantities) == 1 else None
