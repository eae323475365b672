"""The total that is comparable with the printed one, and its grade."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jiheng.form import Form, Fund, Indicator
from jiheng.form.kinds import is_scored, kind_name
from jiheng.places.printed import execution_cells
from jiheng.quantity import number, points
from jiheng.quantity.words import not_concerned
from jiheng.scoring.compiled import Rules
from jiheng.scoring.execution import counts_apart, in_tree
from jiheng.scoring.outcome import Ruling, undecided
from jiheng.scoring.result import IndicatorScore, Score, Verdict
from jiheng.scoring.trace_figures import plain, usable

PLACE = "total_score"
SUBJECT = "总分"
_ZERO = Decimal(0)


class _Part(msgspec.Struct, frozen=True, gc=False):
    """What one score adds to the total, and how far it is open."""

    taken: Decimal
    low: Decimal
    high: Decimal
    as_printed: bool


def total(form: Form, execution: Score, indicators: Sequence[IndicatorScore], rules: Rules) -> Score:
    """Execution and indicators added up, taking the printed score within its bounds where a person must decide.

    `low` and `high` add the bounds, so that they tell how far the total is open.
    """
    if not is_scored(form.kind):
        return undecided(f"{kind_name(form.kind)}不设总分").score(PLACE, SUBJECT, (), rules)
    if _has_no_scores(form):
        return undecided("表中没有分值和得分，不算总分").score(PLACE, SUBJECT, (), rules)
    if rules.book.flag("weights.scaled"):
        return _scaled(form, execution, indicators, rules).score(PLACE, SUBJECT, (), rules)
    cells = execution_cells(form)
    printed = usable(number(cells.score)) if cells.score else None
    weight = usable(points(cells.weight)) if cells.weight else rules.book.number("execution.weight")
    parts, missing = [], []
    is_apart = counts_apart(form, cells, rules.book)
    rows = [(execution, printed, weight)] if is_apart else []
    rows += [(r.score, r.printed, r.weight) for r in indicators if r.weight is not None or r.printed is not None]
    for score, stated, most in rows:
        part = _part(score, stated, most)
        if part is None:
            missing.append(score.trace.subject)
        else:
            parts.append(part)
    if not parts and not missing:
        missing = [SUBJECT]
    ruling = _sum(parts, missing)
    if not is_apart and not in_tree(form, cells):
        whole = plain(rules.book.number("weights.total"))
        ruling.why = "；".join(filter(None, (ruling.why, f"各项指标的分值合计已是 {whole} 分，执行率不另计分")))
    return ruling.score(PLACE, SUBJECT, (), rules)


def _scaled(form: Form, execution: Score, indicators: Sequence[IndicatorScore], rules: Rules) -> Ruling:
    """The points of what applies, scaled from its weights to the whole; the execution rate where the form scores it."""
    cells = execution_cells(form)
    rows = [
        (indicator.score, indicator.printed, indicator.weight)
        for indicator in indicators
        if indicator.weight and not _is_left_out(indicator)
    ]
    own = usable(points(cells.weight)) if cells.weight else None
    if own and not in_tree(form, cells):
        rows.append((execution, usable(number(cells.score)) if cells.score else None, own))
    parts = [(score, _part(score, printed, weight)) for score, printed, weight in rows]
    ruling = _sum(
        [part for _, part in parts if part is not None], [score.trace.subject for score, part in parts if part is None]
    )
    weights = sum((weight for _, _, weight in rows if weight is not None), _ZERO)
    if ruling.verdict is not Verdict.SCORED or ruling.sum_ is None or not weights:
        return ruling if rows else undecided(f"缺少{SUBJECT}的得分，算不出总分")
    whole = rules.book.number("weights.total")
    factor = whole / weights
    ruling.sum_ *= factor
    ruling.low, ruling.high = (None if bound is None else bound * factor for bound in (ruling.low, ruling.high))
    ruling.formula += f"，÷ 适用指标的分值 {plain(weights)} × {plain(whole)} = {plain(rules.rounded(ruling.sum_))} 分"
    ruling.paths = (*ruling.paths, "weights.scaled")
    return ruling


def _is_left_out(score: IndicatorScore) -> bool:
    """Whether a row does not apply and is not judged."""
    row = score.indicator
    return any(not_concerned(cell) for cell in (row.target, row.actual, row.score))


def _has_no_scores(form: Form) -> bool:
    """Whether the form has no column for weights or scores at all, in no block."""
    rows: list[Fund | Indicator] = [*form.funds, *form.indicators]
    return bool(form.indicators) and all(row.weight is None and row.score is None for row in rows)


def _part(score: Score, printed: Decimal | None, weight: Decimal | None) -> _Part | None:
    if score.verdict is Verdict.SCORED and score.score is not None:
        return _Part(score.score, score.score, score.score, False)
    if printed is None:
        return None
    low = _ZERO if score.low is None else score.low
    most = weight if weight is not None and weight >= 0 else max(printed, _ZERO)
    high = most if score.high is None else score.high
    return _Part(min(max(printed, low), high), low, high, True)


def _sum(parts: list[_Part], missing: list[str]) -> Ruling:
    if missing:
        more = f"等 {len(missing)} 项" if len(missing) > 1 else ""
        return undecided(f"缺少{missing[0]}{more}的得分，算不出总分")
    taken = low = high = _ZERO
    as_printed = 0
    for part in parts:
        taken, low, high = taken + part.taken, low + part.low, high + part.high
        as_printed += part.as_printed
    formula = f"{' + '.join([plain(part.taken) for part in parts])} = {plain(taken)} 分"
    why = f"其中 {as_printed} 项须由评价人评定，按表中填报的得分（限于允许范围内）计入" if as_printed else ""
    return Ruling(Verdict.SCORED, formula, why, ("rounding.places",), low, high, sum_=taken)


def grade(score: Decimal, rules: Rules) -> str | None:
    """The name of the grade that a total falls into, None below all of them."""
    return next((name for start, name in rules.grades if score >= start), None)
