"""What a check looks at: one form with its rulebook, its scores and its figures, each worked out once."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from jiheng.checks.levels import First, Second, second
from jiheng.checks.names import bare_name
from jiheng.checks.peers import Peers
from jiheng.checks.remembered import Result, Told, answered, kept, of_funds, of_rows
from jiheng.form import (
    EXECUTION,
    TOTAL_FUND,
    Block,
    Cell,
    FieldKind,
    Form,
    Fund,
    Indicator,
    Place,
    cell,
    fund_rows,
    has_results,
    place_of,
)
from jiheng.places import Book
from jiheng.places.printed import ExecutionCells, execution_cells
from jiheng.quantity import PrintedShare, money, number, points, share
from jiheng.quantity.words import is_blank, is_empty, plain, rounded, says_nothing, short, wan
from jiheng.scoring.compiled import Rules, rules_of
from jiheng.scoring.execution import in_tree
from jiheng.scoring.execution_base import LABELS, Base, Beside, base_of, beside
from jiheng.scoring.form_score import score
from jiheng.scoring.result import FormScore, IndicatorScore

_POINTS = ("·分值", "·得分")
_CELLS = len(Fund.__struct_fields__)
_NOTHING = Decimal(0)


class Row(msgspec.Struct, eq=False):
    """An indicator that counts, with what its names mean and how it was scored.

    `name` is what to call it in a message, `bare` that name without numbering (指标1：项目报告 → 项目报告).
    `is_cost`, `is_satisfaction` and `is_benefit` say under which level it stands, at the first or the second.
    A row knows its rulebook and nothing of the form around it: forms with the same row share it, and what `once`
    remembers of it. When one cell of a form is edited, only its own row is looked at again.
    """

    index: int
    indicator: Indicator
    first: First | None
    second: Second | None
    score: IndicatorScore
    book: Book
    memo: dict[Any, Any] = msgspec.field(default_factory=dict)
    name: str = ""
    bare: str = ""
    is_cost: bool = False
    is_satisfaction: bool = False
    is_benefit: bool = False

    def __post_init__(self) -> None:
        """Work out what many checks ask."""
        first, second = self.first, self.second
        self.name = self.indicator.l3 or self.indicator.l2 or f"第{self.index + 1}行"
        self.bare = bare_name(self.name)
        self.is_cost = second is Second.COST or first is First.COST
        self.is_satisfaction = second is Second.SATISFACTION or first is First.SATISFACTION
        self.is_benefit = second is Second.BENEFIT or second is Second.SUSTAINED

    def place(self, field: str) -> str:
        """The address of one of its cells."""
        return Place.of_indicator(self.index, field)

    def printed(self, field: str) -> str | None:
        """One of its cells."""
        return getattr(self.indicator, field)  # type: ignore[no-any-return]

    @property
    def label(self) -> str:
        """Its number and name in a message: 第3行「出警及时率」."""
        return f"第{self.index + 1}行「{short(self.bare)}」"

    @property
    def only_named(self) -> bool:
        """Whether it has a name and nothing else: neither target nor actual value, no score either."""
        cells = (self.indicator.target, self.indicator.actual, self.indicator.score)
        return all(is_blank(cell) for cell in cells) and self.indicator.target is not None


class FundRow(msgspec.Struct, eq=False):
    """A row of the funds block with its amounts in 元 (None: blank or unreadable).

    `key` is what places name it by.
    """

    key: str
    fund: Fund
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    measured: Base
    """What execution is measured by."""
    book: Book
    memo: dict[Any, Any] = msgspec.field(default_factory=dict)
    rate: Decimal | None = None
    """The exact execution rate (1 = 100 %), None without both amounts or on a budget of 0."""

    def __post_init__(self) -> None:
        """Work out what many checks ask."""
        if self.base and self.executed is not None:
            self.rate = self.executed / self.base

    @property
    def name(self) -> str:
        """年度资金总额, 当年财政拨款 …"""
        return self.fund.name

    @property
    def base(self) -> Decimal | None:
        """The budget that execution is measured by."""
        return self.measured.amount

    @property
    def base_text(self) -> str:
        """`全年预算数 110`, or `年初预算数 20（表上没有全年预算数，按年初预算数核对）`."""
        base = self.measured
        if base.less:
            return f"{LABELS[base.field]} {base.printed}（扣除统筹整合资金 {wan(base.less)}）"
        lacks = base.field == "initial" and self.fund.budget is None
        return f"{base.label} {base.printed}{'（表上没有全年预算数，按年初预算数核对）' if lacks else ''}"

    def place(self, field: str) -> str:
        """The address of one of its cells."""
        return Place.of_fund(self.key, field)

    def printed(self, field: str) -> str | None:
        """One of its cells."""
        return getattr(self.fund, field)  # type: ignore[no-any-return]


class Case:
    """One form under audit. `index` is its number in the batch, from 0; `peers` an indicator library if any.

    `own` are its scores where they are known already.
    """

    def __init__(
        self, form: Form, book: Book, own: FormScore | None = None, index: int = 0, peers: Peers | None = None
    ) -> None:
        self.form = form
        self.book = book
        if own is not None:
            self.__dict__["score"] = own
        self.index = index
        self.peers = peers
        self.memo: dict[Any, Any] = {}
        self._said: Told[Row] | None = None
        self._said_of_funds: Told[FundRow] | None = None

    def figure(self, place: str) -> Decimal | None:
        """The plain figure in a cell (a weight, a score); None when it is blank or cannot be read."""
        text = cell(self.form, place)
        return points(text) if place.endswith("weight") else number(text)

    def amount(self, place: str) -> Decimal | None:
        """The money in a cell in 元, in its own unit or else the form's; None when blank or unreadable."""
        return money(cell(self.form, place), self.money_unit)

    def share(self, place: str) -> PrintedShare | None:
        """The share in a cell (56.25%, 100, 0.5); None when it is blank or cannot be read."""
        return share(cell(self.form, place))

    def place(self, field: str) -> str:
        """The address of a cell that a form has once."""
        return field

    def printed(self, place: str) -> str:
        """The cell as printed, "" where the form does not have it."""
        return cell(self.form, place) or ""

    @kept
    def score(self) -> FormScore:
        """The scores of the form."""
        return score(self.form, self.book)

    @kept
    def rows(self) -> tuple[Row, ...]:
        """The indicators that count: not blank, not merely 不涉及."""
        return tuple([row for score in self.score.indicators if (row := _row(score, self.book))])

    def said(self, function: "Callable[[Row], Result | None]") -> "list[tuple[Row, Result]]":
        """The rows of which a function marked with `each` says something, with what it says.

        Raises what the function raised.
        """
        return answered(self._told(), function)

    def said_of_funds(self, function: "Callable[[FundRow], Result | None]") -> "list[tuple[FundRow, Result]]":
        """The same for the rows of the funds and a function marked with `each_fund`."""
        return answered(self._told_of_funds(), function)

    def answering(self) -> set[Callable[[Any], Any]]:
        """The functions marked with `each` or `each_fund` that say something of one of the rows, or that raised."""
        return {*self._told(), *self._told_of_funds()}

    def _told(self) -> "Told[Row]":
        if self._said is None:
            self._said = of_rows(self.rows)
        return self._said

    def _told_of_funds(self) -> "Told[FundRow]":
        if self._said_of_funds is None:
            self._said_of_funds = of_funds(self.funds)
        return self._said_of_funds

    def forget(self) -> None:
        """Let go of what was remembered, when the form has been examined: the collector then has less to look at."""
        self.memo.clear()
        self._said = self._said_of_funds = None

    @kept
    def by_second(self) -> "dict[Second | None, list[Row]]":
        """The rows by what their second level is, each list in printed order; ask with `of`."""
        found: dict[Second | None, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.second, []).append(row)
        return found

    def of(self, kind: Second) -> "list[Row]":
        """The rows under a kind of second level."""
        return self.by_second.get(kind, [])

    @kept
    def outputs(self) -> "tuple[Row, ...]":
        """The rows whose first level is output."""
        return tuple([row for row in self.rows if row.first is First.OUTPUT])

    @kept
    def costs(self) -> "tuple[Row, ...]":
        """The rows about cost."""
        return tuple([row for row in self.rows if row.is_cost])

    @kept
    def doubts(self) -> dict[str, str]:
        """Places of which the reader was not sure, with why."""
        return {doubt.place: doubt.why for doubt in self.form.uncertain}

    def doubt_at(self, place: str) -> str | None:
        """Why the reader was not sure of a place: of itself, of its row, or of its whole block; None where it was."""
        if not self.doubts:
            return None
        at = Place.parse(place)
        return next(
            (self.doubts[there] for there in (place, str(at.whole_row), at.block.value) if there in self.doubts), None
        )

    @kept
    def figures_doubted(self) -> bool:
        """Whether weights, scores or totals may have been read wrongly or in part, so that no sum is evidence."""
        return any(_holds_points(doubt.place) for doubt in self.form.uncertain)

    def has_column(self, field: str) -> bool:
        """Whether the indicator tree has that column at all (None: it does not; "": an empty cell)."""
        return any(getattr(row.indicator, field) is not None for row in self.rows)

    @kept
    def funds(self) -> tuple[FundRow, ...]:
        """The rows of the funds block in printed order, the total first."""
        unit, book, form = self.money_unit, self.book, self.form
        cells = msgspec.structs.astuple
        return tuple(
            [  # documents of other kinds have more cells in a row
                _fund_row(key, cells(fund)[:_CELLS], unit, book, beside(form, key, book))
                for key, fund in fund_rows(form)
            ]
        )

    @kept
    def total_fund(self) -> FundRow | None:
        """The row 年度资金总额, else the only row there is; None where several have no total."""
        for row in self.funds:
            if row.fund.name == TOTAL_FUND:
                return row
        return self.funds[0] if len(self.funds) == 1 else None

    @kept
    def money_unit(self) -> str:
        """The unit of amounts that print none."""
        return self.form.money_unit or "万元"

    @kept
    def money_factor(self) -> Decimal:
        """How many 元 one of the form's unit is."""
        return money("1", self.money_unit) or Decimal(1)

    def money_text(self, amount: Decimal) -> str:
        """An amount in 元 as a message writes it, in the form's unit: 450000 → 45 万元."""
        return f"{plain(amount / self.money_factor)} {self.money_unit}"

    @kept
    def execution_weight(self) -> Decimal | None:
        """The printed weight of the execution rate, None where it is an indicator of the tree."""
        return None if self.execution_in_tree else points(self.execution_cells.weight)

    @property
    def points_left(self) -> Decimal | None:
        """The points that the printed total leaves for the execution rate, where no cell prints its weight."""
        total = points(self.form.total_weight)
        is_left = self.execution_score is not None and self.execution_cells.weight is None and total is not None
        return total - self.weights if is_left and total is not None and total > self.weights else None

    @kept
    def execution_score(self) -> Decimal | None:
        """The printed score of the execution rate, None where it is an indicator of the tree."""
        return None if self.execution_in_tree else number(self.execution_cells.score)

    @kept
    def execution_cells(self) -> ExecutionCells:
        """The printed weight and score of the execution rate, wherever they stand in the funds row."""
        return execution_cells(self.form)

    @kept
    def execution_without_total(self) -> bool:
        """Whether points of the execution rate stand in a row of the funds other than the total, which is not there."""
        if self.total_fund is not None:
            return False
        return any(points(row.fund.weight) is not None or number(row.fund.score) is not None for row in self.funds)

    @property
    def execution_place(self) -> str:
        """Where the score of the execution rate stands."""
        row = EXECUTION.row if self.total_fund is None else self.total_fund.key
        return Place.of_fund(str(row), self.execution_cells.scored_in)

    @kept
    def execution_in_tree(self) -> bool:
        """Whether the execution rate is scored as an indicator, so that the funds block does not count once more."""
        return in_tree(self.form, self.execution_cells)

    @kept
    def points_elsewhere(self) -> str:
        """A label under which the form gives points that no row of the record holds (资金管理情况), "" without any."""
        for other in self.form.others:
            if other.label.endswith(_POINTS) and not other.place and number(other.text) is not None:
                return other.label.partition("·")[0]
        return ""

    @kept
    def scored(self) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
        """(place, printed score, printed weight) of the execution rate and of every indicator that has a score."""
        found = []
        if self.total_fund is not None and self.execution_score is not None:
            found.append((self.execution_place, self.execution_score, self.execution_weight))
        found += [
            (row.place("score"), row.score.printed, row.score.weight)
            for row in self.rows
            if row.score.printed is not None
        ]
        return tuple(found)

    @kept
    def weights(self) -> Decimal:
        """The weights of the rows added up."""
        return sum([weight for row in self.rows if (weight := row.score.weight) is not None], _NOTHING)

    @kept
    def whole_weights(self) -> tuple[Decimal, ...]:
        """What the weights may add up to: with that printed for the execution rate, or the rule's own where the funds
        have no column for it, or where goals are set and no money is scored yet."""
        printed = self.weights + (self.execution_weight or 0)
        may_lack = bool(self.funds) or not has_results(self.form.kind)
        if not may_lack or self.execution_cells.weight is not None:
            return (printed,)
        own = self.book.number("execution.weight") if self._implied_weight is None else self._implied_weight
        return printed, self.weights + own

    @property
    def _implied_weight(self) -> Decimal | None:
        """The weight of the execution rate that its printed score and rate make, where no cell has it: 18 of 90 %."""
        rate = None if self.total_fund is None else self.total_fund.rate
        if self.execution_score is None or not rate:
            return None
        weight = rounded(self.execution_score / rate, 0)
        fits = abs(weight * rate - self.execution_score) <= self.book.number("agreement.score_tolerance")
        return weight if fits else None

    @kept
    def totals_indicators_only(self) -> bool:
        """Whether the total row adds up the indicators alone, in weight and score, without the execution rate."""
        weight, score = self.figure("total_weight"), self.figure("total_score")
        if weight is None or weight != self.weights or weight >= self.book.number("weights.total"):
            return False
        scores = [row.score.printed for row in self.rows if row.score.printed is not None]
        return not self.execution_in_tree and score == sum(scores, _NOTHING)

    @property
    def all_scored(self) -> bool:
        """Whether everything that has a weight has a readable score."""
        if self.execution_weight and self.execution_score is None:
            return False
        return not any(row.score.weight and row.score.printed is None for row in self.rows)

    @kept
    def unscored(self) -> tuple[str, ...]:
        """Places of scores left blank beside a weight."""
        places = []
        if self.execution_weight and is_empty(self.execution_cells.score):
            places.append(self.execution_place)
        places += [row.place("score") for row in self.rows if row.score.weight and is_empty(row.indicator.score)]
        return tuple(places)


