"""How tables of final accounts and of approved goals name their columns: words as data, no place or year."""

import re
from dataclasses import dataclass

from jiheng.form import TOTAL_FUND

FIELDS = {
    "project": "项目名称",
    "unit": "单位",
    "department": "主管部门",
    "code": "项目编码",
    "year": "年度",
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "carried": "结转结余",
    "carried_in": "上年结转",
    "goal_expected": "总体目标",
    "l1": "一级指标",
    "l2": "二级指标",
    "l3": "三级指标",
    "property": "指标性质",
    "target": "指标值",
    "measure": "度量单位",
    "weight": "分值",
}
"""Columns: identifier → the name by which a mapping file and messages know it."""

AMOUNTS = ("initial", "budget", "executed", "carried", "carried_in")
"""Columns that hold money."""

BUDGET_OR_INITIAL = "plain_budget"
"""A column that only says 预算数: which of the two it is follows from its neighbours."""

IGNORED = "ignored"

NO_PROJECT = re.compile(r"(?:基本支出|人员经费|(?:日常)?公用经费|人员支出|公用支出|项目支出)(?:合计|小计)?|栏次")
"""Rows of the accounts that are no project."""

SUM_ROW = re.compile(r"(?:.*[^统审会累])?(?:合计|小计|总计|共计)[数额]?[:：]?|累计|其中[:：]?|合|计")
"""Names of rows that add up other rows."""

MONEY_UNIT = r"(?:亿|百万|万|千|百)?元"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The columns of one sort of table: patterns in the order in which they are tried, and what makes it one.

    A header needs a column `project` and one of `telling`.
    """

    name: str
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    telling: frozenset[str]

    def field(self, label: str) -> str | None:
        """The column that a label names, None where it names none known."""
        return next((field for field, pattern in self.columns if pattern.search(label)), None)


def _columns(*pairs: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(pattern)) for field, pattern in pairs)


_PROJECT = r"项目名称|^(?:预算|二级|三级|末级|支出|具体|子)?项目$|^名称$|事项名称|科目名称"
_CODE = r"编码|代码|编号|项目号"

ACCOUNTS = Vocabulary(
    "决算",
    _columns(
        ("code", _CODE),
        ("project", _PROJECT),
        (
            IGNORED,
            r"执行率|进度|完成率|比例|占比|率$|差异|增减|调整数$|调[增减]|备注|说明|序号|科目|分类|负责人|电话|分值",
        ),
        ("carried_in", r"(?:上年|年初|以前年度).{0,3}(?:结转|结余)"),
        ("carried", r"结转|结余"),
        ("initial", r"年初|批复预算|预算批复|当年预算|初始预算|年初数"),
        ("budget", r"全年预算|调整后|调整预算|预算调整后|最终预算|预算指标|可用指标|可执行|指标[数额金]|追加后"),
        ("executed", r"决算|执行[数额金]|实际执行|支出[数额金合]|实际支出|本年支出|已支出|支付|累计支出|支出$|^金额$"),
        ("department", r"主管部门|一级预算单位|部门"),
        ("unit", r"单位"),
        (BUDGET_OR_INITIAL, r"预算[数额]?$|预算金额"),
        ("year", r"年度$|年份$"),
    ),
    frozenset((*AMOUNTS, BUDGET_OR_INITIAL)),
)

APPROVED = Vocabulary(
    "批复的绩效目标",
    _columns(
        ("code", _CODE),
        ("project", _PROJECT),
        (IGNORED, r"序号|备注|说明|实际|得分|上年|完成"),
        ("goal_expected", r"总体目标|年度目标|预期目标|绩效目标$|目标内容"),
        ("l1", r"一级"),
        ("l2", r"二级"),
        ("l3", r"三级|指标名称|^绩效指标$|指标内容"),
        ("property", r"性质|符号|比较|方向|计算符"),
        ("measure", r"计量单位|度量单位|指标单位"),
        ("weight", r"分值|权重"),
        ("target", r"指标值|目标值|绩效值|标准值"),
        ("department", r"主管部门|部门"),
        ("unit", r"单位"),
        ("year", r"年度$|年份$"),
    ),
    frozenset(("l3",)),
)

FUNDS = (
    ("当年财政拨款", re.compile(r"财政拨款|财政资金|财政性资金|一般公共预算")),
    ("上年结转资金", re.compile(r"上年结转|以前年度结转")),
    ("其他资金", re.compile(r"其他资金|自有资金|非财政|其他收入|单位资金")),
)
"""Parts of the money as a header names them; every other column is of the whole."""

OTHER_YEAR = re.compile(r"上一?年度?(?!结[转余]|末结)|去年|上期")
"""A column of the year before."""


def fund_of(label: str) -> str:
    """The part of the money that a label names, the whole where it names none."""
    return next((name for name, pattern in FUNDS if pattern.search(label)), TOTAL_FUND)


def field_named(name: str) -> str | None:
    """The column that a mapping names (项目名称, 决算数, executed)."""
    known = {label: field for field, label in FIELDS.items()} | {field: field for field in FIELDS}
    found = known.get(name) or ACCOUNTS.field(name)
    return "budget" if found == BUDGET_OR_INITIAL else None if found == IGNORED else found
