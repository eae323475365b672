"""目标—指标—完成: clauses, what answers them, what stays open."""

import pytest
from tests.checks.paper import base_form

from jiheng.checks import audit
from jiheng.opinion.goals import Clause, clauses, goal_table
from jiheng.places import load


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("清淤十二公里。恢复行洪能力。", ("清淤十二公里", "恢复行洪能力")),
        ("1.清淤十二公里；2.恢复行洪能力", ("清淤十二公里", "恢复行洪能力")),
        ("一、清淤河道，二、修补堤岸，三、安装护栏", ("清淤河道", "修补堤岸", "安装护栏")),
        ("清淤河道2.修补堤岸", ("清淤河道", "修补堤岸")),
        ("投入2.5万元清淤河道", ("投入2.5万元清淤河道",)),
        ("全年，清淤十二公里", ("全年，清淤十二公里",)),
        (
            "补贴本市新能源公交车310台,年运营里程1,750万公里,单车百公里电耗下降百分之三",
            ("补贴本市新能源公交车310台", "年运营里程1,750万公里", "单车百公里电耗下降百分之三"),
        ),
        (
            "对全区十二条河道开展全年保洁和巡查，及时打捞水面漂浮物，保持岸坡整洁，提升沿河居民的满意度",
            ("对全区十二条河道开展全年保洁和巡查", "及时打捞水面漂浮物", "保持岸坡整洁", "提升沿河居民的满意度"),
        ),
    ],
)
def test_clauses(text: str, parts: tuple[str, ...]) -> None:
    assert clauses(text) == parts


def test_a_clause_has_its_indicators_and_results_and_a_gap_stays_empty() -> None:
    form = base_form()
    form.goal_expected = "打捞漂浮物四百吨；修建两座公厕。"
    form.goal_actual = "全年打捞漂浮物386吨。"
    table = goal_table(audit([form], book=load("mof-2020")).forms[0])
    assert table[0].indicators == (1,)
    assert table[0].told[0].startswith("第2行 打捞漂浮物重量 ≥400吨 → ")
    assert table[0].results == ("全年打捞漂浮物386吨",)
    assert (table[1].text, table[1].indicators, table[1].results) == ("修建两座公厕", (), ())
    assert table[-1].text == "" and 1 not in table[-1].indicators


def test_no_goal_no_table() -> None:
    form = base_form()
    form.goal_expected = ""
    assert goal_table(audit([form], book=load("mof-2020")).forms[0]) == ()


def table_of(goal: str, *names: str) -> tuple[Clause, ...]:
    form = base_form()
    form.goal_expected = goal
    for row, name in zip(form.indicators, names, strict=False):
        row.l3 = name
    return goal_table(audit([form], book=load("mof-2020")).forms[0])


def test_what_speaks_of_the_same_topic_answers() -> None:
    stable, quick, _ = table_of("保障泵站平稳；出现问题第一时间解决。", "闸门无故障率", "抢修到场时间")
    assert stable.indicators == (0,) and quick.indicators == (1,)


def test_a_long_run_of_the_same_letters_answers() -> None:
    clause = table_of("做好沿河巡护步道及照明设施的看护、清扫和零星修补", "照明设施更换数量")[0]
    assert 0 in clause.indicators


def test_grounds_are_no_goal_and_headings_none() -> None:
    found = table_of("年初设定目标：按照防汛工作有关要求，修建两座公厕。")
    assert [one.text for one in found if one.text] == ["按照防汛工作有关要求，修建两座公厕"]
    assert [one.text for one in table_of("按照防汛工作有关要求") if one.text] == ["按照防汛工作有关要求"]
