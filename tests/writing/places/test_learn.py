"""A pack proposed from forms alone: what they print is taken over, what nobody can see is left to a person."""

import tomllib
from pathlib import Path

import pytest
from tests.reading.drawn_layouts import drawn
from tests.reading.made_forms import as_html

from jiheng.form import Form, Fund, Indicator, Labelled
from jiheng.places import load
from jiheng.reading import read_bytes
from jiheng.writing.official.layout import layout_of
from jiheng.writing.places import check, learn


def form(**more: object) -> Form:
    rows = [
        Indicator("产出指标（40分）", "数量指标", "场次", None, "≥4场", None, "4场", "40", "40"),
        Indicator("效益指标（30分）", "社会效益指标", "覆盖村", None, "≥3个", None, "3个", "30", "30"),
        Indicator("满意度指标（10分）", "服务对象满意度指标", "满意度", None, "≥90%", None, "95%", "10", "10"),
    ]
    funds = [Fund("年度资金总额", None, "32", "32", None, "100%", "20")]
    basic = {"department": "样山县水务局", "year": "2022", "funds": funds, "indicators": rows}
    return Form(**{**basic, "notes": ["备注：得分=20分*执行率"], **more})  # type: ignore[arg-type]


def written(tmp_path: Path, *forms: Form) -> Path:
    folder = tmp_path / "my-county"
    folder.mkdir()
    for name, text in learn(forms, "my-county").files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_proposal_passes_its_check_and_says_what_is_open(tmp_path: Path):
    remarks = check(written(tmp_path, form()))
    assert [remark for remark in remarks if remark.wrong] == []
    assert any("待定" in remark.message for remark in remarks)


def test_the_rules_that_the_forms_print(tmp_path: Path):
    book = load(written(tmp_path, form(), form(year="2023")))
    assert book.number("execution.weight") == 20
    assert [row["output"] for row in book.rows("weights.schemes")] == [40]
    assert book.years == (2022, 2023)
    assert book.departments == ("样山县",)


def test_labels_without_a_field_are_listed_for_a_person():
    learnt = learn([form(others=[Labelled("资金性质：", "专项")])], "my-county")
    assert tomllib.loads(learnt.files["words.toml"])["form"]["others"] == ["资金性质"]
    assert any("资金性质" in line for line in learnt.told)


@pytest.mark.parametrize("lacking", ["weight", "l1", "reason", "score"])
def test_the_layout_has_the_columns_of_the_forms(tmp_path: Path, lacking: str):
    rows = [Indicator(**{"l1": "产出指标", "l3": "场次", "target": "1", "actual": "1", "weight": "9", lacking: None})]
    layout = layout_of(written(tmp_path, form(indicators=rows, notes=[])) / "layout.toml")
    assert lacking not in layout.fields()
    assert {box.field for box in layout.funds.columns} == {"budget", "executed", "rate", "score"}


def test_weights_that_only_add_up_are_said_to_be_only_seen(tmp_path: Path):
    rows = [
        Indicator("产出指标", "数量指标", "场次", None, "1", None, "1", "60", "60"),
        Indicator("效益指标", "社会效益指标", "效果", None, "1", None, "1", "30", "30"),
    ]
    funds = [Fund("年度资金总额", "1", "1", "1", "10", "100%", "10")]
    parameter = load(written(tmp_path, form(indicators=rows, funds=funds, notes=[]))).parameter("weights.schemes")
    assert "待定" in parameter.text
    assert parameter.certainty == "practice"


