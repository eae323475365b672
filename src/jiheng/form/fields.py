"""The one table of a form's fields: what each is called, where it stands, what it holds, who fills it in.

The structs of `jiheng.form.record` spell the same names out for the type checker; a test holds the
two equal. Every list of fields elsewhere is a query of this table.
"""

from dataclasses import dataclass
from enum import StrEnum


class Block(StrEnum):
    """Parts of a form, in the order in which it prints them."""

    FORM = "form"
    HEAD = "head"
    FUNDS = "funds"
    GOALS = "goals"
    INDICATORS = "indicators"
    BLANK_ROWS = "blank_rows"
    TOTALS = "totals"
    TOTAL = "total"
    TAIL = "tail"
    NOTES = "notes"
    OTHERS = "others"


class FieldKind(StrEnum):
    """What a cell holds: words; a quantity in figures or words; money; a weight (分值); a score (得分); a result."""

    TEXT = "text"
    FIGURE = "figure"
    MONEY = "money"
    WEIGHT = "weight"
    SCORE = "score"
    COMPUTED = "computed"


class Owner(StrEnum):
    """Who answers for a cell in the workbench.

    The project's own data; the goals as approved (批复); the officer who fills in the form; the
    imported accounts; the system, by the rules; nobody (shown as it was read, never edited).
    """

    PROJECT = "project"
    APPROVED = "approved"
    OFFICER = "officer"
    ACCOUNTS = "accounts"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `personal`: names or reaches a person, masked before publication. `telling`: free words in which
    a secret or a person may be told. `wide`: takes a whole line or more on paper.
    """

    name: str
    label: str
    block: Block
    kind: FieldKind
    owner: Owner
    personal: bool = False
    telling: bool = False
    wide: bool = False


_TEXT, _FIGURE, _MONEY = FieldKind.TEXT, FieldKind.FIGURE, FieldKind.MONEY
_WEIGHT, _SCORE, _COMPUTED = FieldKind.WEIGHT, FieldKind.SCORE, FieldKind.COMPUTED

FIELDS = (
    Field("title", "表名", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("secrecy", "密级标志", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("year", "年度", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("project", "项目名称", Block.HEAD, _TEXT, Owner.PROJECT, telling=True),
    Field("department", "主管部门", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("unit", "实施单位", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("leader", "项目负责人", Block.HEAD, _TEXT, Owner.OFFICER, personal=True),
    Field("phone", "联系电话", Block.HEAD, _TEXT, Owner.OFFICER, personal=True),
    Field("money_unit", "资金单位", Block.HEAD, _TEXT, Owner.PROJECT),
    Field("initial", "年初预算数", Block.FUNDS, _MONEY, Owner.ACCOUNTS),
    Field("budget", "全年预算数", Block.FUNDS, _MONEY, Owner.ACCOUNTS),
    Field("executed", "全年执行数", Block.FUNDS, _MONEY, Owner.ACCOUNTS),
    Field("weight", "分值", Block.FUNDS, _WEIGHT, Owner.APPROVED),
    Field("rate", "执行率", Block.FUNDS, _COMPUTED, Owner.SYSTEM),
    Field("score", "得分", Block.FUNDS, _SCORE, Owner.OFFICER),
    Field("goal_expected", "预期目标", Block.GOALS, _TEXT, Owner.APPROVED, telling=True, wide=True),
    Field("goal_actual", "实际完成情况", Block.GOALS, _TEXT, Owner.OFFICER, telling=True, wide=True),
    Field("l1", "一级指标", Block.INDICATORS, _TEXT, Owner.APPROVED),
    Field("l2", "二级指标", Block.INDICATORS, _TEXT, Owner.APPROVED),
    Field("l3", "三级指标", Block.INDICATORS, _TEXT, Owner.APPROVED, telling=True),
    Field("property", "绩效指标性质", Block.INDICATORS, _TEXT, Owner.APPROVED),
    Field("target", "年度指标值", Block.INDICATORS, _FIGURE, Owner.APPROVED, telling=True),
    Field("unit", "度量单位", Block.INDICATORS, _TEXT, Owner.APPROVED),
    Field("actual", "实际完成值", Block.INDICATORS, _FIGURE, Owner.OFFICER, telling=True),
    Field("weight", "分值", Block.INDICATORS, _WEIGHT, Owner.APPROVED),
    Field("score", "得分", Block.INDICATORS, _SCORE, Owner.OFFICER),
    Field("reason", "偏差原因分析及改进措施", Block.INDICATORS, _TEXT, Owner.OFFICER, telling=True, wide=True),
    Field("weight", "分值", Block.TOTALS, _WEIGHT, Owner.NOBODY),
    Field("score", "得分", Block.TOTALS, _SCORE, Owner.NOBODY),
    Field("total_weight", "总分（分值）", Block.TOTAL, _WEIGHT, Owner.SYSTEM),
    Field("total_score", "总分（得分）", Block.TOTAL, _SCORE, Owner.SYSTEM),
    Field("grade", "自评等级", Block.TOTAL, _COMPUTED, Owner.SYSTEM),
    Field("conclusion", "评价结论", Block.TAIL, _TEXT, Owner.OFFICER, telling=True, wide=True),
    Field("problems", "存在问题", Block.TAIL, _TEXT, Owner.OFFICER, telling=True, wide=True),
    Field("measures", "改进措施", Block.TAIL, _TEXT, Owner.OFFICER, telling=True, wide=True),
    Field("finance_leader", "财务负责人", Block.TAIL, _TEXT, Owner.OFFICER, personal=True),
)
"""Every field of a form, block by block; within a block in printed order."""

SINGLE_BLOCKS = (Block.HEAD, Block.GOALS, Block.TOTAL, Block.TAIL)
"""Blocks whose fields a form has once: their address is the bare name of the field."""


def labels(*blocks: Block) -> dict[str, str]:
    """Name → label of the fields of these blocks, in order."""
    return {field.name: field.label for field in FIELDS if field.block in blocks}


HEAD_FIELDS = labels(*SINGLE_BLOCKS)
"""Cells that a form has once: identifier → the label an officer knows it by."""

FUND_FIELDS = labels(Block.FUNDS)
"""Columns of the funds block."""

INDICATOR_FIELDS = labels(Block.INDICATORS)
"""Columns of the indicator tree."""
