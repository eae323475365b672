"""What a report says against the roll-up; nothing secret, nobody's numbers."""

import re
from decimal import Decimal

import pytest
from tests.department.forms import form
from tests.writing.report.conftest import Make, forms

from jiheng.form import Form
from jiheng.quantity.words import percent
from jiheng.writing.charts import svg
from jiheng.writing.report import KINDS, Report, made
from jiheng.writing.report.compose import Numbered, generated
from jiheng.writing.report.figures import filled
from jiheng.writing.report.grids import Grid
from jiheng.writing.report.paper import title_lines


def words(report: Report) -> str:
    """Every generated text of a report, tables and pictures included."""
    said = []
    for one in generated(report).values():
        if not isinstance(one, Numbered):
            said += one
        elif isinstance(one.body, Grid):
            said += [one.caption, *(text for row in one.body.rows for text in row)]
        else:
            said += [one.caption, svg(one.body)]
    return "\n".join(said)


def test_figures_are_those_of_the_rollup(material: Make) -> None:
    found = material()
    text = words(made("overall", found))
    group = found.group
    assert group.amounts.budget == Decimal(1800000)
    for figure in ("170.00万元", "180.00万元", "171.50万元"):
        assert figure in text
    for rate in (group.rates.execution, group.rates.carried, group.rates.difference, group.rates.adjusted):
        assert rate.value is not None
        assert percent(rate.value) in text
    assert group.counting is not None
    assert f"{group.counting.score}分（{group.counting.method.label}）" in text
    assert f"项目共{len(group.projects)}个" in text


def test_problems_have_counts_and_examples(material: Make) -> None:
    found = material()
    said = generated(made("overall", found))["list.problems"]
    assert not isinstance(said, Numbered)
    grave = [one for _, one in found.findings if one.severity.value != "notice"]
    assert grave
    counted = sum(int(text.split("共")[1].split("处")[0]) for text in said if "。共" in text)
    assert counted == len(grave)
    assert any("如“" in text for text in said)


def test_measures_for_several_projects_name_no_figure_of_one(material: Make) -> None:
    text = words(made("overall", material(forms(指标1·分值="20"))))
    assert "先核对各项得分，再把总分改为各项得分之和。" in text
    assert not re.search(r"\b[A-Z]\d\d\b", text), "codes of checks are for screens"
    assert "分值合计不是 100（1处）" in text


def test_a_report_on_one_project_neither_names_nor_counts_it(material: Make) -> None:
    text = words(made("project", material(forms(指标1·分值="20")[:1])))
    assert re.search(r"共\d+处，主要是：", text) and "如绩效指标" in text
    assert "个项目" not in text and "如“" not in text


@pytest.mark.parametrize(("office", "lines"), [("云港区水务局", 1), ("云港区城市运行综合管理服务中心", 2)])
def test_a_title_breaks_where_the_template_says_when_one_line_does_not_hold_it(office: str, lines: int) -> None:
    said = title_lines(f"{office}2024年度\n绩效评价报告").split("\n")
    assert len(said) == lines and said[-1].endswith("绩效评价报告")


def test_tables_add_up(material: Make) -> None:
    table = generated(made("overall", material()))["table.units"]
    assert isinstance(table, Numbered)
    assert isinstance(table.body, Grid)
    assert table.body.rows[-1] == ["合计", "3", "170.00", "180.00", "171.50", "95.28%"]
    assert len(table.body.rows) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_secret_projects_are_only_counted(material: Make, secret: Form, kind: str) -> None:
    found = material([*forms(), secret])
    assert found.group.secret == 1
    text = words(made(kind, found))
    assert "地下指挥所" not in text
    if kind != "project":
        assert "另有涉密项目1个" in text


def test_numbers_of_persons_are_masked(material: Make) -> None:
    one = form("便民服务")
    one.goal_actual = "已办结，详询13912345678"
    one.indicators[0].score, one.indicators[0].reason = "1", "承办人手机13912345678占线"
    text = words(made("project", material([one])))
    assert "13912345678" not in text
    assert "139******78" in text


def test_what_the_forms_lack_is_a_gap(material: Make) -> None:
    text = words(made("overall", material([form("空表", **{f"年度资金总额·{name}": "" for name in ("全年预算数",)})])))
    assert "【待填写：预算执行率】" in text


def test_what_stands_at_the_foot_of_a_form_can_be_said(material: Make) -> None:
    told = form("清淤", "甲中心")
    told.problems = "招标晚了两个月"
    assert filled("存在问题：{problems}。", material([told])) == "存在问题：招标晚了两个月。"
    assert filled("{measures}", material([told])) == "【待填写：改进措施】"


def test_a_score_above_full_marks_is_marked(material: Make) -> None:
    text = words(made("overall", material([form("越界", **{"总分（得分）": "104.5"})])))
    assert "104.5分【待核实：得分超过100分】" in text


def test_lists_without_anything_say_so(material: Make) -> None:
    found = material([form("清清楚楚", **{"总分（得分）": "96.65"})])
    said = generated(made("overall", found))
    assert said["list.problems"]
    assert said["list.advice"]
    assert "chart.budget" not in said  # one project shows no relation
