"""What a user reads about a score, and that it says where a rule comes from and how sure it is."""

import msgspec

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import load
from jiheng.scoring import FormScore, explain, score
from jiheng.scoring.explain import sentence

FORM = Form(
    year="2025",
    funds=[Fund(TOTAL_FUND, budget="43", executed="35.5", weight="10", score="8.26")],
    indicators=[
        Indicator(l1="产出指标", l3="巡检次数", target="≥12次", actual="9次", weight="50", score="37.5"),
        Indicator(l1="满意度指标", l3="群众满意度", target="90%", actual="95%", weight="40", score="40"),
    ],
)


def test_a_form_explained_line_by_line():
    text = explain(score(FORM, load("mof-2020")))
    assert text.splitlines()[:4] == [
        "预算执行率",
        "  读到：全年预算数 43，理解为 43 万元；全年执行数 35.5，理解为 35.5 万元；分值 10",
        "  计算：全年执行数 35.5 万元 ÷ 全年预算数 43 万元 = 82.5581…%，10 分 × 82.5581…% = 8.2558… 分，取 8.26 分",
        "  结果：8.26 分",
    ]
    assert "绩效指标第1行「巡检次数」" in text
    assert "8.26 + 37.5 + 40 = 85.76 分" in text
    assert text.endswith("等级：良")


def test_an_indicator_a_score_and_a_trace_read_alike():
    row = score(FORM, load("mof-2020")).indicators[0]
    assert explain(row) == explain(row.score) == explain(row.score.trace)


def test_one_sentence():
    text = sentence(score(FORM, load("beijing-chaoyang-2024")).indicators[0].score)
    assert text == (
        "实际 9次 ÷ 目标 12次 = 75%，50 分 × 75% = 37.5 分"
        "（正向指标：得分 = 全年实际值 ÷ 年度指标值 × 分值，最高不超过分值；朝阳区自评表填报注意事项（2024年度））"
    )


def test_an_unsure_rule_says_so_and_a_printed_one_does_not():
    assert "未核对原文" in explain(score(FORM, load("mof-2020")).indicators[0])
    assert "未核对原文" not in explain(score(FORM, load("beijing-chaoyang-2024")).indicators[0])


def test_an_inferred_direction_is_marked():
    rows = score(FORM, load("mof-2020")).indicators
    assert not rows[0].inferred
    assert rows[1].inferred
    assert "没有写符号" in explain(rows[1])


def test_scores_are_json_and_come_back():
    found = msgspec.json.encode(score(FORM, load("mof-2020")))
    assert msgspec.json.encode(msgspec.json.decode(found, type=FormScore)) == found
