"""How a computed cell came about, as the tree that the core gives."""

from jiheng.form import EXECUTION, Fund, Place, fund_rows
from jiheng.scoring import Input, Score, Trace, sentence
from jiheng.web.forms.assess import Scored, proposals


def why(result: Scored, place: str) -> tuple[str, Trace] | None:
    """One sentence and the tree for a score, a rate or the total; None for a cell that is not computed."""
    found: Score | None = proposals(result.score).get(place)
    if place == str(EXECUTION.at("rate")):
        found = result.score.execution
    elif place in ("total_score", "grade"):
        found = result.score.total
    if found is not None:
        return sentence(found, cited=False), found.trace  # the source stands with the steps
    fund = next((fund for key, fund in fund_rows(result.form) if place == str(Place.fund(key, "rate"))), None)
    return None if fund is None else (f"{fund.name}：全年执行数 ÷ 全年预算数", _rate(fund, place))


def _rate(fund: Fund, place: str) -> Trace:
    row = Place.parse(place)
    inputs = tuple(
        Input(name, str(row.at(field)), getattr(fund, field) or "", getattr(fund, field) or "没有填写")
        for name, field in (("全年执行数", "executed"), ("全年预算数", "budget"))
    )
    return Trace(f"{fund.name}·执行率", inputs, "全年执行数 ÷ 全年预算数", result=fund.rate or "算不出：缺数或预算为 0")
