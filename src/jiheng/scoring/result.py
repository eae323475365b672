"""What scoring returns: scores, each with the trace of how it came about."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from jiheng.form import Indicator
from jiheng.quantity import Value


class Verdict(StrEnum):
    """How far a score can be told from the form alone."""

    SCORED = "scored"
    """One score follows from the rule."""
    BAND = "band"
    """The rule leaves a range (`low`–`high`) to the evaluator, as for qualitative levels."""
    JUDGEMENT = "judgement"
    """A person must judge first (was the target set too low?); `alternatives` hold each result."""
    UNDECIDED = "undecided"
    """The cells do not say enough; `Trace.why` says what is missing."""


class Input(msgspec.Struct, frozen=True, gc=False):
    """One thing that went into a score: its name, its place, the cell as printed and as understood."""

    name: str
    place: str
    printed: str
    understood: str


class Cited(msgspec.Struct, frozen=True, gc=False):
    """A rulebook parameter as used: its path in the book, its value as text, the rule and its source."""

    path: str
    value: str
    text: str
    source: str
    certainty: str


class Trace(msgspec.Struct, frozen=True, gc=False):
    """How one result came about; a tree through `steps`. Prints as JSON and as Chinese (scoring.explain)."""

    subject: str
    inputs: tuple[Input, ...] = ()
    formula: str = ""
    parameters: tuple[Cited, ...] = ()
    result: str = ""
    why: str = ""
    steps: tuple["Trace", ...] = ()


class Alternative(msgspec.Struct, frozen=True, gc=False):
    """One of the results between which a person must choose, and under what condition it holds."""

    condition: str
    score: Decimal


class Direction(StrEnum):
    """Which way an indicator is better."""

    POSITIVE = "positive"
    REVERSE = "reverse"
    EQUAL = "equal"
    QUALITATIVE = "qualitative"
    UNKNOWN = "unknown"


class Score(msgspec.Struct, frozen=True, gc=False):
    """A recomputed score.

    `place` is the cell it belongs to; `score` the exact rounded result (None unless verdict is
    SCORED); `low` and `high` bound the admissible scores whenever they are known (equal to
    `score` when SCORED, the band when BAND, the extremes of the alternatives when JUDGEMENT).
    `ratio` is achieved ÷ targeted (reverse: target ÷ actual), None where it has no meaning.
    """

    place: str
    verdict: Verdict
    trace: Trace
    score: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    alternatives: tuple[Alternative, ...] = ()


class IndicatorScore(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The score of one indicator with what was understood of it.

    The same row under the same rules has the same score object, so that what is made of it can be kept with it;
    `indicator` is its own copy of the row.

    `met` is whether the target was reached (None when it cannot be told); `over` is
    (actual − target) ÷ target for a positive or equal indicator above its target, None otherwise.
    `inferred` is True when the target has no sign and the direction was told from a name.
    """

    index: int
    indicator: Indicator
    score: Score
    direction: Direction
    target: Value
    actual: Value
    weight: Decimal | None
    printed: Decimal | None
    met: bool | None = None
    ratio: Decimal | None = None
    over: Decimal | None = None
    inferred: bool = False


class FormScore(msgspec.Struct, frozen=True, gc=False):
    """All scores of a form by one rulebook.

    `rate` is the exact execution rate (a ratio, 1 = 100 %), None when it cannot be computed.
    `total` adds execution and indicators, taking the printed score, clipped to its band (to 0 and its
    weight when UNDECIDED), wherever the verdict is not SCORED, so that it is comparable to the printed
    total; its verdict is SCORED then, UNDECIDED when a part is missing, and `low`–`high` tell how far
    it is open. `grade` is the grade of `total`.
    """

    book: str
    rate: Decimal | None
    execution: Score
    indicators: tuple[IndicatorScore, ...]
    total: Score
    grade: str | None
