"""指标值照抄指标名称

是什么
    年度指标值与三级指标的名称一字不差，没有说要达到什么数量或程度。每张表合并为一条提示。

为什么
    名称说评什么，指标值说达到多少。两处写同一句话，等于没有目标。

举例
    三级指标“保障办公系统稳定运行”，年度指标值也是“保障办公系统稳定运行”。

怎么改
    名称写成可以衡量的事项（系统可用率），指标值写要达到的数（≥99%）或等级。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import bare_name, folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import row_list

CHECK = Check(
    code="T06",
    title="指标值照抄指标名称",
    severity=Severity.NOTICE,
    rules=("checks.targets.name_as_target",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find targets that repeat the name of their indicator."""
    least = int(case.book.number("checks.targets.name_as_target"))
    long = [row for row in case.rows if len(row.indicator.target or "") >= least]
    if not long:
        return not_applicable("没有用一句话表述的指标值")
    copied = [row for row in long if _copied(row)]
    if not copied:
        return judged([])
    first = copied[0]
    return judged(
        [
            CHECK.finding(
                first.place("target"),
                first.indicator.target,
                "",
                f"{row_list(copied)}的指标值照抄了指标名称，没有说明要达到什么数量或程度。",
                "名称写成可以衡量的事项，指标值写要达到的数量、比率、时间或等级。",
                places=[row.place("target") for row in copied],
            )
        ]
    )


def _copied(row: Row) -> bool:
    name, target = row.indicator.l3 or "", row.indicator.target or ""
    return bool(name) and folded(bare_name(name)) == folded(bare_name(target))
