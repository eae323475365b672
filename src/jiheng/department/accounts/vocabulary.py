"""How tables of final accounts name their columns: the words of the packs, ready to be asked."""

import re
from dataclasses import dataclass
from functools import cache

from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.places.sources import on_change
from jiheng.places.words import Patterns, either, patterns, words

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

MONEY = (*AMOUNTS, "carried", "carried_in")
"""Columns that hold money."""

BUDGET_OR_INITIAL = "plain_budget"
"""A column that only says 预算数: which of the two it is follows from its neighbours."""

IGNORED = "ignored"

MONEY_UNIT = r"(?:亿|百万|万|千|百)?元"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The columns of one sort of table: patterns in the order in which they are tried, and what makes it one.

    A header needs a column `project` and one of `telling`.
    """

    name: str
    columns: Patterns
    telling: frozenset[str]

    def field(self, label: str) -> str | None:
        """The column that a label names, None where it names none known."""
        return next((field for field, pattern in self.columns if pattern.search(label)), None)


@cache
def accounts() -> Vocabulary:
    """Tables of final accounts."""
    return Vocabulary("决算", patterns(words().accounts.columns), frozenset((*MONEY, BUDGET_OR_INITIAL)))


on_change(accounts.cache_clear)


@cache
def _sources() -> Patterns:
    return patterns(words().sources.kinds)


def source_of(label: str) -> str:
    """The kind of money that a label names, the whole where it names none."""
    return next((name for name, pattern in _sources() if pattern.search(label)), TOTAL_FUND)


def usual_row(source: str) -> str:
    """The row of the usual form that a kind of money is reckoned in, "" where it has one of its own or none."""
    return next((row for row, sources in words().accounts.funds.items() if source in sources), "")


on_change(_sources.cache_clear)


@cache
def _rows() -> tuple[re.Pattern[str], ...]:
    said = words().accounts
    return either(said.no_project), either(said.sum_rows), either(said.other_year)


on_change(_rows.cache_clear)


def is_no_project(name: str) -> bool:
    """Whether a row of the accounts is no project by its name (基本支出, 栏次)."""
    return _rows()[0].fullmatch(name) is not None


def is_sum_row(name: str) -> bool:
    """Whether a row adds up other rows by its name (合计, 其中：)."""
    return _rows()[1].fullmatch(name) is not None


def is_of_other_year(label: str) -> bool:
    """Whether a column is of the year before by its label."""
    return _rows()[2].search(label) is not None


def field_named(name: str) -> str | None:
    """The column that a mapping names (项目名称, 决算数, executed)."""
    known = {label: field for field, label in FIELDS.items()} | {field: field for field in FIELDS}
    found = known.get(name) or accounts().field(name)
    return "budget" if found == BUDGET_OR_INITIAL else None if found == IGNORED else found
