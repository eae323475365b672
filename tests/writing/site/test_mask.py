"""Masking: what is found, what is left alone, and what the rulebook decides."""

import time
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks.personal import mobiles
from jiheng.form import Form, Fund, Indicator
from jiheng.places import Book, load
from jiheng.writing.site.mask import Masked, mask

from .conftest import CARD, ID_CARD, MOBILE, personal

BOOK = load("mof-2020")


def masked(form: Form, book: Book = BOOK) -> Masked:
    return mask([form], [book])[0]


def said(text: str, field: str = "goal_actual", book: Book = BOOK) -> str:
    return str(getattr(masked(Form(**{field: text}), book).form, field))


def changed(**flags: Any) -> Book:
    """The book with other values of `publish.mask.*` or `publish.shown.*`."""
    found = dict(BOOK.parameters)
    for name, value in flags.items():
        path = f"publish.{name.replace('__', '.')}"
        found[path] = msgspec.structs.replace(found[path], value=value)
    return msgspec.structs.replace(BOOK, parameters=found)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"电话{MOBILE}。", "电话199******34。"),
        ("+86-199-0000-1234", "+86-199-****-**34"),
        ("１９９００００１２３４", "１９９******３４"),
        (f"身份证{ID_CARD}", f"身份证820*************{ID_CARD[-2:]}"),
        ("身份证号：11010119000101001", "身份证号：110************01"),
        (f"转入{CARD}", f"转入620**************{CARD[-2:]}"),
        ("账号：3300 1234 5678", "账号：330* **** **78"),
        ("写信到lin.x@sea.example.cn", "写信到l***@sea.example.cn"),
        ("负责人林小禾", "负责人林某某"),
        ("负责人：王伟负责现场", "负责人：王某负责现场"),
        ("联系人为欧阳小禾、庞青", "联系人为欧阳某某、庞某"),
        ("居民林小禾反映", "居民林某某反映"),
        ("联系人张伟和李强", "联系人张某和李某"),
        ("局长：林小禾签批", "局长：林某某签批"),
        ("负责人林小禾于六月到任", "负责人林某某于六月到任"),
        ("负责人变更为庞青", "负责人变更为庞某"),
        ("请联系庞青老师", "请联系庞某老师"),
        ("由林小禾同志牵头", "由林某某同志牵头"),
    ],
)
def test_what_is_personal_is_masked(text: str, hidden: str) -> None:
    assert said(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "负责人高度重视，召开专题会。",
        "项目负责人和联系电话齐全",
        "全年执行19900001234元",
        "合同金额1.19900001234亿元",
        "办公电话0999-5550100",
        "高峰时段增加巡查，方案由专家评审。",
        "负责人林某某、联系人：王**",
        "完成2024-01-01至2024-12-31的20240101-20241231号任务",
        "张处长到场",
        "负责人：高度重视，任务分工明确；家长任务单",
        "解决居民车辆的停放，患者康复的比例提高",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert said(text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("林小禾", "林某某"),
        ("王伟、欧阳小禾", "王某、欧阳某某"),
        ("王伟（财务科）", "王某（财务科）"),
        ("王伟科长", "王某科长"),
        ("副科长王伟", "副科长王某"),
        ("王副科长", "王副科长"),
        ("办公室", "办公室"),
        ("规划建设中心", "规划建设中心"),
        ("王小明李小红", "王某某某某某"),
        ("阿依古丽·吐尔逊", "阿某某某某某某某"),
        ("Lin Xiaohe", "L***"),
        ("林某某", "林某某"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_a_cell_for_names(text: str, hidden: str) -> None:
    assert said(text, "leader") == hidden


def test_the_phone_cell_keeps_the_office_line() -> None:
    assert said(f"林小禾 0999-5550101/{MOBILE}", "phone") == "林某某 0999-5550101/199******34"
    assert said("座机0999-5550101", "phone") == "座机0999-5550101"
    assert said("0999-5550101", "phone", changed(mask__landline=True)) == "099*-*****01"


def test_a_leaders_name_is_masked_in_the_forms_of_others() -> None:
    one, other = Form(leader="林小禾"), Form(goal_actual="此事由林小禾牵头，林小禾已离任。")
    assert mask([one, other], [BOOK] * 2)[1].form.goal_actual == "此事由林某某牵头，林某某已离任。"


@pytest.mark.full
@pytest.mark.parametrize("piece", ["a", "1", "a.", "@", "a@", "1-", "林", "负责人", "林小禾", "·", "账号"])
def test_a_hostile_text_is_masked_in_bounded_time(piece: str) -> None:
    begun = time.process_time()
    for field in ("goal_actual", "leader", "phone"):
        said(piece * 20_000 + "@", field)
    assert time.process_time() - begun < 5


def test_figures_are_not_taken_for_numbers_of_persons() -> None:
    form = Form(funds=[Fund("年度资金总额", budget=MOBILE)], indicators=[Indicator(target=MOBILE, unit="元")])
    assert masked(form).maskings == ()


def test_the_rulebook_decides() -> None:
    keep = changed(mask__mobile=False, mask__leader=False, mask__names=False)
    assert said(MOBILE, book=keep) == MOBILE
    assert said("林小禾", "leader", keep) == "林小禾"
    assert said(MOBILE, book=changed(shown__first=Decimal(0), shown__last=Decimal(0))) == "*" * 11


def test_every_masking_is_listed_with_its_place_and_the_form_stays() -> None:
    form = personal()
    before = msgspec.json.encode(form)
    found = masked(form)
    assert msgspec.json.encode(form) == before
    assert {one.kind for one in found.maskings} == {"姓名", "手机号码", "身份证号码", "银行卡号", "电子邮箱"}
    assert all(one.original and one.original != one.masked and one.source == "甲.docx#1" for one in found.maskings)
    assert "绩效指标第1行「保洁河道条数」·偏差原因分析及改进措施" in {one.place for one in found.maskings}


def test_a_form_that_says_it_is_secret_is_marked() -> None:
    assert masked(Form(goal_expected="本项目涉及国家秘密。")).form.secrecy == "涉密"
    assert masked(Form(goal_expected="本项目为非涉密项目。")).form.secrecy is None


def test_the_name_of_a_secret_project_is_masked_in_the_forms_of_others() -> None:
    hidden = Form(project="云雀机房改造项目", unit="甲所", year="2024", secrecy="秘密★3年")
    copy = Form(project="云雀机房改造项目", unit="甲所", year="2024")
    other = Form(project="云雀机房改造监理", unit="甲所", year="2024", goal_actual="配合云雀机房改造项目。")
    found = mask([hidden, copy, other], [BOOK] * 3)
    assert found[2].form.project == "（不公开）监理" and found[2].form.goal_actual == "配合（不公开）。"
    assert "云雀" not in str(found[2].maskings)
    assert found[1].form.project == "云雀机房改造项目", "the copy is known by its name when forms are added up"


def test_a_name_that_an_open_project_of_another_unit_bears_stays() -> None:
    hidden = Form(project="信息系统运维", unit="甲所", year="2024", secrecy="秘密★3年")
    assert mask([hidden, Form(project="信息系统运维", unit="乙所", year="2024")], [BOOK] * 2)[1].maskings == ()


_PIECES = st.sampled_from(
    [MOBILE, ID_CARD, CARD, "负责人", "林小禾", "、", "，", "：", "同志", "王伟", "a@b.cn", "1", "账号"]
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(["goal_actual", "leader", "phone", "project"]))
def test_masking_twice_changes_nothing_more(text: str, field: str) -> None:
    once = masked(Form(**{field: text}))
    assert masked(once.form).form == once.form


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_mobile_survives_in_any_text(before: str, after: str) -> None:
    assert MOBILE not in mobiles(said(f"{before} {MOBILE} {after}"))
