"""What a check looks at: one form with its rulebook, its scores and its figures, each worked out once."""

from dataclasses import dataclass, field
from decimal import Decimal

from jiheng.form import Form
from jiheng.rulebook import Book
from jiheng.scoring.result import FormScore


@dataclass(slots=True)
class Case:
    """One form under audit. `index` is its number in the batch, from 0."""

    form: Form
    book: Book
    score: FormScore
    index: int = 0
    _figures: dict[str, Decimal | None] = field(default_factory=dict)
