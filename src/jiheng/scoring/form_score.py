"""All scores of a form by one rulebook."""

from jiheng.expression import expression
from jiheng.form import Block, Form, place_of
from jiheng.places import Book
from jiheng.scoring.compiled import rounded_by, rules_of
from jiheng.scoring.execution import execution
from jiheng.scoring.indicator import score_indicator
from jiheng.scoring.note import is_note, repeats, tells_scores
from jiheng.scoring.result import FormScore
from jiheng.scoring.total import grade, total

_YEAR = expression(r"(?:19|20)\d\d")


def score(form: Form, book: Book) -> FormScore:
    """Recompute every score of `form` by `book`. Never raises for what a form says; doubt is a verdict."""
    with rounded_by((book,)):
        return _score(form, book)


def _score(form: Form, book: Book) -> FormScore:
    rules = rules_of(book)
    match = _YEAR.search(form.year or "")
    year = int(match[0]) if match else None
    rate, execution_score = execution(form, rules)
    notes = row_notes(form)
    indicators = tuple(
        [score_indicator(form, index, rules, year, notes.get(index, "")) for index in range(len(form.indicators))]
    )
    total_score = total(form, execution_score, indicators, rules)
    return FormScore(
        book=book.id,
        rate=rate,
        execution=execution_score,
        indicators=indicators,
        total=total_score,
        grade=None if total_score.score is None else grade(total_score.score, rules),
    )


def row_notes(form: Form) -> dict[int, str]:
    """What the form prints beside its rows on how they are scored, by the index of the row."""
    found: dict[int, str] = {}
    before = ""
    for other in form.others:
        if not other.place or not is_note(other.label):
            continue
        place = place_of(other.place)
        if place is not None and place.block is Block.INDICATORS and isinstance(place.row, int):
            before = before if repeats(other.text) else other.text
            if tells_scores(before):
                found[place.row] = before
    return found
