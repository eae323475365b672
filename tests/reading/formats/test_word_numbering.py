"""Automatic numbers of Word are printed text: the reader puts them where Word shows them."""

import io
from xml.sax.saxutils import escape

import docx as python_docx
import pytest

from jiheng.form import Form
from jiheng.reading import read_bytes
from jiheng.reading.formats import docx
from jiheng.reading.formats.docx_numbering import in_format

from . import word


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    start = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
    return f'<w:lvl w:ilvl="{depth}">{start}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, second: str = "") -> str:
    """A list 1 with those levels, and a list 2 that shares them."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{second}</w:num>'
    )


def item(text: str, depth: int = 0, which: int = 1) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{which}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def lines(body: str, lists: str) -> list[str]:
    [table] = docx.tables(word.package(body, lists), "样张.docx")
    return table.before


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）乙"]),
        ("chineseCountingThousand", "%1、", ["一、甲", "二、乙"]),
        ("decimalEnclosedCircle", "%1", ["①甲", "②乙"]),
        ("lowerLetter", "%1)", ["a)甲", "b)乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("decimalZero", "%1", ["01甲", "02乙"]),
        ("bullet", "\uf0b7", ["•甲", "•乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_kinds(kind: str, text: str, shown: list[str]) -> None:
    assert lines(item("甲") + item("乙"), numbering(level(0, kind, text))) == shown


def test_levels_count_apart_and_begin_anew() -> None:
    lists = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = item("甲") + item("乙", 1) + item("丙", 1) + item("丁") + item("戊", 1)
    assert lines(body, lists) == ["一、甲", "1.1乙", "1.2丙", "二、丁", "2.1戊"]


def test_second_list_goes_on_or_begins_anew() -> None:
    body = item("甲") + item("乙", which=2)
    assert lines(body, numbering(level(0, "decimal", "%1."))) == ["1.甲", "2.乙"]
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert lines(body, numbering(level(0, "decimal", "%1."), second=anew)) == ["1.甲", "1.乙"]


def test_unknown_lists_and_no_list() -> None:
    lists = numbering(level(0, "decimal", "%1."))
    assert lines(item("甲", which=9) + item("乙", which=0) + item("丙"), lists) == ["甲", "乙", "1.丙"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (103, "chineseCounting", "一百零三"),
        (110, "chineseCounting", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (27, "lowerLetter", "aa"),
        (4, "decimalEnclosedParen", "⑷"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "ideographTraditional", "丙"),
        (12, "decimalFullWidth", "１２"),
        (1994, "lowerRoman", "mcmxciv"),
        (0, "chineseCounting", "0"),
        (5, "somethingNew", "5"),
    ],
)
def test_figures(number: int, kind: str, shown: str) -> None:
    assert in_format(number, kind) == shown


def test_numbers_by_style_of_a_real_document() -> None:
    document = python_docx.Document()
    table = document.add_table(rows=8, cols=5)
    rows = [
        ["项目名称", "河道巡查", "", "主管部门", "甲局"],
        ["项目资金（万元）", "全年预算数", "全年执行数", "执行率", "得分"],
        ["年度资金总额", "10", "10", "100%", "10"],
        ["年度目标", "预期目标", "", "实际完成情况", ""],
        ["", "", "", "巡查十次。", ""],
        ["一级指标", "二级指标", "三级指标", "实际完成值", "得分"],
        ["产出指标", "数量指标", "巡查", "10次", "90"],
        ["总分", "", "", "", "100"],
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    goal = table.cell(4, 1)
    goal.paragraphs[0].text = "巡查河道。"
    goal.paragraphs[0].style = "List Number"
    goal.add_paragraph("清理漂浮物。", style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    [form] = [found for found in read_bytes(buffer.getvalue(), "样张.docx") if isinstance(found, Form)]
    assert form.goal_expected == "1.巡查河道。2.清理漂浮物。"
