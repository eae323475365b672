"""The grader of recall counts what both reviews remark, once, at the row."""

from bench.recall import Remark, Reviewed, both, recall

from jiheng.checks import Severity, audit
from jiheng.form import Form, Fund, Indicator

ERROR, NOTICE = Severity.ERROR, Severity.NOTICE


def test_only_what_both_reviews_remark_counts_and_the_graver_word_holds() -> None:
    first = (Remark("funds[年度资金总额].rate", ERROR), Remark("indicators[0].actual", NOTICE))
    second = (Remark("funds[年度资金总额].score", NOTICE), Remark("indicators[1].actual", ERROR))
    assert list(both(Reviewed("某项目", (first, second)))) == [("funds[年度资金总额]", ERROR)]


def test_what_the_audit_finds_at_the_same_row_is_counted() -> None:
    form = Form(
        project="某项目",
        year="2024",
        funds=[Fund("年度资金总额", "100", "100", "80", "10", "100%", "10")],
        indicators=[Indicator("产出指标", "数量指标", "巡查次数", "≥", "12", "次", "12", "90", "90", "")],
    )
    same = (Remark("funds[年度资金总额].rate", ERROR), Remark("goal_actual", NOTICE), Remark("leader", NOTICE))
    found = recall(audit([form]).forms, [Reviewed("某项目", (same, same))])
    assert found.remarked == {ERROR: 1, NOTICE: 2}
    assert found.found[ERROR] == 1 and found.found[NOTICE] <= 1
