"""What a check looks at: one form with its rulebook, its scores and its figures, each worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiheng.checks.agreement import plain
from jiheng.checks.levels import First, Second, second
from jiheng.form import TOTAL_FUND, Cell, Form, Fund, Indicator, cell
from jiheng.quantity import Share, money, number, share
from jiheng.rulebook import Book, block_of
from jiheng.scoring.result import FormScore, IndicatorScore

_NOTHING = frozenset(("", "-", "--", "—", "——", "－", "─", "–", "/", "／", "\\"))
_NONE_WORDS = _NOTHING | {"无", "暂无", "没有", "不涉及", "不适用", "无。"}


def is_blank(text: Cell) -> bool:
    """Whether a cell holds nothing: empty, a dash or a slash, or not on the form at all."""
    return text is None or text in _NOTHING


def says_nothing(text: Cell) -> bool:
    """Whether a cell holds nothing or only the word for it (无, 不涉及)."""
    return text is None or text in _NONE_WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator that counts, with what its names mean and how it was scored."""

    index: int
    indicator: Indicator
    first: First | None
    second: Second | None
    score: IndicatorScore

    def place(self, field: str) -> str:
        """The address of one of its cells."""
        return f"indicators[{self.index}].{field}"

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return self.indicator.l3 or self.indicator.l2 or f"第{self.index + 1}行"


@dataclass(frozen=True, slots=True)
class FundRow:
    """A row of the funds block with its amounts in 元 (None: blank or unreadable)."""

    fund: Fund
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None

    @property
    def name(self) -> str:
        """年度资金总额, 当年财政拨款 …"""
        return self.fund.name

    @property
    def rate(self) -> Decimal | None:
        """The exact execution rate (1 = 100 %), None without both amounts or on a budget of 0."""
        return self.executed / self.budget if self.budget and self.executed is not None else None

    def place(self, field: str) -> str:
        """The address of one of its cells."""
        return f"funds[{self.fund.name}].{field}"


class Case:
    """One form under audit. `index` is its number in the batch, from 0."""

    def __init__(self, form: Form, book: Book, score: FormScore, index: int = 0) -> None:
        self.form = form
        self.book = book
        self.score = score
        self.index = index
        self._amounts: dict[str, Decimal | None] = {}
        self._figures: dict[str, Decimal | None] = {}

    def figure(self, place: str) -> Decimal | None:
        """The plain figure in a cell (a weight, a score); None when it is blank or cannot be read."""
        if place not in self._figures:
            self._figures[place] = number(cell(self.form, place))
        return self._figures[place]

    def amount(self, place: str) -> Decimal | None:
        """The money in a cell in 元, in its own unit or else the form's; None when blank or unreadable."""
        if place not in self._amounts:
            self._amounts[place] = money(cell(self.form, place), self.money_unit)
        return self._amounts[place]

    def share(self, place: str) -> Share | None:
        """The share in a cell (56.25%, 100, 0.5); None when it is blank or cannot be read."""
        return share(cell(self.form, place))

    def printed(self, place: str) -> str:
        """The cell as printed, "" where the form does not have it."""
        return cell(self.form, place) or ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The indicators that count: not blank, not merely 不涉及."""
        rows = []
        for index, (indicator, score) in enumerate(zip(self.form.indicators, self.score.indicators, strict=True)):
            if counts(indicator):
                block = block_of(indicator.l1, self.book) or block_of(indicator.l2, self.book)
                rows.append(Row(index, indicator, First(block) if block else None, second(indicator.l2), score))
        return tuple(rows)

    @cached_property
    def funds(self) -> tuple[FundRow, ...]:
        """The rows of the funds block in printed order, the total first."""
        rows = []
        for fund in self.form.funds:
            initial, budget, executed = (
                self.amount(f"funds[{fund.name}].{field}") for field in ("initial", "budget", "executed")
            )
            rows.append(FundRow(fund, initial, budget, executed))
        return tuple(rows)

    @cached_property
    def total_fund(self) -> FundRow | None:
        """The row 年度资金总额, None where the form has none."""
        return next((row for row in self.funds if row.name == TOTAL_FUND), None)

    @property
    def money_unit(self) -> str:
        """The unit of amounts that print none."""
        return self.form.money_unit or "万元"

    @cached_property
    def money_factor(self) -> Decimal:
        """How many 元 one of the form's unit is."""
        return money("1", self.money_unit) or Decimal(1)

    def money_text(self, amount: Decimal) -> str:
        """An amount in 元 as a message writes it, in the form's unit: 450000 → 45 万元."""
        return f"{plain(amount / self.money_factor)} {self.money_unit}"

    @cached_property
    def execution_weight(self) -> Decimal | None:
        """The printed weight of the execution rate."""
        return self.figure(self.total_fund.place("weight")) if self.total_fund else None

    @cached_property
    def execution_score(self) -> Decimal | None:
        """The printed score of the execution rate."""
        return self.figure(self.total_fund.place("score")) if self.total_fund else None

    @property
    def _holders(self) -> Iterator[FundRow | Row]:
        if self.total_fund is not None:
            yield self.total_fund
        yield from self.rows

    @cached_property
    def scored(self) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
        """(place, printed score, printed weight) of the execution rate and of every indicator that has a score."""
        found = []
        for holder in self._holders:
            place = holder.place("score")
            if (score := self.figure(place)) is not None:
                found.append((place, score, self.figure(holder.place("weight"))))
        return tuple(found)

    @cached_property
    def unscored(self) -> tuple[str, ...]:
        """Places of scores left blank beside a weight."""
        return tuple(
            holder.place("score")
            for holder in self._holders
            if self.figure(holder.place("weight")) and is_blank(self.printed(holder.place("score")))
        )


def counts(indicator: Indicator) -> bool:
    """Whether an indicator row is in use: it has a weight or score, or says more than 不涉及."""
    if not is_blank(indicator.weight) or not is_blank(indicator.score):
        return True
    return not (says_nothing(indicator.l3) and says_nothing(indicator.target) and says_nothing(indicator.actual))
