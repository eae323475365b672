"""Headers whose labels narrow cells have broken over lines, in text whose columns blanks keep apart."""

import pytest

from jiheng.reading.textlayer.spaced_lines import Header, cut, header

_WIDE = 8
"""Characters from one column to the next."""

TOP_ALIGNED = (
    "一级指|二级指|三级指|年度指|实际|权|得|偏差原因",
    "标|标|标|标值|完成值|重|分|分析",
    "产出|数量|修补|3|3|20|20",
)
"""No label is whole on any line."""
CENTRED = (
    "||||得||实",
    "一级指标|二级指标|三级指标|目标值||分值||偏差原因分析",
    "||||分||际完成值",
    "产出指标|数量指标|修补路面|3|20|20|3",
)
"""Labels of two lines have nothing on the middle line of the header."""
WHOLE = (
    "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析",
    "产出指标|数量指标|修补路面|3|3|20|20",
)


def _header(lines: tuple[str, ...]) -> Header | None:
    laid = ["".join(cell.ljust(_WIDE) for cell in line.split("|")).rstrip() for line in lines]
    return header(cut(list(enumerate(laid, 1))), "column")


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (TOP_ALIGNED, "一级指标 二级指标 三级指标 年度指标值 实际完成值 权重 得分 偏差原因分析"),
        (CENTRED, "一级指标 二级指标 三级指标 目标值 得分 分值 实际完成值 偏差原因分析"),
        (WHOLE, "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"),
    ],
)
def test_labels_are_put_together_line_over_line(lines: tuple[str, ...], labels: str) -> None:
    found = _header(lines)
    assert found is not None
    assert [label.text for label in found.labels] == labels.split()


def test_rows_of_indicators_are_no_header() -> None:
    assert _header(("产出指|数量指|修补路|3|20", "标|标|面")) is None
