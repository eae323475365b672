"""Forms of which each cell has a line, where the cells do not suit the labels: read as well as can be, and said so."""

import pytest

from jiheng.form import Form
from jiheng.reading import read_text

_HEAD = ("项目支出绩效自评表", "（2023年度）", "项目名称", "街区微更新", "主管部门", "云溪市城市管理局")
_LABELS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
_ROWS = (
    ("产出指标", "数量指标", "更新街区数", "≥4个", "4个", "50", "50"),
    ("效益指标", "社会效益指标", "受益居民", "≥2万人", "2.1万人", "40", "38"),
)


def _read(*cells: str) -> Form:
    [form] = [item for item in read_text("\n".join((*_HEAD, *cells)), "表.txt", every=True) if isinstance(item, Form)]
    return form


def _doubted(form: Form) -> set[str]:
    return {doubt.place for doubt in form.uncertain}


def test_rows_that_suit_their_labels_are_not_doubted() -> None:
    form = _read(*_LABELS, *_ROWS[0], *_ROWS[1], "总分", "90", "88")
    assert [row.score for row in form.indicators] == ["50", "38"]
    assert "indicators" not in _doubted(form)


def test_cells_of_a_column_that_no_label_tells_leave_the_whole_tree_in_doubt() -> None:
    rows = [(*row[:4], "现场核查", *row[4:]) for row in _ROWS]
    form = _read(*_LABELS, *rows[0], *rows[1], "总分", "90", "88")
    assert "indicators" in _doubted(form)


def test_amounts_left_over_behind_the_money_leave_it_in_doubt() -> None:
    money = ("全年预算数", "全年执行数", "执行率", "年度资金总额", "60", "57", "95%", "12", "31")
    form = _read(*money, *_LABELS, *_ROWS[0], *_ROWS[1], "总分", "90", "88")
    assert "funds" in _doubted(form)


def test_where_empty_cells_leave_no_line_only_the_rate_is_per_cent() -> None:
    labels = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    money = (*labels, "年度资金总额", "60", "60", "57", "10", "95%", "9.5", "其中：财政拨款", "60", "60", "57", "95%")
    form = _read(*money, *_LABELS, *_ROWS[0], *_ROWS[1], "总分", "90", "88")
    assert [(fund.executed, fund.weight, fund.rate, fund.score) for fund in form.funds] == [
        ("57", "10", "95%", "9.5"),
        ("57", "", "95%", ""),
    ]
    assert "funds" not in _doubted(form)
    form = _read(*money, "其他资金", "20", "20", "100%", *_LABELS, *_ROWS[0], *_ROWS[1], "总分", "90", "88")
    assert form.funds[2].rate == "100%" and "funds[其他资金]" in _doubted(form)


def test_a_self_evaluation_without_any_result_is_doubted() -> None:
    form = _read("一级指标", "二级指标", "三级指标", "年度指标值", *_ROWS[0][:4], *_ROWS[1][:4])
    assert form.kind == "goals"
    assert "indicators" in _doubted(form)


@pytest.mark.parametrize(
    ("total", "placed"),
    [
        (("90", "", ""), ("90", None)),  # the sum of the weights
        (("98.5", "", ""), (None, "98.5")),
        (("88", "", ""), (None, "88")),  # less than the weights
    ],
)
def test_the_only_figure_of_a_total_is_told_by_the_weights(
    total: tuple[str, ...], placed: tuple[str | None, ...]
) -> None:
    rows = [(*row, "无") for row in _ROWS]
    form = _read(*_LABELS, "偏差原因", *rows[0], *rows[1], "总分", *total, "存在问题", "无")
    assert (form.total_weight or None, form.total_score or None) == placed


def test_a_score_above_its_weight_is_that_of_the_row_below_too() -> None:
    shared = ("产出指标", "数量指标", "更新街区数", "≥4个", "4个", "20", "48", "改造里弄", "≥6条", "7条", "30")
    form = _read(*_LABELS, *shared, *_ROWS[1], "总分", "90", "88")
    assert [(row.weight, row.score or None) for row in form.indicators] == [("20", "48"), ("30", None), ("40", "38")]
    assert "indicators" not in _doubted(form)


def test_a_row_that_lacks_a_cell_is_doubted_where_it_may_be_another() -> None:
    whole = [("产出指标", "数量指标", f"更新街区{n}", "≥4个", "4个", "10", "10") for n in range(3)]
    cells = [cell for row in whole for cell in row]
    form = _read(*_LABELS, *cells, *_ROWS[1][:4], *_ROWS[1][5:], "总分", "70", "68")
    doubted = {place for place in _doubted(form) if place.startswith("indicators[")}
    assert doubted == {f"indicators[3].{name}" for name in ("target", "actual", "weight", "score")}
    assert [row.l1 for row in form.indicators] == ["产出指标"] * 3 + ["效益指标"]


