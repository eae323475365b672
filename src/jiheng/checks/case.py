"""What a check looks at: one form with its rulebook, its scores and its figures, each worked out once."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiheng.checks.levels import First, Second, second
from jiheng.checks.pending import money, number, share
from jiheng.form import TOTAL_FUND, Cell, Form, Fund, Indicator, cell
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


class Case:
    """One form under audit. `index` is its number in the batch, from 0."""

    def __init__(self, form: Form, book: Book, score: FormScore, index: int = 0) -> None:
        self.form = form
        self.book = book
        self.score = score
        self.index = index
        self._read: dict[tuple[str, str], Decimal | None] = {}

    def _figure(self, place: str, kind: str, read: Callable[[str], Decimal | None]) -> Decimal | None:
        key = (place, kind)
        if key not in self._read:
            text = cell(self.form, place)
            self._read[key] = None if is_blank(text) or text is None else read(text)
        return self._read[key]

    def figure(self, place: str) -> Decimal | None:
        """The plain figure in a cell (a weight, a score); None when it is blank or cannot be read."""
        return self._figure(place, "number", number)

    def share(self, place: str) -> Decimal | None:
        """The share in a cell as a ratio (56.25% → 0.5625); None when it is blank or cannot be read."""
        return self._figure(place, "share", share)

    def amount(self, place: str) -> Decimal | None:
        """The money in a cell in 元, in its own unit or else the form's; None when blank or unreadable."""
        return self._figure(place, "money", lambda text: money(text, self.form.money_unit or "万元"))

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
    def total_fund(self) -> Fund | None:
        """The row 年度资金总额, None where the form has none."""
        return self.form.fund(TOTAL_FUND)


def counts(indicator: Indicator) -> bool:
    """Whether an indicator row is in use: it has a weight or score, or says more than 不涉及."""
    if not is_blank(indicator.weight) or not is_blank(indicator.score):
        return True
    return not (says_nothing(indicator.l3) and says_nothing(indicator.target) and says_nothing(indicator.actual))
