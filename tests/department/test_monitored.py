"""The forms beside the monitoring of the same projects: forecasts that were far from the result."""

from typing import Any

import pytest

from jiheng.checks import Severity
from jiheng.department.comparison import MonitoringComparison
from jiheng.department.monitored import compare_monitoring
from jiheng.form import Form, MonitoredIndicator, MonitoringForm
from jiheng.places import load

from .forms import form

BOOK = load("mof-2020")
MISSED = 1
"""打捞漂浮物重量 of the clean form: ≥400吨, reached 386 (96.5 %), with a reason."""


def now(actual: str = "200", reason: str = "", **changes: Any) -> Form:
    made = form("河道保洁", 年度="2024", **changes)
    made.indicators[MISSED].actual, made.indicators[MISSED].reason = actual, reason
    return made


def watched(forecast: str, period: str = "1-7月", project: str = "河道保洁", year: str = "2024") -> MonitoringForm:
    row = now().indicators[MISSED]
    one = MonitoredIndicator(row.l1, row.l2, row.l3, row.property, row.target, row.unit, actual="200")
    one.forecast = forecast
    sheet = MonitoringForm(kind="monitor", year=year, project=project, period=period, indicators=[one])
    sheet.unit, sheet.source = now().unit, f"{period}.docx#1"
    return sheet


def compared(this: Form, *sheets: MonitoringForm) -> MonitoringComparison:
    return compare_monitoring([this], sheets, BOOK)


@pytest.mark.parametrize(
    ("actual", "forecast", "found"),
    [("200", "400", True), ("341", "400", False), ("340", "400", True), ("400", "200", False), ("200", "", False)],
)
def test_what_was_said_in_august_against_december(actual: str, forecast: str, found: bool) -> None:
    comparison = compared(now(actual), watched(forecast))
    assert [one.code for one in comparison.findings] == (["D39"] if found else [])
    assert comparison.outcomes["D39"].state == ("fail" if found else "pass")


def test_the_finding_names_cell_figures_and_rule() -> None:
    finding = compared(now(), watched("400")).findings[0]
    assert (finding.place, finding.printed, finding.expected) == (f"indicators[{MISSED}].actual", "200", "400")
    assert finding.severity is Severity.WARNING
    assert "1—7月监控时预计 400（目标的 100%），自评实际 200（目标的 50%），相差 50%" in finding.message
    assert "绩衡设定" in finding.rule


def test_a_break_that_is_explained_is_only_noticed() -> None:
    assert compared(now(reason="汛期停工两月"), watched("400")).findings[0].severity is Severity.NOTICE


def test_of_several_periods_the_latest_with_a_forecast_counts() -> None:
    assert compared(now(), watched("400"), watched("210", "1-10月")).findings == ()
    assert compared(now(), watched("210", "1-10月"), watched("400")).findings == ()
    assert len(compared(now(), watched("400"), watched("", "1-10月")).findings) == 1


def test_another_project_or_year_is_not_compared_and_a_like_name_is_suspected() -> None:
    assert compared(now(), watched("400", project="绿化养护")).outcomes["D39"].state == "not_applicable"
    other = compared(now(), watched("400", year="2023"))
    assert (other.findings, other.notes[0]) == ((), "所给的监控表有 1 个项目是别的年度的，没有比较。")
    hidden = compared(now(), watched("400", project="涉密设备（涉密）"))
    assert (hidden.secret, hidden.pairs) == (1, ())


def test_without_forms_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="no forms"):
        compare_monitoring([], [watched("400")])
