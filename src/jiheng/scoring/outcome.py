"""What a rule gives for one indicator, before it is dressed as a Score with its trace."""

from decimal import Decimal

import msgspec

from jiheng.scoring.compiled import Rules
from jiheng.scoring.result import Alternative, Cited, Input, Score, Trace, Verdict
from jiheng.scoring.trace_figures import plain


class Ruling(msgspec.Struct, gc=False):
    """The verdict with the sum in words (`formula`), what is missing or to be noted (`why`) and the rules used.

    `low` and `high` are unrounded scores; `score` follows from them when the verdict is SCORED.
    """

    verdict: Verdict
    formula: str = ""
    why: str = ""
    paths: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    alternatives: tuple[Alternative, ...] = ()
    met: bool | None = None
    ratio: Decimal | None = None
    over: Decimal | None = None
    sum_: Decimal | None = None
    """The score itself where it is not its bounds: a total between what is open in its parts."""
    band: int | None = None
    """Of a qualitative result, the band of the rulebook, from 1."""
    cited: tuple[Cited, ...] = ()
    """Rules that stand in no book: what the form prints beside the row."""

    def score(self, place: str, subject: str, inputs: tuple[Input, ...], rules: Rules) -> Score:
        """This ruling as the score of the cell at `place`, rounded as the book says, with its trace."""
        low = None if self.low is None else rules.rounded(self.low)
        high = low if self.high is self.low else None if self.high is None else rules.rounded(self.high)
        exact = None
        if self.verdict is Verdict.SCORED:
            exact = low if self.sum_ is None else rules.rounded(self.sum_)
        trace = Trace(
            subject=subject,
            inputs=inputs,
            formula=self.formula,
            parameters=(*[rules.cite(path) for path in self.paths], *self.cited),
            result=f"{plain(exact)} 分" if exact is not None else _range(self.verdict, low, high),
            why=self.why,
        )
        return Score(place, self.verdict, trace, exact, low, high, self.alternatives)


def _range(verdict: Verdict, low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return "不能确定"
    return f"{plain(low)}—{plain(high)} 分之间，由评价人{'判断' if verdict is Verdict.JUDGEMENT else '评定'}"


def undecided(why: str, *paths: str, met: bool | None = None) -> Ruling:
    """Nothing follows from the cells; `why` says in Chinese what is missing."""
    return Ruling(Verdict.UNDECIDED, why=why, paths=paths, met=met)


def scored(score: Decimal, formula: str, *paths: str, met: bool | None, ratio: Decimal | None = None) -> Ruling:
    """One score follows."""
    return Ruling(Verdict.SCORED, formula, "", paths, score, score, met=met, ratio=ratio)


def judgement(alternatives: tuple[Alternative, ...], formula: str, why: str, *paths: str, **facts: object) -> Ruling:
    """A person must choose between `alternatives`; `facts` are met, ratio and over."""
    scores = [alternative.score for alternative in alternatives]
    ruling = Ruling(Verdict.JUDGEMENT, formula, why, paths, min(scores), max(scores), alternatives)
    for name, value in facts.items():
        setattr(ruling, name, value)
    return ruling
