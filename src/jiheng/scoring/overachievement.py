"""Over-achievement: what a result far above its target may cost when the target was set too low."""

from decimal import Decimal

from jiheng.scoring.compiled import Rules, Step
from jiheng.scoring.outcome import Ruling
from jiheng.scoring.result import Alternative, Verdict
from jiheng.scoring.trace_figures import percent

_FINE = "目标值并非明显偏低"
_LOW = "目标值明显偏低"


def over_achieved(met: Ruling, over: Decimal, weight: Decimal, rules: Rules) -> Ruling:
    """`met` (full weight) as it stands once the excess `over` = (actual − target) ÷ target is looked at."""
    if over <= 0:
        return met
    met.over = over
    excess = f"超出目标 {percent(over)}"
    if rules.steps:
        step = _step(rules.steps, over)
        return met if step is None else _by_step(met, step, excess, weight, rules)
    start = rules.book.number("over.reduce_from")
    if over < start:
        return met
    met.verdict = Verdict.JUDGEMENT
    met.low = Decimal(0)
    met.alternatives = (Alternative(_FINE, rules.rounded(weight)),)
    met.formula = f"{met.formula}；{excess}"
    met.why = f"{excess}，请评价人判断目标值是否明显偏低；{_LOW}的适当扣减，办法没有规定扣多少"
    met.paths = (*met.paths, "over.steps", "over.reduce_from")
    return met


def _step(steps: tuple[Step, ...], over: Decimal) -> Step | None:
    return next((s for s in steps if s.start <= over and (s.end is None or over < s.end)), None)


def _by_step(met: Ruling, step: Step, excess: str, weight: Decimal, rules: Rules) -> Ruling:
    reduced = weight * (1 - step.deduct)
    met.verdict = Verdict.JUDGEMENT
    met.low = reduced
    met.alternatives = (
        Alternative(_FINE, rules.rounded(weight)),
        Alternative(f"{_LOW}（扣 {percent(step.deduct)}）", rules.rounded(reduced)),
    )
    met.formula = f"{met.formula}；{excess}"
    met.why = f"{excess}，请评价人判断年初目标值是否明显偏低"
    met.paths = (*met.paths, "over.steps")
    return met
