"""The header of an indicator tree in running text names its columns in their order, whole or torn."""

import pytest

from jiheng.form import INDICATOR_FIELDS
from jiheng.places.column_orders import column_orders
from jiheng.reading.textlayer.header import columns
from jiheng.reading.textlayer.tokens import cut


def _columns(text: str) -> list[str]:
    return columns(cut(enumerate(text.splitlines(), 1)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分", "l1 l2 l3 target actual weight score"),
        ("一级指标 二级指标 三级指标 分值 年度指标值 实际完成值 得分", "l1 l2 l3 weight target actual score"),
        (
            "一级指标 二级指标 三级指标 目标值 计量单位 完成值 权重 自评得分 扣分原因",
            "l1 l2 l3 target unit actual weight score reason",
        ),
        (
            "一级指标 二级指标 三级指标 符号 指标值 完成值 分值 得分",
            "l1 l2 l3 property target actual weight score",
        ),
    ],
)
def test_a_whole_header_is_read_in_its_own_order(text: str, expected: str) -> None:
    assert _columns(text) == expected.split()


def test_a_torn_header_is_told_by_the_letters_of_a_known_order() -> None:
    torn = "绩\n效\n指\n标\n一级指\n标\n二级指标 三级指标\n年度\n指标值\n实际完\n成值 分值 得分\n偏差原因\n改进措施"
    assert _columns(torn) == [name for name in INDICATOR_FIELDS if name not in ("property", "unit")]


def test_labels_that_stand_whole_tell_orders_of_the_same_letters_apart() -> None:
    torn = "一级指标 二级指标 三级指标 分值 指标值 实际完 得分\n成值"
    order = _columns(torn)
    assert order.index("weight") < order.index("target") and order.index("actual") < order.index("score")


@pytest.mark.parametrize("order", column_orders(), ids=lambda order: "-".join(field for field, _ in order))
def test_every_order_of_a_pack_is_found_by_its_own_labels(order: tuple[tuple[str, str], ...]) -> None:
    assert _columns(" ".join(label for _, label in order)) == [field for field, _ in order]
