"""Which checks a document of each kind is put to; what is printed in odd places accuses no sound form."""

from functools import cache

from tests.effort import share
from tests.reading.drawn_layouts import drawn
from tests.reading.made_forms import as_html

from jiheng.checks import FormAudit, Severity, State, audit
from jiheng.form import Form, MonitoredFund, MonitoredIndicator, MonitoringForm
from jiheng.monitoring import watch
from jiheng.places import load
from jiheng.reading import read_bytes

FORMS = {one.name: one for one in drawn()}
TRUE = {
    ("lijiang-2020", "R02"),
    ("shenzhen-district-2023", "R02"),
}
"""Errors that were drawn into the forms."""


@cache
def audited(name: str) -> FormAudit:
    found = read_bytes(as_html(FORMS[name].paper).encode(), f"{name}.html", every=True)
    return audit([form for form in found if isinstance(form, Form)]).forms[0]


def codes(name: str, severity: Severity) -> set[str]:
    return {finding.code for finding in audited(name).findings if finding.severity is severity}


def test_no_error_is_found_on_a_sound_form_of_another_place() -> None:
    names = share([name for name, one in FORMS.items() if one.faults is None], 0)
    found = {(name, code) for name in names for code in codes(name, Severity.ERROR)}
    assert found == {(name, code) for name, code in TRUE if name in names}


def test_no_check_breaks_on_any_kind() -> None:
    states = [outcome.state for name in share([*FORMS], 0) for outcome in audited(name).outcomes.values()]
    assert State.DEFECT not in states


def test_a_goal_form_is_checked_for_its_goals_and_nothing_else() -> None:
    outcomes = audited("goals-central-2023").outcomes
    assert outcomes["T01"].state is State.PASS
    assert "这是绩效目标申报表" in outcomes["E01"].why and "这是绩效目标申报表" in outcomes["S01"].why


def test_unscored_kinds_are_never_checked_for_weights_and_totals() -> None:
    for name in ("forestry-2024", "ndrc-hunan-2021", "transfer-langzhong-2021"):
        outcomes = audited(name).outcomes
        assert all(outcomes[code].state is State.NOT_APPLICABLE for code in ("A06", "A08", "A10", "S01", "T11"))
        assert outcomes["T01"].state is not State.NOT_APPLICABLE


def test_pooled_money_is_taken_off_before_the_rate_is_reckoned() -> None:
    one = audited("forestry-2024")
    assert one.outcomes["A01"].state is State.PASS
    assert one.score.rate is not None and str(one.score.rate) == "0.97"


def test_the_execution_rate_counts_once_wherever_it_stands() -> None:
    for name in ("yinchuan-2021", "ezhou-2021"):
        assert not codes(name, Severity.ERROR)


def test_a_direction_in_words_is_a_direction() -> None:
    rows = audited("linhe-2023").score.indicators
    assert rows[2].met is True  # 反向，目标 5%，完成 3%


def test_levels_of_a_place_that_has_its_own_are_held_to_its_weights() -> None:
    found = read_bytes(as_html(FORMS["yinchuan-2021"].paper).encode(), "表.html")
    [form] = [item for item in found if isinstance(item, Form)]
    book = load("ningxia-yinchuan-2021")
    assert audit([form], book=book).forms[0].outcomes["T11"].state is State.PASS
    form.indicators[0].weight, form.indicators[-1].weight = "8", "13"
    told = [one.message for one in audit([form], book=book).forms[0].outcomes["T11"].findings]
    assert told == [
        "“决策”的分值合计 13，办法规定 10。",
        "“效益”的分值合计 38，办法规定 35。",
        "“满意度”的分值合计 13，办法规定 10。",
    ]


def test_an_optional_row_may_stay_blank() -> None:
    found = read_bytes(as_html(FORMS["goals-central-2023"].paper).encode(), "表.html", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    form.indicators[0].target = ""
    assert audit([form]).forms[0].outcomes["T01"].state is State.FAIL
    form.indicators[0].l2 = "数量指标（选填）"
    assert audit([form]).forms[0].outcomes["T01"].state is State.PASS


def test_a_measure_in_a_column_of_its_own_is_a_measure() -> None:
    assert "R04" not in codes("ticks-2022", Severity.WARNING)


def test_a_total_that_is_said_to_be_scaled_is_scaled() -> None:
    one = audited("science-2018")
    assert str(one.score.total.score) == "96.67"
    assert one.outcomes["A08"].state is State.PASS
    assert "按适用指标折算" in one.why_book


def test_a_rate_is_told_with_what_the_form_calls_its_amounts() -> None:
    [said] = [one for one in audited("monitor-roads-2024").findings if one.code == "A01"]
    assert said.message.startswith("执行率填为 54%，但1—7月执行数 288 ÷ 年初预算数 640")
    assert "得分" not in said.advice


def test_the_audit_says_of_a_monitoring_form_what_monitoring_says() -> None:
    rows = [
        MonitoredIndicator(
            "产出指标", "数量指标", "清淤长度", None, "≥60公里", None, "22公里", None, None, forecast="20公里"
        ),
        MonitoredIndicator(
            "产出指标", "数量指标", "涵管数", None, "≥9处", None, "5处", None, None, "停工", forecast="7处"
        ),
    ]
    fund = MonitoredFund("年度资金总额", "100", "100", "15", None, "15%", None)
    form = MonitoringForm(
        kind="monitor", project="河道清淤", year="2024", period="1-7月", funds=[fund], indicators=rows
    )
    [audited] = audit([form]).forms
    said = {(remark.code, remark.message) for remark in watch(form, audited.book).remarks}
    found = {(one.code, one.message) for one in audited.findings if one.code.startswith("M")}
    assert {code for code, _ in said} == {"M01", "M03", "M05"}
    assert said == {pair for pair in found if pair[0] != "M06"}
    assert [one.place for one in audited.findings if one.code == "M06"] == ["indicators[1]"]


def test_a_form_with_boxes_to_tick_is_asked_for_no_figures_facts_or_surveys() -> None:
    assert audited("done-in-boxes-2022").findings == ()
