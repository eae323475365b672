"""指标名称与指标值混在一起

是什么
    指标值与三级指标名称一字不差；或者名称以“不超过”“控制在”开头，写的是要求；或者名称里带着指标值的数（“安装座椅80张”）。
    每张表各合并为一条提示。

为什么
    名称说评什么，指标值说做到什么程度；混在一起，就看不出评的是什么，也没有单独的标准。

举例
    三级指标“提高群众防灾意识”，指标值“提高群众防灾意识”；三级指标“不超过预算金额”。

怎么改
    名称写成可以衡量的事项，指标值写要达到的数量、比率、时间或等级。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import bare_name, folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import row_list
from jiheng.quantity import Kind, may_count, parse

CHECK = Check(
    code="T06",
    official="指标名称与指标值内容混同，指标设置不规范。",
    severity=Severity.NOTICE,
    rules=("checks.targets.name_as_target",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find targets that repeat the name of their indicator."""
    if not any(row.indicator.target for row in case.rows):
        return not_applicable("没有填年度指标值")
    copied = [row for row, _ in case.said(_copied)]
    said = {row.index for row in copied}
    asking = [row for row, _ in case.said(is_demand) if row.index not in said]
    return judged((_copies(copied) if copied else []) + (_requirements(asking) if asking else []))


def _copies(copied: list[Row]) -> list[Finding]:
    return [
        CHECK.over(
            copied,
            "target",
            f"{row_list(copied)}的指标值照抄了指标名称，没有说明要达到什么数量或程度。",
            "名称写成可以衡量的事项，指标值写要达到的数量、比率、时间或等级。",
        )
    ]


def _requirements(asking: list[Row]) -> list[Finding]:
    return [
        CHECK.over(
            asking,
            "l3",
            f"{row_list(asking)}的名称写的是要求，或者带着指标值，没有说评的是什么。",
            "名称写评什么事（采购单价、安装数量），要求和数写在指标值里。",
        )
    ]


@CHECK.on_row
def is_demand(row: Row) -> bool:
    """Whether a name begins like a demand (不超过预算金额) or carries the figure of its target (安装座椅80张)."""
    name = bare_name(row.indicator.l3 or "")
    if name.startswith(row.book.words("checks.targets.demand_words")):
        return True
    goals = row.score.target.quantities
    if len(goals) != 1 or goals[0].figure is None or not goals[0].unit or goals[0].kind is Kind.DATE:
        return False
    if not may_count(name):
        return False
    return any(
        quantity.figure == goals[0].figure and quantity.unit == goals[0].unit for quantity in parse(name).quantities
    )


@CHECK.on_row
def _copied(row: Row) -> bool:
    name, target = row.indicator.l3 or "", row.indicator.target or ""
    if len(target) < row.book.number("checks.targets.name_as_target"):
        return False
    return bool(name) and folded(bare_name(name)) == folded(bare_name(target))
