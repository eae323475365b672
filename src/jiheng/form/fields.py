"""The one table of a form's fields: what each is called, where it stands, what it holds, who fills it in.

The structs of `jiheng.form.record` spell the same names out for the type checker; a test holds the
two equal. Every list of fields elsewhere is a query of this table.
"""

from collections.abc import Collection
from enum import StrEnum

import msgspec


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


class Field(msgspec.Struct, frozen=True):
    """One field of a record.

    `identity`: one of the cells that tell a form from others. `reached`: known only when the year is over, so a
    form of goals has none. `outside`: printed over the table or within a label. `personal`: names or reaches a
    person, masked before publication. `telling`: free words in which a secret or a person may be told. `wide`:
    takes a whole line or more on paper. `width`: millimetres that a column of it takes, 0 where nobody asked.
    `about`: what a user of the data should know of it.
    """

    name: str
    label: str
    block: Block
    kind: FieldKind
    owner: Owner
    identity: bool = False
    reached: bool = False
    outside: bool = False
    personal: bool = False
    telling: bool = False
    wide: bool = False
    width: float = 0.0
    about: str = "照表"


_TEXT, _FIGURE, _MONEY = FieldKind.TEXT, FieldKind.FIGURE, FieldKind.MONEY
_WEIGHT, _SCORE, _COMPUTED = FieldKind.WEIGHT, FieldKind.SCORE, FieldKind.COMPUTED
_IF_ANY, _BELOW = "照表，没有这一格的为空", "表下方的一栏，照表；没有这一栏的为空"
_GOAL, _SIGN = "年度总体目标，照表", "照表（≥、≤、＝、定性）；没有这一列的为空"
_IF_COLUMN, _FILLED_DOWN = "照表；没有这一列的为空", "照表，合并的单元格逐行补齐"
_UNIT = "表上注明的资金单位；为空的按万元理解"
_REASON = ("偏差原因分析及改进措施", Block.INDICATORS, _TEXT)
_FOOT = (Block.TAIL, _TEXT, Owner.OFFICER)

FIELDS = (
    Field("title", "表名", Block.HEAD, _TEXT, Owner.PROJECT, outside=True, about="表上方的标题，照表"),
    Field("secrecy", "密级标志", Block.HEAD, _TEXT, Owner.PROJECT, outside=True, about="照表，如 秘密★5年"),
    Field("year", "年度", Block.HEAD, _TEXT, Owner.PROJECT, identity=True, outside=True, about=_IF_ANY),
    Field("project", "项目名称", Block.HEAD, _TEXT, Owner.PROJECT, identity=True, telling=True, width=33.0),
    Field("department", "主管部门", Block.HEAD, _TEXT, Owner.PROJECT, identity=True, width=25.0),
    Field("unit", "实施单位", Block.HEAD, _TEXT, Owner.PROJECT, identity=True),
    Field("leader", "项目负责人", Block.HEAD, _TEXT, Owner.OFFICER, personal=True, about=_IF_ANY),
    Field("phone", "联系电话", Block.HEAD, _TEXT, Owner.OFFICER, personal=True, width=18.0, about=_IF_ANY),
    Field("money_unit", "资金单位", Block.HEAD, _TEXT, Owner.PROJECT, outside=True, about=_UNIT),
    Field("initial", "年初预算数", Block.FUNDS, _MONEY, Owner.ACCOUNTS),
    Field("budget", "全年预算数", Block.FUNDS, _MONEY, Owner.ACCOUNTS, reached=True),
    Field("executed", "全年执行数", Block.FUNDS, _MONEY, Owner.ACCOUNTS, reached=True),
    Field("weight", "分值", Block.FUNDS, _WEIGHT, Owner.APPROVED),
    Field("rate", "执行率", Block.FUNDS, _COMPUTED, Owner.SYSTEM, reached=True),
    Field("score", "得分", Block.FUNDS, _SCORE, Owner.OFFICER, reached=True),
    Field("goal_expected", "预期目标", Block.GOALS, _TEXT, Owner.APPROVED, telling=True, wide=True, about=_GOAL),
    Field("goal_actual", "实际完成情况", Block.GOALS, _TEXT, Owner.OFFICER, reached=True, telling=True, wide=True),
    Field("l1", "一级指标", Block.INDICATORS, _TEXT, Owner.APPROVED, width=16.0, about=_FILLED_DOWN),
    Field("l2", "二级指标", Block.INDICATORS, _TEXT, Owner.APPROVED, width=18.0, about=_FILLED_DOWN),
    Field("l3", "三级指标", Block.INDICATORS, _TEXT, Owner.APPROVED, telling=True, width=34.0),
    Field("property", "绩效指标性质", Block.INDICATORS, _TEXT, Owner.APPROVED, width=12.0, about=_SIGN),
    Field("target", "年度指标值", Block.INDICATORS, _FIGURE, Owner.APPROVED, telling=True, width=22.0),
    Field("unit", "度量单位", Block.INDICATORS, _TEXT, Owner.APPROVED, width=12.0, about=_IF_COLUMN),
    Field("actual", "实际完成值", Block.INDICATORS, _FIGURE, Owner.OFFICER, reached=True, telling=True, width=34.0),
    Field("weight", "分值", Block.INDICATORS, _WEIGHT, Owner.APPROVED, width=11.0),
    Field("score", "得分", Block.INDICATORS, _SCORE, Owner.OFFICER, reached=True, width=13.0),
    Field("reason", *_REASON, Owner.OFFICER, reached=True, telling=True, wide=True, width=34.0),
    Field("weight", "分值", Block.TOTALS, _WEIGHT, Owner.NOBODY),
    Field("score", "得分", Block.TOTALS, _SCORE, Owner.NOBODY, reached=True),
    Field("total_weight", "总分（分值）", Block.TOTAL, _WEIGHT, Owner.SYSTEM),
    Field("total_score", "总分（得分）", Block.TOTAL, _SCORE, Owner.SYSTEM, reached=True),
    Field("grade", "自评等级", Block.TOTAL, _COMPUTED, Owner.SYSTEM, reached=True, about=_IF_ANY),
    Field("conclusion", "评价结论", *_FOOT, reached=True, telling=True, wide=True, about=_BELOW),
    Field("problems", "存在问题", *_FOOT, reached=True, telling=True, wide=True, about=_BELOW),
    Field("measures", "改进措施", *_FOOT, reached=True, telling=True, wide=True, about=_BELOW),
    Field("finance_leader", "财务负责人", *_FOOT, reached=True, personal=True, about=_IF_ANY),
)
"""Every field of a form, block by block; within a block in printed order."""

