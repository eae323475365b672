"""What results over years say for the next budget: each rule met and not met, what is not known, rules of a place."""

import copy
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.paper import base_form

from jiheng.checks import audit
from jiheng.opinion.budget_advice import YearResult, advices, advise
from jiheng.opinion.project_years import advise_projects
from jiheng.places import load
from jiheng.places.consistency import contradictions

BOOK = load("mof-2020")


def result(year=2024, grade="优", rate="0.95", quality="90", checks=(), late=0, total="95"):
    figures = (None if one is None else Decimal(one) for one in (total, rate, quality))
    total, rate, quality = figures
    found = None if checks is None else frozenset(checks)
    return YearResult(year, total, grade, rate, quality, found, late)


def book(rows):
    one = msgspec.structs.replace(BOOK.parameters["use.rules"], value=tuple(rows))
    return msgspec.structs.replace(BOOK, parameters={**BOOK.parameters, "use.rules": one})


@pytest.mark.parametrize(
    ("results", "advice", "said"),
    [
        ([result()], "优先保障", "复核得分 95，等级优"),
        ([result(rate="0.9", quality="80")], "优先保障", "执行率 90%"),
        ([result(rate="0.899")], "合理保障", "也没有达到优先保障的各项条件（执行率 89.9%）"),
        ([result(quality="79.99")], "合理保障", "没有应当压减的情形"),
        ([result(grade="良", quality="70")], "合理保障", "（复核得分 95，等级良，自评质量 70 分）"),
        ([result(quality="59")], "合理保障", "等级不足为凭"),
        ([result(grade="中")], "压减", "等级为中、差"),
        ([result(grade="差")], "压减", "等级为中、差"),
        ([result(2023, "差"), result(grade="差")], "取消", "2024年度 差、2023年度 差"),
        ([result(2022, "差"), result(grade="差")], "压减", "等级为中、差"),
        ([result(2023, "差"), result(2022, "差"), result(grade="优")], "优先保障", "优"),
        ([result(rate="0.5999")], "压减", "执行率 59.99%"),
        ([result(rate="0.6")], "合理保障", "没有应当压减的情形"),
        ([result(rate="1")], "优先保障", "执行率 100%"),
        ([result(rate="1.08")], "合理保障", "执行率 108% 不在 0 与 100% 之间，先核实金额"),
        ([result(rate="-0.2")], "合理保障", "执行率 -20% 不在 0 与 100% 之间，先核实金额"),
        ([result(rate="1.08", grade="中")], "压减", "等级为中、差"),
        ([result(late=2)], "压减", "逾期整改 2 份"),
        ([result(2023, checks="ABC"), result(checks="ABCD")], "压减", "连年发现的问题 3 条（A、B、C）"),
        ([result(2023, checks="AB"), result(checks="ABCD")], "合理保障", "（连年发现的问题 2 条（A、B））"),
        ([result(2022, checks="ABC"), result(checks="ABC")], "优先保障", "没有以前年度的表可比"),
    ],
)
def test_the_first_rule_that_applies_decides(results, advice, said):
    found = advise(results, BOOK)
    assert (found.advice, found.why.startswith(f"建议{advice}：")) == (advice, True)
    assert said in found.why
    assert found.trace.result == advice
    assert found.trace.parameters[0].source


def test_all_rules_with_the_same_advice_are_said():
    found = advise([result(grade="中", rate="0.3", late=1)], BOOK)
    assert len(found.reasons) == 3
    assert all(part in found.why for part in ("等级为中、差", "逾期整改 1 份", "执行率 30%"))


def test_what_is_not_known_decides_nothing_and_is_said():
    found = advise([result(rate=None, late=None, quality=None)], BOOK)
    assert found.advice == "合理保障"
    assert found.why.endswith("没有整改、执行率、自评质量的资料，有关的条件没有看。")
    none = advise([result(grade="")], BOOK)
    assert (none.advice, none.why) == ("", "2024年度没有自评等级，不能提出建议。")
    with pytest.raises(ValueError, match="no result"):
        advise([], BOOK)


def test_rules_are_those_of_the_place():
    mark = {"source": "当地办法", "certainty": "printed"}
    own = book(
        [
            {"advice": "暂停", "grades": "优 良", "text": "等级为优、良", **mark},
            {"advice": "照旧", "text": "其余", **mark},
        ]
    )
    assert advices(own) == ("暂停", "照旧")
    assert advise([result()], own).advice == "暂停"
    assert advise([result(grade="差")], own).why == "建议照旧：其余（复核得分 95，等级差）。"


def test_rules_that_can_never_apply_or_leave_projects_without_advice_are_told():
    mark = {"text": "甲", "source": "乙", "certainty": "sure"}
    wrong = book([{"advice": "照旧", **mark}, {"advice": "压减", "grades": "差", **mark, "certainty": "chosen"}])
    said = [why for path, why, _ in contradictions(wrong) if path == "use.rules"]
    assert said == [
        "第 1 条的 certainty 是“sure”",
        "第 1 条没有条件，下面的各条永远用不到",
        "最后一条有条件，都不符合的项目没有建议",
    ]
    assert [path for path, _, _ in contradictions(BOOK) if path == "use.rules"] == []


RESULTS = st.builds(
    YearResult,
    year=st.integers(2019, 2025),
    total=st.none() | st.decimals(0, 100, places=2),
    grade=st.sampled_from(["", "优", "良", "中", "差", "合格"]),
    rate=st.none() | st.decimals(0, 2, places=4),
    quality=st.none() | st.decimals(0, 100, places=1),
    checks=st.none() | st.frozensets(st.sampled_from("ABCDE")),
    late=st.none() | st.integers(0, 3),
)


@given(st.lists(RESULTS, min_size=1, max_size=6), st.randoms())
def test_any_results_get_one_advice_in_words_whatever_their_order(results, random):
    found = advise(results, BOOK)
    assert found.advice in ("", *advices(BOOK))
    assert found.why.endswith("。")
    years = {one.year: one for one in results}
    assert (found.advice == "") == (not years[max(years)].grade)
    mixed = list(years.values())
    random.shuffle(mixed)
    assert advise(mixed, BOOK) == found


def test_a_project_is_known_over_the_years_by_its_name_without_years_and_its_unit():
    now, before, other = (copy.deepcopy(base_form()) for _ in range(3))
    now.year, now.project = "2024", "2024年河道清淤"
    before.year, before.project = "2023", "2023年河道清淤"
    other.year, other.unit, other.project = "2023", "另一家单位", "河道清淤"
    for one in (now, before):
        one.total_score = "31"
    found = advise_projects(audit([before, other, now], book=BOOK))
    assert [(one.project, [each.year for each in one.results]) for one in found.projects] == [
        ("2024年河道清淤", [2023, 2024])
    ]
    assert "A08" in found.projects[0].advice.repeated
    assert found.notes == ("1 个项目只有以前年度的表，没有列入。",)


def test_secret_projects_and_second_forms_of_a_year_are_left_out_and_said():
    forms = [copy.deepcopy(base_form()) for _ in range(4)]
    forms[1].project, forms[2].project = "涉密设备购置（涉密）", ""
    found = advise_projects(audit(forms, book=BOOK))
    assert len(found.projects) == 1
    assert [note[:6] for note in found.notes] == ["涉密项目 1", "1 张表没有", "同一项目同一"]
    assert advise_projects(audit([forms[2]], book=BOOK)) is None
