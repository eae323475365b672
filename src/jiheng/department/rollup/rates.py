"""预算执行率, 结转结余率, 预决算差异率, 预算调整率, each with its trace.

The form has neither final accounts nor the carry-over at the end of the year. Until they are given, what was
executed stands for the final accounts and what was not spent for the carry-over, and the trace says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiheng.department.rollup.result import Amounts, RateResult, Rates
from jiheng.form import AMOUNTS
from jiheng.places import Book
from jiheng.quantity.words import percent, wan
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.result import Input, Trace

_LABELS = {**AMOUNTS, "final": "决算数", "carried": "年末结转结余数"}


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate: (`upper` − `less`) ÷ `below`, or upper ÷ below without `less`; its rule."""

    name: str
    upper: str
    less: str | None
    below: str
    rule: str
    assumed: str = ""
    """What is said of a rate that takes forms for accounts."""

    @property
    def fields(self) -> list[str]:
        """The figures it needs, in the order of the form."""
        return [field for field in _LABELS if field in (self.upper, self.less, self.below)]


_EXECUTION = _Rate("预算执行率", "executed", None, "budget", "department.rates.execution_below")
_CARRIED = _Rate("结转结余率", "carried", None, "budget", "department.rates.carried_above")
_UNSPENT = _Rate(
    "结转结余率",
    "budget",
    "executed",
    "budget",
    "department.rates.carried_above",
    "没有给出年末结转结余数，以未执行的预算（全年预算数 − 全年执行数）计",
)
_FINAL = _Rate("预决算差异率", "final", "initial", "initial", "department.rates.difference_above")
_SPENT = _Rate(
    "预决算差异率",
    "executed",
    "initial",
    "initial",
    "department.rates.difference_above",
    "没有给出决算，以全年执行数代替决算数",
)
_ADJUSTED = _Rate("预算调整率", "budget", "initial", "initial", "budget.adjusted_from")


def sums(parts: Sequence[Amounts]) -> Amounts:
    """The sums over those that state the figure; None where none does."""
    return Amounts(*(_sum([getattr(part, field) for part in parts]) for field in _LABELS))


def _sum(figures: Sequence[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


def rates(subject: str, parts: Sequence[Amounts], book: Book) -> Rates:
    """The rates of a project (one part) or of several; a part without one of the two figures is left out.

    What the accounts say goes before the forms, once any of the parts has it.
    """
    carried = _CARRIED if any(part.carried is not None for part in parts) else _UNSPENT
    difference = _FINAL if any(part.final is not None for part in parts) else _SPENT
    chosen = (_EXECUTION, carried, difference, _ADJUSTED)
    return Rates(*(_figure(subject, rate, parts, book) for rate in chosen))


def _figure(subject: str, rate: _Rate, parts: Sequence[Amounts], book: Book) -> RateResult:
    fields = rate.fields
    whole = [part for part in parts if all(getattr(part, field) is not None for field in fields)]
    total = sums(whole)
    cited = (rules_of(book).cite(rate.rule),)
    inputs = tuple(
        Input(_LABELS[field], "", wan(figure), wan(figure))
        for field in fields
        if (figure := getattr(total, field)) is not None
    )
    title = f"{subject}{rate.name}"
    below = getattr(total, rate.below)
    if not below:
        why = _missing(fields, parts) if not whole else f"{_LABELS[rate.below]}为 0，不能相除"
        return RateResult(rate.name, None, Trace(title, inputs, "", cited, "不能计算", why))
    upper = getattr(total, rate.upper)
    less = getattr(total, rate.less) if rate.less else None
    value: Decimal = (upper - less) / below if less is not None else upper / below
    above = f"（{wan(upper)} − {wan(less)}）" if less is not None else wan(upper)
    formula = f"{above} ÷ {wan(below)} = {percent(value)}"
    left_out = f"{len(parts) - len(whole)} 个项目缺少金额，未计入" if len(whole) < len(parts) else ""
    why = "；".join(part for part in (rate.assumed, left_out) if part)
    return RateResult(rate.name, value, Trace(title, inputs, formula, cited, percent(value), why))


def _missing(fields: Sequence[str], parts: Sequence[Amounts]) -> str:
    absent = [_LABELS[field] for field in fields if all(getattr(part, field) is None for part in parts)]
    return f"没有填{'、'.join(absent)}" if absent else "没有一个项目把所需的金额填全"