SINGLE_BLOCKS = (Block.HEAD, Block.GOALS, Block.TOTAL, Block.TAIL)
"""Blocks whose fields a form has once: their address is the bare name of the field."""


def fields(
    *blocks: Block,
    kinds: Collection[FieldKind] = tuple(FieldKind),
    owner: Owner | None = None,
    **marks: bool,
) -> tuple[Field, ...]:
    """The fields of these blocks (none: of all) that fit every condition, in printed order; None asks nothing.

    `marks` are attributes that say yes or no: `identity`, `reached`, `outside`, `personal`, `telling`, `wide`.
    """
    return tuple(
        field
        for field in FIELDS
        if (not blocks or field.block in blocks)
        and field.kind in kinds
        and owner in (None, field.owner)
        and all(getattr(field, mark) is wanted for mark, wanted in marks.items())
    )


def names(
    *blocks: Block, kinds: Collection[FieldKind] = tuple(FieldKind), owner: Owner | None = None, **marks: bool
) -> tuple[str, ...]:
    """The names of the fields that `fields` gives."""
    return tuple(field.name for field in fields(*blocks, kinds=kinds, owner=owner, **marks))


def labels(*blocks: Block) -> dict[str, str]:
    """Name → label of the fields of these blocks, in order."""
    return {field.name: field.label for field in FIELDS if field.block in blocks}


AMOUNTS = {field.name: field.label for field in fields(Block.FUNDS, kinds=(FieldKind.MONEY,))}
"""Columns of the funds that hold money: name → label."""

LEVELS = ("l1", "l2", "l3")
"""The columns that name an indicator, from the widest to its own."""

POINTS = names(Block.INDICATORS, kinds=(FieldKind.WEIGHT, FieldKind.SCORE))
"""The columns of points, of an indicator and of the execution rate alike."""

TARGET_PARTS = ("property", "target", "unit")
"""What the value of a target is parted into, in the order in which it reads as one."""

HEAD_FIELDS = labels(*SINGLE_BLOCKS)
"""Cells that a form has once: identifier → the label an officer knows it by."""

FUND_FIELDS = labels(Block.FUNDS)
"""Columns of the funds block."""

INDICATOR_FIELDS = labels(Block.INDICATORS)
"""Columns of the indicator tree."""

LEVEL_LABELS = tuple(INDICATOR_FIELDS[name] for name in LEVELS)
"""The labels of the columns that name an indicator."""
