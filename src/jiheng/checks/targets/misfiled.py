"""效益、满意度指标落在别的一级指标下

是什么
    二级指标是效益、可持续影响，一级指标写的却是产出、成本或满意度；二级指标是满意度，一级指标却是产出、成本；
    二级指标是数量、质量、时效，一级指标却是效益、满意度。“效果指标”“绩效指标”之类合称的，不算；另有“效益指标”，
    而“履职效果”之下全是数量、质量指标的，也不算。

为什么
    一级指标的分值按块合计，放错一行，两块的分值都不对。

举例
    “社会效益指标”列在“成本指标”下，表中没有“效益指标”。

怎么改
    一级指标改为“效益指标”，核对各块分值。
"""

from decimal import Decimal
from functools import lru_cache

from jiheng.checks.case import Case, Row, blocks_named
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import OUTPUTS, First, Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each, once
from jiheng.form import Cell
from jiheng.quantity.words import plain
from jiheng.scoring.compiled import Rules, rules_of

CHECK = Check(
    code="T20",
    official="指标[列在“{printed}”下，]归属不符[，应列入{expected}]。",
    severity=Severity.ERROR,
    rules=("blocks.words",),
    page=__doc__,
)

_BENEFIT = (Second.BENEFIT, Second.SUSTAINED)
_SECONDS = {First.BENEFIT: _BENEFIT, First.SATISFACTION: (Second.SATISFACTION,)}
"""The second levels of a block that may be named for another."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the first level of every row with what its second level is."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    rows = misfiled(case)
    return judged([_finding(case, rows)] if rows else [])


@once
def misfiled(case: Case) -> tuple[Row, ...]:
    """The rows whose second level belongs to another block than their first level names."""
    rows = [row for row, _ in case.said(_home)]
    apart = {row.indicator.l1 for row in rows if _is_named_twice(case, row)}
    return tuple([row for row in rows if row.indicator.l1 not in apart])


def _is_named_twice(case: Case, row: Row) -> bool:
    """Whether the first level of a row is no block of that name: nothing below it is of the block, and another is it.

    履职效果 over 数量指标, 质量指标, with 效益指标 below.
    """
    rules = rules_of(row.book)
    block = _only_block(row.indicator.l1, rules)
    others = [other for other in case.rows if other.indicator.l1 != row.indicator.l1]
    own = [other for other in case.rows if other.indicator.l1 == row.indicator.l1]
    has_own = any(block is not None and other.second in _SECONDS.get(block, ()) for other in own)
    return not has_own and any(_only_block(other.indicator.l1, rules) is block for other in others)


@each
def _home(row: Row) -> First | None:
    """The block a misfiled row belongs to, None for one that stands right."""
    block = None if row.second is None else _only_block(row.indicator.l1, rules_of(row.book))
    if block is None:
        return None
    l2 = row.indicator.l2 or ""
    if row.second in _BENEFIT and block is not First.BENEFIT and "成本" not in l2:
        return First.BENEFIT
    if row.second is Second.SATISFACTION and block in (First.OUTPUT, First.COST):
        return First.SATISFACTION
    if row.second in OUTPUTS and block in (First.BENEFIT, First.SATISFACTION):
        return First.OUTPUT
    return None


@lru_cache(maxsize=4096)
def _only_block(name: Cell, rules: Rules) -> First | None:
    """The block that a first level names, None where it names none or several."""
    blocks = set(blocks_named(name, rules))
    return First(blocks.pop()) if len(blocks) == 1 else None


def _finding(case: Case, rows: tuple[Row, ...]) -> Finding:
    row = rows[0]
    home = _home(row) or First.BENEFIT
    same = [other for other in rows if _home(other) is home]
    here = sum((of_level.score.weight or Decimal(0) for of_level in same), Decimal(0))
    there = {other.indicator.l1 for other in case.rows}
    absent = not any(name and home.label in name for name in there)
    told = f"「{row.indicator.l2}」列在“{row.indicator.l1}”下"
    told += f"，表中没有“{home.label}指标”" if absent else ""
    told += f"：按表计算，{plain(here)} 分没有算进{home.label}。" if here else "。"
    return CHECK.at(
        row,
        "l1",
        told,
        f"一级指标改为“{home.label}指标”，核对各块分值。",
        expected=f"{home.label}指标",
        places=tuple(strayed.place("l1") for strayed in rows),
    )