def test_a_row_that_does_not_apply_has_no_values_where_empty_cells_leave_no_line() -> None:
    idle = [("经济效益指标", "不适用"), ("生态效益指标", "不适用")]
    form = _read(*_LABELS, *_ROWS[0], "效益指标", *idle[0], *_ROWS[1][1:], *idle[1], "总分", "90", "88")
    assert [(row.l1, row.l2, row.l3, row.score) for row in form.indicators] == [
        ("产出指标", "数量指标", "更新街区数", "50"),
        ("效益指标", "经济效益指标", "不适用", ""),
        ("效益指标", "社会效益指标", "受益居民", "38"),
        ("效益指标", "生态效益指标", "不适用", ""),
    ]
    assert not any(place.startswith("indicators") for place in _doubted(form))


_STRANGE_ROWS = (
    ("施工", "多少", "更新街区数", "4个", "4个", "30", "30"),
    ("快慢", "完工日期", "9月底", "9月20日", "20", "20"),
    ("后效", "人气", "夜间客流", "2万人", "2.1万人", "40", "38"),
)


@pytest.mark.parametrize("reason", [[""], []], ids=["empty cells", "no empty cells"])
def test_levels_that_no_list_knows_are_told_by_the_columns_or_doubted(reason: list[str]) -> None:
    cells = [cell for row in _STRANGE_ROWS for cell in (*row, *reason)]
    form = _read(*_LABELS, "偏差原因", *cells, "总分", "90", "88")
    if reason:
        assert [(row.l1, row.l2, row.score) for row in form.indicators] == [
            ("施工", "多少", "30"),
            ("施工", "快慢", "20"),
            ("后效", "人气", "38"),
        ]
    assert ("indicators" in _doubted(form)) is not bool(reason)


def test_a_reason_of_several_lines_is_one() -> None:
    lines = ("原因：雨季停工，工期顺延。", "措施：提前备料，增加班组。")
    form = _read(*_LABELS, "偏差原因", *_ROWS[0], *lines, *_ROWS[1], "", "总分", "90", "88")
    assert [row.reason for row in form.indicators] == ["".join(lines), ""]
    assert "indicators" not in _doubted(form)


def test_goals_of_several_lines_stand_apart_by_their_numbers() -> None:
    expected, actual = (
        ("目标1：更新街区4个。", "目标2：受益2万人。"),
        ("目标1完成情况：更新4个。", "目标2完成情况：2.1万人。"),
    )
    form = _read("年度总体目标", "预期目标", "实际完成情况", *expected, *actual, *_LABELS, *_ROWS[0], *_ROWS[1])
    assert (form.goal_expected, form.goal_actual) == ("".join(expected), "".join(actual))


def test_a_conclusion_that_tells_the_total_is_no_label_of_one() -> None:
    form = _read(*_LABELS, *_ROWS[0], *_ROWS[1], "总分", "90", "88", "评价结论", "自评总分88分", "存在问题", "无")
    assert (form.conclusion, form.total_score, form.problems) == ("自评总分88分", "88", "无")


def test_names_and_values_of_several_lines_are_put_together_and_doubted() -> None:
    broken = ("产出指标", "数量指标", "街区微更新", "完成处数", "≥4个", "4个", "50", "50")
    form = _read(*_LABELS, *broken, *_ROWS[1], "总分", "90", "88")
    assert [(row.l3, row.target, row.score) for row in form.indicators] == [
        ("街区微更新完成处数", "≥4个", "50"),
        ("受益居民", "≥2万人", "38"),
    ]
    assert "indicators[0].l3" in _doubted(form) and "indicators" not in _doubted(form)


def test_what_every_row_says_is_a_reason_and_no_level() -> None:
    rows = [("产出指标", "数量指标", "更新街区数", *_ROWS[0][3:]), ("改造里弄", "≥6条", "7条", "20", "20"), _ROWS[1][:]]
    form = _read(*_LABELS, "偏差原因", *(cell for row in rows for cell in (*row, "无偏差")), "总分", "110", "108")
    assert [(row.l1, row.l2, row.l3, row.reason) for row in form.indicators] == [
        ("产出指标", "数量指标", "更新街区数", "无偏差"),
        ("产出指标", "数量指标", "改造里弄", "无偏差"),
        ("效益指标", "社会效益指标", "受益居民", "无偏差"),
    ]
