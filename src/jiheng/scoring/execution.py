"""预算执行率: the rate and its score."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from jiheng.expression import expression
from jiheng.form import TOTAL_FUND, Cell, Form, Fund, Indicator, Place
from jiheng.places import Book
from jiheng.places.printed import PRINTED_HERE, ExecutionCells, execution_cells
from jiheng.quantity import money, points
from jiheng.scoring.compiled import Rules
from jiheng.scoring.execution_base import LABELS, Base, Beside, base_of, beside
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.result import Input, Score
from jiheng.scoring.trace_figures import percent, plain, product, usable

SUBJECT = "预算执行率"
_CELLS = len(Fund.__struct_fields__)
"""Documents of other kinds have more cells in a row, which no score rests on."""
_SHORTEST = 3
"""Characters of a part of the name that stands for it: 执行率."""
_TELLING = SUBJECT[_SHORTEST - 1]
"""The character that every part of the name of that length holds, and few other names."""
_POINTS = expression(r"[（(][\d.]+分?[)）]$")
"""What a level prints behind its name: 预算执行（10分）."""
_FORMULA = "execution.formula"
_ZERO = "execution.zero_budget"
_BASE = "execution.base"
_WEIGHT = "execution.weight"


def execution(form: Form, rules: Rules) -> tuple[Decimal | None, Score]:
    """The exact execution rate (1 = 100 %) and its score; the rate is None when it cannot be worked out."""
    fund = form.whole_fund()
    if fund is None:
        missing = undecided("表中没有“年度资金总额”一行", _FORMULA)
        return None, missing.score(Place.of_fund(TOTAL_FUND, "score"), SUBJECT, (), rules)
    unit = form.money_unit or "万元"
    own = beside(form, fund.name, rules.book)
    return _scored(msgspec.structs.astuple(fund)[:_CELLS], unit, own, execution_cells(form).weight, rules)


@lru_cache(maxsize=256)
def _scored(
    cells: tuple[Any, ...], unit: str, own: Beside, printed: Cell, rules: Rules
) -> tuple[Decimal | None, Score]:
    """The rate and the score by the cells of the row, the weight `printed` for them among them or beside."""
    fund = Fund(*cells)
    base = base_of(fund, unit, rules.book, own)
    executed = _amount(fund.executed, unit)
    weight = usable(points(printed)) if printed else None
    if weight is None or weight < 0:
        weight = rules.book.number("execution.weight")
    ruling = _ruling(base, executed, weight, unit, rules)
    inputs = _inputs(fund, base, executed, (printed, weight), unit)
    return ruling.ratio, ruling.score(Place.of_fund(fund.name, "score"), SUBJECT, inputs, rules)


def in_tree(form: Form, cells: ExecutionCells) -> bool:
    """Whether the execution rate is an indicator of the tree, not scored in the funds block: it counts once.
    `cells` are those of the rate in the funds."""
    own = usable(points(cells.weight)) if cells.weight else None
    rows = [row for row in form.indicators if row.weight and scores_execution(row)]
    total = usable(points(form.total_weight)) if form.total_weight else None
    if own is None and cells.score and total is not None and _tree(form) < total:
        return False  # its points in the funds are what the indicators leave of the whole
    if own is None or not rows:
        return bool(rows)
    # Printed in both places with the same weight, it is one and the same where the tree alone makes the whole.
    return any(usable(points(row.weight)) == own for row in rows) and total is not None and _tree(form) == total


def counts_apart(form: Form, cells: ExecutionCells, book: Book) -> bool:
    """Whether the execution rate adds points of its own to the total.

    It does not where it is an indicator of the tree, nor where the funds have no cell for its points and the weights
    of the indicators alone make the whole: what the form prints goes before the weight that the book gives it.
    """
    if in_tree(form, cells):
        return False
    return cells.weight is not None or bool(cells.score) or _tree(form) != book.number("weights.total")


def _tree(form: Form) -> Decimal:
    """The weights of the indicators added up."""
    weights = [usable(points(row.weight)) if row.weight else None for row in form.indicators]
    return sum((weight for weight in weights if weight is not None), Decimal(0))


def names_execution(row: Indicator) -> bool:
    """Whether every level of a row names the execution rate: 执行率 across the levels, or in each of them."""
    return _all_name_it(row.l1, row.l2, row.l3)


@lru_cache(maxsize=8192)
def _all_name_it(*levels: Cell) -> bool:
    names = [_POINTS.sub("", name).removesuffix("指标") for name in levels if name]
    return bool(names) and all(SUBJECT in name or (len(name) >= _SHORTEST and name in SUBJECT) for name in names)


def scores_execution(row: Indicator) -> bool:
    """Whether a row is scored by the execution rate: its own name says so, or every level does."""
    name = row.l3 or row.l2 or row.l1 or ""
    return _TELLING in name and (SUBJECT in name or _all_name_it(row.l1, row.l2, row.l3))


def _amount(cell: str | None, unit: str) -> Decimal | None:
    return usable(money(cell, unit)) if cell else None


def _ruling(base: Base, executed: Decimal | None, weight: Decimal, unit: str, rules: Rules) -> Ruling:
    budget = base.amount
    if budget is None or executed is None:
        missing = base.label if budget is None else "全年执行数"
        return undecided(f"{missing}没有填写或不是数字，算不出执行率", _FORMULA)
    if budget < 0 or executed < 0:
        return undecided("预算数或执行数是负数，算不出执行率", _FORMULA)
    if budget == 0:
        return _zero_budget(base, weight, rules)
    rate = executed / budget
    share = min(rate, Decimal(1)) if rules.book.flag("execution.capped") else rate
    sum_ = f"全年执行数 {_shown(executed, unit)} ÷ {base.label} {_shown(budget, unit)} = {percent(rate)}"
    formula = f"{sum_}，{product(weight, share, rules.rounded(weight * share))}"
    paths = [_FORMULA]
    if base.label != LABELS["budget"]:
        paths.append(_BASE)
    if rules.book.parameter(_WEIGHT).source.startswith(PRINTED_HERE):
        paths.append(_WEIGHT)
    if rate > 1:
        paths.append("execution.capped")
    ruling = scored(weight * share, formula, *paths, met=rate >= 1, ratio=rate)
    if rate > 1:
        ruling.why = "执行数超过预算数，得分以分值为限"
    return ruling


def _zero_budget(base: Base, weight: Decimal, rules: Rules) -> Ruling:
    treatment = rules.book.text(_ZERO)
    if treatment == "undecided":
        return undecided(f"{base.label}为 0，算不出执行率，由评价人确定得分", _ZERO)
    score = weight if treatment == "full" else Decimal(0)
    return scored(score, f"{base.label}为 0，按办法得 {plain(score)} 分", _ZERO, met=None)


@lru_cache(maxsize=256)
def _shown(amount: Decimal, unit: str) -> str:
    """An amount in 元, written in the form's unit."""
    cell = money("1", unit)
    return f"{plain(amount / cell)} {unit}" if cell else f"{plain(amount)} 元"


def _inputs(
    fund: Fund, base: Base, executed: Decimal | None, weight: tuple[str | None, Decimal], unit: str
) -> tuple[Input, ...]:
    def cell(name: str, field: str, printed: str | None, understood: str) -> Input:
        return Input(name, Place.of_fund(fund.name, field), printed or "", understood)

    return (
        cell(
            base.label,
            base.field,
            base.printed,
            "看不出金额" if base.amount is None else _shown(base.amount, unit),
        ),
        cell("全年执行数", "executed", fund.executed, "看不出金额" if executed is None else _shown(executed, unit)),
        cell("分值", "weight", weight[0], plain(weight[1])),
    )
