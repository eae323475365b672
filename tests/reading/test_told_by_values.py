"""Labels that no list knows, told by the figures below them; and a column that numbers the parts of a form."""

import pytest

from jiheng.form import Form
from jiheng.reading import read_bytes, read_text
from jiheng.reading.form.form_kind import of_title

_HEAD = [["项目名称", "街区微更新"], ["主管部门", "云溪市城市管理局"]]
_WIDE = 9
_MONEY = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "80", "92", "87.4", "10", "95%", "9.5"],
    ["", "其中：财政资金", "60", "72", "70", "—", "97.22%", "—"],
]
_TREE = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "更新街区", "≥4个", "4个", "50", "50", ""],
    ["", "质量指标", "验收合格率", "≥98%", "97%", "20", "19", "一处返工"],
    ["效益指标", "社会效益指标", "受益居民", "≥2万人", "2.1万人", "20", "20", ""],
    ["总分", "", "", "", "", "90", "89", ""],
]


def _form(rows: list[list[str]], variant: str) -> Form:
    """What is read of a sheet; copied one cell a line, merged cells (empty ones at the left edge) come once."""
    if variant == "lines":
        rows = [row[1:] if row[0] == "" else row for row in rows]
    elif variant == "txt":
        rows = [[*row, *[""] * (_WIDE - len(row))] for row in rows]
    if variant == "html":
        cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
        page = f"<meta charset=utf-8><p>项目支出绩效自评表</p><p>（2023年度）</p><table>{cells}</table>"
        found = read_bytes(page.encode(), "表.html", every=True)
    else:
        between = "\t" if variant == "txt" else "\n"
        lines = (between.join(row) for row in rows)
        found = read_text("\n".join(("项目支出绩效自评表", "（2023年度）", *lines)), "表.txt", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    return form


def _with(rows: list[list[str]], label: str, strange: str) -> list[list[str]]:
    return [[strange if text == label else text for text in row] for row in rows]


every_format = pytest.mark.parametrize("variant", ["html", "txt", "lines"])


@every_format
@pytest.mark.parametrize(
    ("label", "field"),
    [("实际完成值", "actual"), ("分值", "weight"), ("得分", "score")],
)
def test_a_column_of_the_indicators_is_told_by_its_cells(label: str, field: str, variant: str) -> None:
    usual = _form([*_HEAD, *_TREE], variant)
    form = _form([*_HEAD, *_with(_TREE, label, "甲乙丙")], variant)
    assert form.indicators == usual.indicators
    assert (form.total_weight, form.total_score) == ("90", "89")
    if field != "actual":  # where it stands tells that
        assert [doubt.place for doubt in form.uncertain if "甲乙丙" in doubt.why] == ["indicators"]


@every_format
@pytest.mark.parametrize("label", ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
def test_an_amount_is_told_by_its_figures(label: str, variant: str) -> None:
    usual = _form([*_HEAD, *_MONEY, *_TREE], variant)
    form = _form([*_HEAD, *_with(_MONEY, label, "甲乙丙"), *_TREE], variant)
    assert form.funds == usual.funds
    assert [doubt.place for doubt in form.uncertain if "甲乙丙" in doubt.why] == ["funds"]


@every_format
def test_figures_that_fit_no_field_stay_a_further_column(variant: str) -> None:
    tree = [
        [*row[:5], *further, *row[5:]]
        for row, further in zip(_TREE, (["系数"], ["1"], ["1"], ["1"], [""]), strict=True)
    ]
    form = _form([*_HEAD, *_with(tree, "得分", "完成比")], variant)
    assert [row.score for row in form.indicators] in (["50", "19", "20"], [None] * 3)


@pytest.mark.parametrize("variant", ["html", "txt"])
def test_scores_above_their_weights_are_no_scores(variant: str) -> None:
    tree = _with(_with(_with(_TREE, "50", "60"), "89", "99"), "得分", "甲乙丙")
    tree[1][5] = "50"
    assert [row.score for row in _form([*_HEAD, *tree], variant).indicators] == [None] * 3


@every_format
def test_numbers_of_the_parts_at_the_left_edge_are_no_cells(variant: str) -> None:
    goals = [["年度目标", "更新街区四处。"], ["完成情况", "更新四处。"]]
    numbers = iter(["序号", "1", "2", "3", "4", "5"])
    opens = [0, 1, 2, 5, 6, 7]
    rows = [*_HEAD, *_MONEY, *goals, *_TREE]
    numbered = [[next(numbers) if n in opens else "", *row] for n, row in enumerate(rows)]
    if variant == "lines":
        numbered = [row[1:] if row[:2] == ["", ""] else row for row in numbered]
    form, usual = _form(numbered, variant), _form(rows, variant)
    assert (form.project, form.department) == ("街区微更新", "云溪市城市管理局")
    assert (form.goal_expected, form.goal_actual) == ("更新街区四处。", "更新四处。")
    assert (form.funds, form.indicators) == (usual.funds, usual.indicators)


_FEW_WORDS = [
    ["资金下达及使用（万元）", "", "省级下达", "县级配套", "小计", "实际使用", "使用率"],
    ["", "年度资金总额", "36", "4", "40", "39.2", "98%"],
    ["", "其中：放映补贴", "30", "4", "34", "34", "100%"],
]


@every_format
def test_money_of_which_few_labels_are_known_is_told_by_its_rows(variant: str) -> None:
    form = _form([*_HEAD, *_FEW_WORDS, *_TREE], variant)
    found = {(fund.name, fund.budget, fund.executed, fund.rate) for fund in form.funds}
    assert found >= {("年度资金总额", "40", "39.2", "98%"), ("放映补贴", "34", "34", "100%")}


@every_format
def test_a_column_of_the_year_before_is_none_of_this_one(variant: str) -> None:
    before = ["上年实际值", "3个", "95%", "1.9万人", ""]
    tree = [[*row[:3], text, *row[3:]] for row, text in zip(_TREE, before, strict=True)]
    assert _form([*_HEAD, *tree], variant).indicators == _form([*_HEAD, *_TREE], variant).indicators


@pytest.mark.parametrize("variant", ["html", "txt"])
def test_a_column_of_the_year_before_is_no_result_of_a_goal_form(variant: str) -> None:
    before = ["上年实际值", "3个", "95%", "1.9万人"]
    tree = [[*row[:4], text, row[7]] for row, text in zip(_TREE[:-1], before, strict=True)]
    form = _form([*_HEAD, *tree], variant)
    assert [(row.target, row.actual) for row in form.indicators] == [("≥4个", None), ("≥98%", None), ("≥2万人", None)]


@pytest.mark.parametrize("variant", ["html", "txt"])
@pytest.mark.parametrize("label", ["全年预算数", "全年执行数"])
def test_an_amount_is_told_though_one_of_the_rates_is_wrong(label: str, variant: str) -> None:
    money = [*_MONEY, ["", "其他资金", "20", "20", "17.4", "—", "95%", "—"]]  # 87 %
    usual = _form([*_HEAD, *money, *_TREE], variant)
    assert _form([*_HEAD, *_with(money, label, "甲乙丙"), *_TREE], variant).funds == usual.funds


@pytest.mark.parametrize("variant", ["html", "txt"])
def test_names_left_of_sources_that_stand_across_are_none_of_them(variant: str) -> None:
    money = [
        ["资金投入及执行", "资金类别", "合计", "中央", "自治区"],
        ["", "全年预算数", "650", "200", "450"],
        ["", "全年支出数", "611", "200", "411"],
    ]
    form = _form([*_HEAD, *money, *_TREE], variant)
    found = [(fund.name, fund.budget, fund.executed) for fund in form.funds]
    assert found == [("年度资金总额", "650", "611"), ("中央", "200", "200"), ("自治区", "450", "411")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("财政重点绩效评价指标体系及得分情况表", "framework"),
        ("新增项目事前绩效评估打分表", "exante"),
        ("项目绩效自评评价指标体系评分表", None),  # a unit's own evaluation
    ],
)
def test_the_kind_that_a_title_names(title: str, kind: str | None) -> None:
    assert of_title(title) == kind


@every_format
def test_a_remark_in_the_row_of_the_total_is_kept(variant: str) -> None:
    tree = [*_TREE[:-1], ["总分", "", "", "", "", "90", "89", "同意按此报送"]]
    form = _form([*_HEAD, *tree], variant)
    assert ("总分", "同意按此报送") in [(other.label, other.text) for other in form.others]
    assert form.total_score == "89" and form.uncertain == _form([*_HEAD, *_TREE], variant).uncertain


@every_format
def test_a_text_below_the_total_is_no_indicator(variant: str) -> None:
    form = _form([*_HEAD, *_TREE, ["科室小结", "项目完成较好，一处返工。"]], variant)
    assert len(form.indicators) == 3
    kept = [*(other.text for other in form.others), *(doubt.text for doubt in form.uncertain)]
    assert "项目完成较好，一处返工。" in kept


@pytest.mark.parametrize("variant", ["html", "txt"])
def test_levels_are_told_by_their_words_where_all_labels_may_be_those_of_names(variant: str) -> None:
    tree = [["评价指标", "评价内容", "指标说明", *_TREE[0][3:]], *_TREE[1:]]
    assert _form([*_HEAD, *tree], variant).indicators == _form([*_HEAD, *_TREE], variant).indicators


@pytest.mark.parametrize("variant", ["html", "txt"])
def test_a_sum_of_income_is_no_kind_of_the_money_spent(variant: str) -> None:
    money = [
        ["年度预算（万元）", "项目", "年初预算数", "全年预算数", "决算数", "执行率"],
        ["", "收入合计", "420", "436", "436", "100%"],
        ["", "支出合计", "420", "436", "427.28", "98%"],
        ["", "基本支出", "180", "186", "186", "100%"],
        ["", "项目支出", "240", "250", "241.28", "96.51%"],
    ]
    form = _form([*_HEAD, *money, *_TREE], variant)
    assert [(fund.name, fund.executed) for fund in form.funds] == [
        ("年度资金总额", "427.28"),
        ("基本支出", "186"),
        ("项目支出", "241.28"),
    ]
    assert [one.text for one in form.others if one.label == "收入合计"] == ["420", "436", "436", "100%"]


@every_format
def test_weight_and_score_that_no_word_names_are_told_together(variant: str) -> None:
    usual = _form([*_HEAD, *_TREE], variant)
    form = _form([*_HEAD, *_with(_with(_TREE, "分值", "甲乙丙"), "得分", "丙丁戊")], variant)
    assert [(row.weight, row.score) for row in form.indicators] == [(row.weight, row.score) for row in usual.indicators]
    assert "indicators" in [doubt.place for doubt in form.uncertain]


@every_format
@pytest.mark.parametrize("levels", [("二级指标",), ("一级指标", "二级指标"), ("三级指标",)])
def test_levels_that_no_word_names_are_told_by_their_place(levels: tuple[str, ...], variant: str) -> None:
    tree = _TREE
    for label, strange in zip(levels, ("甲乙丙", "丙丁戊"), strict=False):
        tree = _with(tree, label, strange)
    assert _form([*_HEAD, *tree], variant).indicators == _form([*_HEAD, *_TREE], variant).indicators


def test_names_and_their_levels_called_by_no_word_of_a_list_are_told_by_what_stands_below() -> None:
    rows = [
        ["编号", "指标", "类型", "计划值", "完成值", "满分", "自评"],
        ["1", "更新街区", "数量指标", "≥4个", "4个", "60", "60"],
        ["2", "验收合格率", "质量指标", "≥98%", "97%", "40", "39"],
    ]
    form = _form([*_HEAD, *rows], "html")
    assert [(row.l2, row.l3, row.score) for row in form.indicators] == [
        ("数量指标", "更新街区", "60"),
        ("质量指标", "验收合格率", "39"),
    ]
    assert [doubt.place for doubt in form.uncertain if "“类型”" in doubt.why] == ["indicators"]


def test_a_label_numbered_like_the_others_that_stands_alone_over_the_tree_is_no_text_of_the_goal() -> None:
    rows = [["7.年度目标", "更新街区不少于4个。"], ["8.完成情况", "更新街区4个。"], ["9.指标完成情况"]]
    form = _form([*_HEAD, *rows, *_TREE], "txt")
    assert form.goal_actual == "更新街区4个。"
    assert len(form.indicators) == len(_TREE) - 2
