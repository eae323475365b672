"""Stand-ins for rooms still being built; each goes as soon as the real one is committed."""

import re
from decimal import Decimal

from jiheng.form import Form
from jiheng.quantity import Value
from jiheng.rulebook import Book
from jiheng.scoring.result import Direction, FormScore, IndicatorScore, Score, Trace, Verdict


def number(text: str) -> Decimal | None:
    """A plain figure."""
    text = text.replace(",", "")
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def share(text: str) -> Decimal | None:
    """A share as a ratio."""
    figure = number(text.rstrip("%％"))
    if figure is None:
        return None
    return figure / 100 if text[-1] in "%％" or figure > 1 else figure


def money(text: str, unit: str = "万元") -> Decimal | None:
    """Money in 元."""
    figure = number(text.rstrip("万元"))
    return None if figure is None else figure * (10000 if "万" in (text + unit) else 1)


def score(form: Form, book: Book) -> FormScore:
    """Nothing decided."""

    def undecided(place: str) -> Score:
        return Score(place, Verdict.UNDECIDED, Trace(place))

    rows = tuple(
        IndicatorScore(
            i,
            undecided(f"indicators[{i}].score"),
            Direction.UNKNOWN,
            Value(r.target or ""),
            Value(r.actual or ""),
            number(r.weight or ""),
            number(r.score or ""),
        )
        for i, r in enumerate(form.indicators)
    )
    total = undecided("funds[年度资金总额].score")
    return FormScore(book.id, None, total, rows, undecided("total_score"), None)
