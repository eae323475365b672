"""What a figure in a report is of: the names that the packs give words for, keep results by and messages use."""

from enum import StrEnum


class Measure(StrEnum):
    """What is measured: amounts and rates of the funds, numbers of projects, a score."""

    INITIAL = "年初预算"
    BUDGET = "预算"
    EXECUTED = "执行数"
    CARRIED = "结转结余"
    ADDED = "追加"
    CUT = "调减"
    STATED = "数额"
    """A part that is named without saying whether its budget or its expenditure is meant."""
    EXECUTION_RATE = "执行率"
    CARRIED_RATE = "结转结余率"
    DIFFERENCE_RATE = "预决算差异率"
    ADJUSTED_RATE = "预算调整率"
    PROJECTS = "项目总数"
    SELF_EVALUATED = "单位自评项目"
    DEPARTMENT_EVALUATED = "部门评价项目"
    FISCAL_EVALUATED = "财政评价项目"
    SECRET = "涉密项目"
    EXCELLENT = "优的项目"
    GOOD = "良的项目"
    FAIR = "中的项目"
    POOR = "差的项目"
    SCORE = "总得分"

    @property
    def is_rate(self) -> bool:
        """Whether it is a share of the funds."""
        return self in (self.EXECUTION_RATE, self.CARRIED_RATE, self.DIFFERENCE_RATE, self.ADJUSTED_RATE)


class Part(StrEnum):
    """Which part of a department's funds."""

    WHOLE = "全部"
    BASIC = "基本支出"
    PROJECT = "项目支出"
    OTHER = "其他支出"
    STAFF = "人员经费"
    OFFICE = "公用经费"


class Source(StrEnum):
    """Where the money comes from."""

    WHOLE = "全部"
    FISCAL = "财政拨款"
    OTHER_THAN_FISCAL = "非财政拨款"
    CARRIED_IN = "上年结转"
    OTHER = "其他资金"


KINDS_OF_PROJECT = (
    Measure.SELF_EVALUATED, Measure.DEPARTMENT_EVALUATED, Measure.FISCAL_EVALUATED, Measure.SECRET,
)  # fmt: skip
"""By whom projects are evaluated, which together make all of them."""
GRADES_OF_PROJECT = (Measure.EXCELLENT, Measure.GOOD, Measure.FAIR, Measure.POOR)
