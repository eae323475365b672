"""An opinion comes from the findings: its verdict, its sections, its order, the letter, what is shared."""

import copy
from decimal import Decimal

import msgspec
import pytest
from tests.checks.paper import base_form

from jiheng.checks import Audit, audit
from jiheng.form import Form
from jiheng.opinion import Kept, Opinion, OpinionVerdict, Section, common_problems, drafts, letters, merged
from jiheng.opinion.edits import kept_of
from jiheng.places import Book, load

BOOK = load("mof-2020")


def form(**changes: str) -> Form:
    """The clean form, with changes: `score1` is the score of the second indicator."""
    made = base_form()
    for name, text in changes.items():
        field, row = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
        setattr(made.indicators[int(row)] if row else made, field, text)
    return made


def audited(*forms: Form, book: Book = BOOK) -> Audit:
    return audit(forms, book=book)


def opinion(*, book: Book = BOOK, **changes: str) -> Opinion:
    return drafts(audited(form(**changes), book=book))[0]


def with_parameter(path: str, value: object) -> Book:
    changed = msgspec.structs.replace(BOOK.parameters[path], value=value)
    return msgspec.structs.replace(BOOK, parameters={**BOOK.parameters, path: changed})


def test_a_clean_form_passes_with_full_quality() -> None:
    made = opinion()
    assert made.verdict.text == OpinionVerdict.CLEAN
    assert not any(made.sections.values())
    assert made.quality.total == 100
    assert [part.score for part in made.quality.parts] == [part.weight for part in made.quality.parts]


def test_every_sentence_comes_from_a_finding_and_names_its_cell() -> None:
    made = opinion(score1="10", reason1="", actual1="386")
    must = made.sections[Section.MUST]
    assert {one.code for one in must} >= {"R01", "S02"}
    for one in must:
        assert one.text.startswith(one.where + "：") and one.places and one.text == one.draft
        assert one.id.startswith(one.code)
    missed = next(one for one in must if one.code == "S02")
    assert missed.points == 10
    assert missed.text.startswith(
        "绩效指标第2行「打捞漂浮物重量」·得分：未达到年度指标值（目标≥400吨，完成386）而自评满分，"
        "经复核应为9.65分（涉及10分）。"
    )
    assert made.verdict.text == OpinionVerdict.RETURN


def test_what_follows_from_another_finding_is_no_sentence_of_its_own() -> None:
    made = opinion(total_score="95")
    changed = form(total_score="95")
    changed.funds[0].score = "10"
    changed.totals = []
    both = drafts(audited(changed))[0]
    codes = [one.code for one in both.sentences if one.code]
    assert "A02" in codes and "A08" not in codes
    assert "随之核对：总分（得分）" in next(one.text for one in both.sentences if one.code == "A02")
    assert "A08" in [one.code for one in made.sentences]


def test_sentences_are_in_order_of_severity_and_then_points() -> None:
    made = opinion(score1="10", reason1="", actual1="300", score0="15", reason0="", actual0="6")
    for section in (Section.MUST, Section.SUPPLEMENT, Section.NEXT):
        keys = [
            ({"error": 0, "warning": 1, "notice": 2}[one.severity], -(one.points or 0))
            for one in made.sections[section]
        ]
        assert keys == sorted(keys)


def test_verdicts_follow_the_thresholds_of_the_book() -> None:
    vague = {"actual5": "优", "target5": "优良中低差"}
    assert opinion(**vague).verdict.text == OpinionVerdict.SUPPLEMENT
    lenient = with_parameter("opinion.supplement_warnings", Decimal(9))
    lenient = msgspec.structs.replace(
        lenient,
        parameters={
            **lenient.parameters,
            "opinion.supplement_points": msgspec.structs.replace(
                lenient.parameters["opinion.supplement_points"], value=Decimal(90)
            ),
        },
    )
    assert opinion(book=lenient, **vague).verdict.text == OpinionVerdict.PASS
    wrong = {"score1": "10", "reason1": "", "actual1": "386"}
    assert (
        opinion(book=with_parameter("opinion.return_errors", Decimal(9)), **wrong).verdict.text
        == OpinionVerdict.SUPPLEMENT
    )


def test_evidence_is_asked_for_with_its_cells() -> None:
    made = opinion(actual6="100%", reason6="")
    texts = [one.text for one in made.sections[Section.ATTACH]]
    assert any("满意度调查" in text and "第7行「沿河居民满意度」" in text for text in texts)
    assert any(one.code == "E11" for one in made.sections[Section.SUPPLEMENT])


def test_each_deduction_is_tied_to_a_finding_and_a_part_never_falls_below_zero() -> None:
    made = opinion(score1="99", score0="99", score2="99", score3="99", score4="99", score5="99", score6="99")
    part = next(part for part in made.quality.parts if part.name == "计算准确")
    assert part.score == 0
    assert sum(one.points for one in part.deductions) == part.weight
    assert all(one.code and one.place for one in part.deductions)
    assert made.quality.total == sum(part.score for part in made.quality.parts)


def test_points_that_can_be_checked() -> None:
    whole = opinion().quality
    assert (whole.verifiable, whole.of) == (90, 90)
    vague = opinion(actual5="优").quality
    assert (vague.verifiable, vague.of) == (60, 90)
    restated = opinion(actual6="≥90%").quality
    assert restated.verifiable == 80


