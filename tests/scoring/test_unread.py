"""Figures that were not understood are counted and said, in the explanation and in the verdict of an audit."""

from jiheng.checks import audit
from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import load
from jiheng.scoring import explain, score, unread
from jiheng.writing.report_model import Digest


def form(target: str, actual: str) -> Form:
    row = Indicator("产出指标", "数量指标", "检修点位", None, target, None, actual, "90", "90", "")
    return Form(year="2024", funds=[Fund(TOTAL_FUND, "10", "10", "10", "10", "100%", "10")], indicators=[row])


def test_a_figure_that_is_only_a_designation_is_unread() -> None:
    scored = score(form("Q8A7段", "Q8A7段"), load("mof-2020"))
    assert unread(scored) == (("indicators[0].target", "Q8A7段"), ("indicators[0].actual", "Q8A7段"))
    assert "有 2 个格子里的数没有看懂" in explain(scored)


def test_figures_levels_and_words_are_understood() -> None:
    for target, actual in (("≥5000m", "4000m"), ("优良中低差", "优"), ("明显改善", "明显改善"), ("≥80炉", "75炉")):
        scored = score(form(target, actual), load("mof-2020"))
        assert unread(scored) == ()
        assert "没有看懂" not in explain(scored)


def test_the_verdict_of_an_audit_counts_them() -> None:
    digest = Digest(audit([form("Q8A7段", "Q8A7段")], book=load("mof-2020")))
    assert "另有 2 个格子里的数没有看懂" in digest.verdict
    assert "没有看懂" not in Digest(audit([form("12次", "12次")], book=load("mof-2020"))).verdict
