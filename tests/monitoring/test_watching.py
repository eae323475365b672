"""Whole monitoring forms: lights, what must be explained, the trend over periods, goals and results beside them."""

import msgspec

from jiheng.department.monitored import compare_monitoring
from jiheng.form import Form, GoalForm, Indicator, MonitoredFund, MonitoredIndicator, MonitoringForm, PlannedIndicator
from jiheng.monitoring import Light, watch
from jiheng.places import load
from jiheng.writing.monitoring.report import report
from jiheng.writing.report.compose import Passage

BOOK = load("mof-2020")


def row(name: str, target: str, so_far: str, forecast: str = "", **more: str) -> MonitoredIndicator:
    return MonitoredIndicator(
        "产出指标", "数量指标", name, None, target, None, so_far, None, None, forecast=forecast, **more
    )


def form(*rows: MonitoredIndicator, period: str = "1-7月") -> MonitoringForm:
    fund = MonitoredFund("年度资金总额", "100", None, "55", None, "55%", None, forecast="98")
    return MonitoringForm(
        kind="monitor", year="2024", project="河道清淤", funds=[fund], indicators=list(rows), period=period
    )


def kinds(found: object) -> list[str]:
    return [remark.kind for remark in found.remarks]  # type: ignore[attr-defined]


def test_lights_of_a_form_and_the_worst_of_them() -> None:
    found = watch(form(row("清淤长度", "≥60公里", "22公里", "55公里", reason="雨季停工")), BOOK)
    assert found.rows[0].judged.light is Light.YELLOW
    assert found.money.light is Light.GREEN
    assert found.light is Light.YELLOW
    assert found.remarks == ()


def test_yellow_and_red_need_a_reason_and_a_measure_where_the_form_asks_for_one() -> None:
    bare = row("清淤长度", "≥60公里", "22公里", "30公里", reason="")
    assert kinds(watch(form(bare), BOOK)) == ["没有偏差原因"]
    assert kinds(watch(form(msgspec.structs.replace(bare, measure="")), BOOK)) == ["没有偏差原因", "没有纠偏措施"]


def test_a_forecast_below_what_was_reached_is_wrong() -> None:
    found = watch(form(row("清淤长度", "≥60公里", "22公里", "20公里", reason="停工")), BOOK)
    assert kinds(found) == ["预计低于已完成"]
    assert found.remarks[0].message == "“清淤长度”全年预计 20公里，比1—7月已完成的 22公里 还少。"


def test_a_likelihood_that_contradicts_the_forecast_is_told() -> None:
    found = watch(form(row("清淤长度", "≥60公里", "40公里", "60公里", likelihood="完全不可能")), BOOK)
    assert kinds(found) == ["预计与可能性不一致"]


def test_money_behind_the_time_is_told() -> None:
    slow = form(row("清淤长度", "≥60公里", "40公里", "60公里"))
    slow.funds[0].executed = "20"
    found = watch(slow, BOOK)
    assert kinds(found) == ["预算执行滞后"]
    said = [text for block in report([found]).blocks if isinstance(block, Passage) for text in block.paragraphs]
    assert any("。各项目中红灯 1 个。" in text for text in said)
    assert any(text.startswith("河道清淤预算执行亮红灯（1—7月执行率 20%") for text in said)
    assert not any("没有亮黄灯、红灯" in text for text in said)


def test_earlier_periods_give_the_trend() -> None:
    march = form(row("清淤长度", "≥60公里", "5公里"), period="1-3月")
    found = watch(form(row("清淤长度", "≥60公里", "22公里")), BOOK, earlier=[march])
    assert found.rows[0].proposal.text == "43公里"
    assert watch(form(row("清淤长度", "≥60公里", "22公里")), BOOK).rows[0].proposal.text == "38公里"


def test_goals_and_results_are_set_beside_the_form() -> None:
    goals = GoalForm(
        kind="goals",
        project="河道清淤",
        indicators=[
            PlannedIndicator("产出指标", "数量指标", "清淤长度", target="≥80公里"),
            PlannedIndicator("产出指标", "质量指标", "验收合格率", target="100%"),
        ],
    )
    results = Form(
        project="河道清淤", indicators=[Indicator("产出指标", "数量指标", "清淤长度", None, "≥60公里", None, "36公里")]
    )
    watched = form(row("清淤长度", "≥60公里", "40公里", "60公里"), row("涵管数", "≥3处", "3处", "3处"))
    found = watch(watched, BOOK, goals=goals, results=results)
    assert kinds(found) == ["与批复不同", "批复里没有", "漏了批复的指标", "监控与自评不一致"]
    assert "监控时预计 60公里（目标的 100%），自评实际 36公里（目标的 60%）" in found.remarks[-1].message
    assert [one.code for one in found.remarks] == ["", "", "", "D39"]


def test_a_break_is_told_in_the_words_of_the_audit() -> None:
    done = Indicator("产出指标", "数量指标", "清淤长度", None, "≥60公里", None, "36公里")
    results = Form(project="河道清淤", year="2024", indicators=[done])
    watched = form(row("清淤长度", "≥60公里", "40公里", "60公里"))
    [remark] = watch(watched, BOOK, results=results).remarks
    [audited] = compare_monitoring([results], [watched], BOOK).remarks
    assert (remark.code, remark.kind, remark.message, remark.advice) == (
        audited.code,
        audited.kind,
        audited.message,
        audited.advice,
    )


def test_odd_forms_raise_nothing() -> None:
    assert watch(MonitoringForm(kind="monitor"), BOOK).light is Light.NONE
    strange = form(row("", "", ""), row("甲", "??", "//", "无"), period="13-99月")
    assert watch(strange, BOOK).light is not Light.RED
