"""The indicator library as a workbook: pictures of distributions, pages that print."""

import io
from decimal import Decimal

import openpyxl
import pytest

from jiheng.batch.library import Range, Usual
from jiheng.batch.library_workbook import library_workbook, picture


def spread(*figures: int) -> Range:
    return Range(*map(Decimal, figures))


@pytest.mark.parametrize(
    ("figures", "drawn"),
    [
        ((0, 0, 0, 0, 0), "┃"),
        ((0, 25, 50, 75, 100), "╶────▒▒▒▒▒┃▒▒▒▒────╴"),
        ((10, 10, 10, 20, 100), "┃▒▒────────────────╴"),
        ((0, 90, 100, 100, 100), "╶────────────────▒▒┃"),
    ],
)
def test_a_distribution_is_drawn(figures: tuple[int, ...], drawn: str) -> None:
    assert picture(spread(*figures)) == drawn


def test_the_workbook_explains_itself_and_fits_the_page() -> None:
    one = Usual(
        *("故障响应时间", "产出指标", "时效指标", 120, 23, "reverse", "分钟", 110, Decimal(10)),
        spread(10, 20, 30, 40, 120),
        ("≤30分钟", "=1+1"),
        ("故障响应时限",),
    )
    book = openpyxl.load_workbook(io.BytesIO(library_workbook([one])))
    assert book.sheetnames == ["指标库", "说明"]
    sheet = book["指标库"]
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (row["方向"].value, row["中位"].value, row["出现次数"].value) == ("反向", 30, 120)
    assert row["常见写法"].data_type == "s"
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert {cell.value for cell in book["说明"]["A"]} >= {"目标值的分布", "又名", "同向同单位的"}