@lru_cache(maxsize=4096)
def _row(score: IndicatorScore, book: Book) -> Row | None:
    """The row that was scored, None for one that does not count."""
    indicator = score.indicator
    if not counts(indicator):
        return None
    first = _block(indicator.l1, indicator.l2, rules_of(book))
    return Row(score.index, indicator, first, second(indicator.l2), score, book)


@lru_cache(maxsize=1024)
def _fund_row(key: str, cells: tuple[Any, ...], unit: str, book: Book, own: Beside) -> FundRow:
    """A row of the funds by its cells, shared by the forms that have it as `_row` is."""
    fund = Fund(*cells)
    amounts = money(fund.initial, unit), money(fund.budget, unit), money(fund.executed, unit)
    return FundRow(key, fund, *amounts, base_of(fund, unit, book, own), book)


def _block(l1: Cell, l2: Cell, rules: Rules) -> First | None:
    """The block of a first level; under a first level that joins several (效益与满意度) that of the second."""
    named = blocks_named(l1, rules)
    own = blocks_named(l2, rules)[:1] if len(set(named)) > 1 else ()
    block = own or named[:1] or blocks_named(l2, rules)[:1]
    return First(block[0]) if block else None


@lru_cache(maxsize=4096)
def blocks_named(name: Cell, rules: Rules) -> tuple[str, ...]:
    """The blocks whose words a name has, in the order of the rulebook's `blocks.words` (word, block)."""
    return tuple(block for word, block in rules.block_words if word in name) if name else ()


def counts(indicator: Indicator) -> bool:
    """Whether an indicator row is in use: it has a weight or score, or says more than 不涉及."""
    if not is_blank(indicator.weight) or not is_blank(indicator.score):
        return True
    return not (says_nothing(indicator.l3) and says_nothing(indicator.target) and says_nothing(indicator.actual))


def _holds_points(text: str) -> bool:
    """Whether a place is a cell of points, or a row or block with such cells; a row of the funds is money."""
    place = place_of(text)
    if place is None or (place.block is Block.FUNDS and place.row is not None and not place.field):
        return False
    declared = place.declared
    if declared is None:
        return place.block in (Block.FUNDS, Block.INDICATORS, Block.TOTALS)
    return declared.kind in (FieldKind.WEIGHT, FieldKind.SCORE)
