"""What stands below a form or has no field of its own comes out again wherever a form is shown."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiheng.checks import audit
from jiheng.form import Block, Form, Labelled, labels
from jiheng.places import load
from jiheng.writing.html_report import write_page
from jiheng.writing.official import lay_out, layouts, left_out
from jiheng.writing.report_model import Digest
from jiheng.writing.site.mask import mask
from jiheng.writing.workbook import write_workbook

from .sample import form

WHEN = datetime(2025, 4, 1, 9, 30)
MOBILE = "13800138000"
FOOT = {
    "conclusion": "总体较好",
    "problems": "清淤招标晚",
    "measures": "提前编制方案",
    "finance_leader": "钱某某",
    "notes": ["注：金额单位为万元"],
    "others": [Labelled("项目编码", "3301-07"), Labelled("资金性质", "专项")],
}
WORDS = ["总体较好", "清淤招标晚", "提前编制方案", "注：金额单位为万元", "项目编码", "3301-07", "资金性质", "专项"]


def with_foot() -> Form:
    return form(**FOOT)


def test_the_report_page_shows_it(tmp_path: Path) -> None:
    write_page(Digest(audit([with_foot()])), tmp_path / "报告.html", WHEN)
    text = (tmp_path / "报告.html").read_text("utf-8")
    assert [word for word in WORDS if word not in text] == []


def test_the_report_workbook_shows_it_and_every_kind_of_money(tmp_path: Path) -> None:
    made = with_foot()
    made.funds[-1].name, made.funds[-1].budget = "单位资金", "12.5"
    write_workbook(Digest(audit([made])), tmp_path / "报告.xlsx", WHEN)
    sheet = load_workbook(tmp_path / "报告.xlsx")["表单数据"]
    head, row = ([str(cell.value or "") for cell in line] for line in list(sheet.iter_rows(max_row=2)))
    assert row[head.index("单位资金\n全年预算数")] == "12.5"
    assert [word for word in WORDS if not any(word in cell for cell in row)] == []


@pytest.mark.parametrize("name", sorted(layouts()))
def test_the_official_form_prints_it_below_and_leaves_nothing_out(name: str) -> None:
    paper = lay_out(with_foot(), layouts()[name])
    texts = [cell.text for cell in paper.cells]
    assert [word for word in WORDS if word not in texts] == []
    assert set(left_out(with_foot(), layouts()[name])).isdisjoint(labels(Block.TAIL).values())
    assert paper.total_row < paper.height - 1
    filled = [[False] * len(paper.layout.widths) for _ in range(paper.height)]
    for cell in paper.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                assert not filled[row][column]
                filled[row][column] = True
    assert all(map(all, filled))


def test_a_form_without_it_is_printed_as_its_layout_says() -> None:
    paper = lay_out(form(), layouts()["mof-2020"])
    assert paper.total_row == paper.height - 1


def test_the_site_masks_it() -> None:
    said = f"联系经办人{MOBILE}"
    made = form(conclusion=said, notes=[said], others=[Labelled(f"电话{MOBILE}", said)], finance_leader="钱学文")
    (masked,) = mask([made], [load("mof-2020")])
    shown = masked.form
    texts = [shown.conclusion, *shown.notes, *(text for one in shown.others for text in (one.label, one.text))]
    assert not [text for text in texts if MOBILE in (text or "")]
    assert shown.finance_leader != "钱学文"
    assert made.notes == [said]