@pytest.mark.full
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("yinchuan-2021", "各一级指标的分值：决策 10、管理 25、产出 30、效益 35"),
        ("chongqing-project-2022", "是否核心指标"),
        ("lijiang-2020", "其他需要说明事项"),
        ("ezhou-2021", "执行率不另计分"),
        ("livestock-2021", "全年预算数"),  # sources across: the labels of its money are names of rows
        ("rescue-2024", 'field = "score"'),  # two figures in one cell
        ("score-in-head-2023", 'l2 = ["指标"]'),  # a level called only 指标
        ("guangdong-eval-2021", "自评依据"),  # no money at all
        ("shanghai-putuo-2022", "效果目标"),  # money in pairs
        ("money-parted-2022", "调整后预算数"),  # parts below each amount
        ("forestry-2024", "net_of_pooled"),
    ],
)
def test_a_pack_is_proposed_of_one_published_form(tmp_path: Path, name: str, told: str):
    one = next(each for each in drawn() if each.name == name)
    forms = [item for item in read_bytes(as_html(one.paper).encode(), "表.html") if isinstance(item, Form)]
    folder = tmp_path / "new-place"
    folder.mkdir()
    for file, text in learn(forms, "new-place").files.items():
        (folder / file).write_text(text, "utf-8")
    assert told in "".join(file.read_text("utf-8") for file in folder.iterdir())
    remarks = check(folder)
    assert [remark for remark in remarks if remark.wrong] == []
    assert all("待定" in remark.message for remark in remarks)


def test_a_name_that_begins_with_the_place_is_not_doubled():
    learnt = learn([form(title="样山县项目支出绩效自评表")], "my-county")
    assert tomllib.loads(learnt.files["place.toml"])["name"] == "样山县项目支出绩效自评表"


@pytest.mark.parametrize(
    ("funds", "others", "base"),
    [
        (Fund("年度资金总额", "40", "32", "30", None, "75%", "20"), [], "initial"),
        (Fund("年度资金总额", "40", "32", "30", None, "93.75%", "20"), [], "budget"),
        (Fund("年度资金总额", None, "32", "30", None, "100%", "20"), [Labelled("到位数", "30")], "arrived"),
        (Fund("年度资金总额", None, "32", "30", None, "50%", "20"), [Labelled("到位数", "31")], "budget"),
    ],
)
def test_the_base_that_the_printed_rates_tell(tmp_path: Path, funds: Fund, others: list[Labelled], base: str):
    assert load(written(tmp_path, form(funds=[funds], others=others))).text("execution.base") == base


def test_notes_of_rows_are_counted_and_the_unclear_ones_shown():
    others = [
        Labelled("评分标准", "完成率×分值", place="indicators[0]"),
        Labelled("评分标准", "视情况给分", place="indicators[1]"),
    ]
    told = "".join(learn([form(others=others)], "my-county").told)
    assert "评分标准 2 条" in told and "没读懂 1 种" in told and "视情况给分" in told


def test_a_label_that_no_list_has_goes_into_the_words(tmp_path: Path):
    folder = written(tmp_path, form(labels={"indicators.actual": ["年末落实数"]}))
    assert tomllib.loads((folder / "words.toml").read_text("utf-8"))["form"]["columns"] == {"actual": ["年末落实数"]}
    assert [remark for remark in check(folder) if remark.wrong] == []


@pytest.mark.full
@pytest.mark.parametrize("name", ["neimenggu-2023", "guizhou-2022", "chongqing-2023"])
def test_the_layout_prints_the_labels_of_the_form_with_both_tiers(tmp_path: Path, name: str):
    one = next(drawing for drawing in drawn() if drawing.name == name)
    forms = [item for item in read_bytes(as_html(one.paper).encode(), "表.html") if isinstance(item, Form)]
    folder = written(tmp_path, *forms)
    assert [remark for remark in check(folder) if remark.wrong] == []
    layout = layout_of(folder / "layout.toml")
    printed = {box.text for row in one.paper.rows for box in row}
    boxes = (*layout.indicators.columns, *layout.funds.columns, *layout.goals.columns)
    labels = [label for box in boxes for label in (box.label, box.above) if label]
    assert [label for label in labels if label not in printed] == []


def test_a_header_of_two_tiers_is_kept(tmp_path: Path):
    one = next(drawing for drawing in drawn() if drawing.name == "neimenggu-2023")
    forms = [item for item in read_bytes(as_html(one.paper).encode(), "表.html") if isinstance(item, Form)]
    layout = layout_of(written(tmp_path, *forms) / "layout.toml")
    tiers = {box.field: (box.above, box.label) for box in layout.indicators.columns if box.above}
    assert tiers == {
        "property": ("年度指标值", "计算符号"),
        "target": ("年度指标值", "值"),
        "unit": ("年度指标值", "计量单位"),
    }