def test_the_weights_of_quality_are_the_places() -> None:
    rows = tuple({**row, "points": Decimal(20)} for row in BOOK.rows("quality.parts"))
    made = opinion(book=with_parameter("quality.parts", rows))
    assert made.quality.total == 100
    assert all(part.weight == 20 for part in made.quality.parts)


def test_a_unit_gets_one_letter_for_all_its_projects() -> None:
    one, other, third = form(), form(project="另一个项目"), form(project="第三个项目", unit="海云市水文站")
    made = drafts(audited(one, other, third))
    found = letters(made)
    assert [(each.unit, len(each.forms)) for each in found] == [(one.unit, 2), ("海云市水文站", 1)]


def test_what_three_forms_share_is_told_of_the_department_with_the_count() -> None:
    forms = [form(project=f"项目{number}", actual6="100%", reason6="") for number in range(4)]
    found = common_problems(audited(*forms, form(project="项目4")))
    problem = next(each for each in found[0].problems if each.code == "E11")
    assert (found[0].forms, problem.forms) == (5, 4)
    assert problem.text == "满意度未说明调查对象、样本数量和调查方式，评价依据不足。"
    assert any(one.code == "E11" for one in drafts(audited(*forms))[0].sentences), "各表的意见里也要有"


def test_a_form_of_a_whole_department_is_told_by_its_name_and_known_from_whatever_file_it_comes() -> None:
    whole = form(project=None, kind="whole", actual6="100%", reason6="")
    found = common_problems(audited(whole, *(form(project=f"项目{n}", actual6="100%", reason6="") for n in range(2))))
    name = f"{whole.department}整体支出"
    assert any(name in problem.projects for problem in found[0].problems)
    (one,), (other,) = drafts(audited(whole)), drafts(audited(msgspec.structs.replace(whole, source="另存的.docx#1")))
    assert (one.project, one.id) == (name, other.id)


def test_two_forms_of_the_same_project_stay_two() -> None:
    made = drafts(audited(form(), form()))
    assert made[1].id == f"{made[0].id}#2"


def edited(made: Opinion, section: Section, texts: dict[int, str | None], own: tuple[str, ...] = ()) -> Opinion:
    """The opinion as a person left it: sentences changed, struck out (None), written at the end."""
    changed = copy.copy(made.sections)
    found = [
        msgspec.structs.replace(one, text=texts[at] or one.text) if at in texts else one
        for at, one in enumerate(made.sections[section])
        if texts.get(at, "") is not None
    ]
    from jiheng.opinion import Sentence

    changed[section] = (*found, *(Sentence("", text) for text in own))
    return msgspec.structs.replace(made, sections=changed)


WRONG = {"score1": "10", "reason1": "", "actual1": "386", "score0": "99"}


def test_edits_outlive_a_new_audit() -> None:
    first = opinion(**WRONG)
    codes = [one.code for one in first.sections[Section.MUST]]
    before = edited(first, Section.MUST, {0: "我改过的一句。", 1: None}, own=("我自己写的一句。",))
    again = merged(opinion(**WRONG), kept_of(before))
    assert again.sections[Section.MUST][0].text == "我改过的一句。"
    assert codes[1] not in [one.code for one in again.sections[Section.MUST]]
    assert again.sections[Section.MUST][-1].text == "我自己写的一句。"
    third = merged(opinion(**WRONG), kept_of(again))
    assert third.sections == again.sections, "再审一次，还是一样"


def test_an_edited_sentence_whose_finding_is_gone_is_kept_and_marked() -> None:
    first = opinion(**WRONG)
    at = next(number for number, one in enumerate(first.sections[Section.MUST]) if one.code == "A11")
    before = edited(first, Section.MUST, {at: "我改过的一句。"})
    mended = {name: text for name, text in WRONG.items() if name != "score0"}
    again = merged(opinion(**mended), kept_of(before))
    gone = [one for one in again.sections[Section.MUST] if one.gone]
    assert [one.text for one in gone] == ["我改过的一句。"]
    assert not [one for one in merged(opinion(), Kept()).sentences if one.gone]
    back = merged(opinion(**WRONG), kept_of(again))
    assert [one.gone for one in back.sections[Section.MUST] if one.text == "我改过的一句。"] == [False]


def test_a_new_finding_is_added_beside_the_edits() -> None:
    mended = {name: text for name, text in WRONG.items() if name != "score0"}
    before = edited(opinion(**mended), Section.MUST, {0: "我改过的一句。"})
    again = merged(opinion(**WRONG), kept_of(before))
    texts = [one.text for one in again.sections[Section.MUST]]
    assert "我改过的一句。" in texts and any("高于分值" in text for text in texts)


def test_the_verdict_can_be_edited() -> None:
    first = opinion(**WRONG)
    before = msgspec.structs.replace(first, verdict=msgspec.structs.replace(first.verdict, text="约谈后再定"))
    assert merged(opinion(**WRONG), kept_of(before)).verdict.text == "约谈后再定"


@pytest.mark.parametrize("shared", ["goal_actual"])
def test_a_finding_over_several_forms_stands_in_each(shared: str) -> None:
    text = "全年共组织保洁船艇出动八百余次，清理河道垃圾三百八十六吨，群众投诉同比下降三成，河面整洁。"
    made = drafts(audited(form(**{shared: text}), form(project="湖区保洁服务", **{shared: text})))
    told = [next(one for one in each.sentences if one.code == "B02") for each in made]
    assert told[0].id != told[1].id
    assert all("雷同" in one.text for one in told)
