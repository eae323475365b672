"""预算执行率: the rate and its score."""

from decimal import Decimal

from jiheng.form import EXECUTION, Form, Fund
from jiheng.quantity import money, number
from jiheng.scoring.compiled import Rules
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.result import Input, Score
from jiheng.scoring.wording import percent, plain, product, usable

SUBJECT = "预算执行率"
_FORMULA = "execution.formula"
_ZERO = "execution.zero_budget"


def execution(form: Form, rules: Rules) -> tuple[Decimal | None, Score]:
    """The exact execution rate (1 = 100 %) and its score; the rate is None when it cannot be worked out."""
    fund = form.fund()
    if fund is None:
        missing = undecided("表中没有“年度资金总额”一行", _FORMULA)
        return None, missing.score(str(EXECUTION.at("score")), SUBJECT, (), rules)
    unit = form.money_unit or "万元"
    budget, executed = _amount(fund.budget, unit), _amount(fund.executed, unit)
    weight = usable(number(fund.weight)) if fund.weight else None
    if weight is None or weight < 0:
        weight = rules.book.number("execution.weight")
    ruling = _ruling(budget, executed, weight, unit, rules)
    inputs = _inputs(fund, budget, executed, weight, unit)
    return ruling.ratio, ruling.score(str(EXECUTION.at("score")), SUBJECT, inputs, rules)


def _amount(cell: str | None, unit: str) -> Decimal | None:
    return usable(money(cell, unit)) if cell else None


def _ruling(budget: Decimal | None, executed: Decimal | None, weight: Decimal, unit: str, rules: Rules) -> Ruling:
    if budget is None or executed is None:
        missing = "全年预算数" if budget is None else "全年执行数"
        return undecided(f"{missing}没有填写或不是数字，算不出执行率", _FORMULA)
    if budget < 0 or executed < 0:
        return undecided("预算数或执行数是负数，算不出执行率", _FORMULA)
    if budget == 0:
        return _zero_budget(weight, rules)
    rate = executed / budget
    share = min(rate, Decimal(1)) if rules.book.flag("execution.capped") else rate
    sum_ = f"全年执行数 {_shown(executed, unit)} ÷ 全年预算数 {_shown(budget, unit)} = {percent(rate)}"
    formula = f"{sum_}，{product(weight, share, rules.rounded(weight * share))}"
    paths = (_FORMULA, "execution.capped") if rate > 1 else (_FORMULA,)
    ruling = scored(weight * share, formula, *paths, met=rate >= 1, ratio=rate)
    if rate > 1:
        ruling.why = "执行数超过预算数，得分以分值为限"
    return ruling


def _zero_budget(weight: Decimal, rules: Rules) -> Ruling:
    treatment = rules.book.text(_ZERO)
    if treatment == "undecided":
        return undecided("全年预算数为 0，算不出执行率，由评价人确定得分", _ZERO)
    score = weight if treatment == "full" else Decimal(0)
    return scored(score, f"全年预算数为 0，按办法得 {plain(score)} 分", _ZERO, met=None)


def _shown(amount: Decimal, unit: str) -> str:
    """An amount in 元, written in the form's unit."""
    one = money("1", unit)
    return f"{plain(amount / one)} {unit}" if one else f"{plain(amount)} 元"


def _inputs(
    fund: Fund, budget: Decimal | None, executed: Decimal | None, weight: Decimal, unit: str
) -> tuple[Input, ...]:
    def one(name: str, field: str, printed: str | None, understood: str) -> Input:
        return Input(name, str(EXECUTION.at(field)), printed or "", understood)

    return (
        one("全年预算数", "budget", fund.budget, "看不出金额" if budget is None else _shown(budget, unit)),
        one("全年执行数", "executed", fund.executed, "看不出金额" if executed is None else _shown(executed, unit)),
        one("分值", "weight", fund.weight, plain(weight)),
    )
