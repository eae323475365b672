"""Stand-ins for rooms still being built; each goes as soon as the real one is committed."""

from jiheng.form import Form
from jiheng.quantity import Value, number
from jiheng.rulebook import Book
from jiheng.scoring.result import Direction, FormScore, IndicatorScore, Score, Trace, Verdict


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
