"""Rates of the whole and of its units against the limit of the rulebook: what D01 to D03 share."""

from collections.abc import Callable
from decimal import Decimal

from jiheng.checks import Finding, Outcome
from jiheng.checks.outcome import insufficient, judged
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import RateResult, Rates
from jiheng.quantity.words import percent


def beyond(
    scene: Scene,
    check: DepartmentCheck,
    pick: Callable[[Rates], RateResult],
    breaks: Callable[[Decimal, Decimal], bool],
    advice: str,
) -> Outcome:
    """Fail at every level (whole, units) whose rate `breaks` the limit, the check's first parameter."""
    limit = scene.book.number(check.rules[0])
    if pick(scene.group.rates).value is None:
        return insufficient(pick(scene.group.rates).trace.why)
    found = []
    for level in scene.levels():
        figure = pick(level.rates)
        if figure.value is not None and breaks(figure.value, limit):
            found.append(_finding(check, level.name, level.forms, figure, figure.value, limit, advice))
    return judged(found)


def _finding(
    check: DepartmentCheck,
    name: str,
    forms: tuple[int, ...],
    figure: RateResult,
    value: Decimal,
    limit: Decimal,
    advice: str,
) -> Finding:
    side = "低于" if value < limit else "高于"
    assumed = f"（{figure.trace.why}）" if figure.trace.why else ""
    message = f"{name}{figure.name} {percent(value)}，{side} {percent(limit)}：{figure.trace.formula}{assumed}。"
    return check.finding(name, percent(value), "", message, advice, forms=forms)
