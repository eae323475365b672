"""Web pages as people save, copy and export them: what is seen is read, what is left out is said."""

import base64

import pytest

from jiheng.form import Problem
from jiheng.reading import read_bytes
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import html
from jiheng.reading.tables.table import Cell

STYLE = (
    "<style>.a{display:none} td.x9 {text-decoration:line-through} @media print{.p{display:none}} .q .r{display:none}"
    ".u.v, i[data-x='1'], td > b {display:none} "
    ".sr{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}"
    ".w{display:none} .w{display:inline} @media screen{.z{display:none}}</style>"
)


def cell_of(inside: str) -> Cell:
    (table,) = html.tables(f"<meta charset=utf-8>{STYLE}<table><tr><td>{inside}</table>".encode(), "甲.html")
    ((cell,),) = table.rows
    return cell


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("甲<span class='b a'>乙</span>", "甲"),
        ("甲<span class=p>乙</span>", "甲乙"),
        ("<input value=112.58>", "112.58"),
        ("<input type=hidden value=1>甲", "甲"),
        ("<input type=checkbox checked>是<input type=checkbox>否", "☑是□否"),
        ("<select><option>优<option selected>良</select>", "良"),
        ("<select><option value=''>请选择<option>良</select>", ""),
        ("<textarea>第一行</textarea>", "第一行"),
        ("<button>提交</button>甲<button>清空</button>", "甲"),
        ("<button><span>良好</span></button> ", "良好"),
        ("甲<span class='u'>乙</span><span class='u v'>丙</span><i data-x=1>丁</i><b>戊</b>", "甲乙"),
        ("<span class=r>甲</span><span class=w>乙</span><span class=a style='display:inline'>丙</span>", "甲乙丙"),
        ("甲<span class=z>乙</span><span style='visibility:collapse'>丙</span><i style='opacity:0'>丁</i>", "甲"),
        ("甲<span style='font-size:0'>乙</span>", "甲"),
        ("<input value='5&#1;&#xFFFF;'><font face=Symbol>\x01&#179;</font>", "5≥"),
        ("<ruby>甲<rp>(</rp><rt>jiǎ</rt><rp>)</rp></ruby>", "甲"),
        ("<input list=d value=5><datalist id=d><option>1</datalist>", "5"),
        ("<font face=Symbol>&#179;</font>98%", "≥98%"),
        ("<span style='font-family:Symbol'><span style='mso-char-type:symbol'>£</span></span>5天", "≤5天"),
        ("<span style=\"font-family:'Wingdings 2',serif\">R</span>是", "☑是"),
        ("甲<span class=MsoCommentReference><a class=msocomanchor>[A1]</a></span>", "甲"),
        ("120m<sup>2</sup>", "120m²"),
        ("甲<span class=sr>乙</span><i style='position:absolute;left:-9999px'>丙</i>", "甲"),
        ("甲<span style='position:absolute;left:3px'>乙</span>", "甲乙"),
    ],
)
def test_shown(inside: str, text: str) -> None:
    cell = cell_of(inside)
    assert (cell.text, cell.doubt) == (text, None)


@pytest.mark.parametrize("old", ["<s>20</s>", "<span style='text-decoration:line-through'>20</span>", "<del>20</del>"])
def test_struck_text_is_said(old: str) -> None:
    cell = cell_of(f"{old}<br>17.6<sup>1</sup>")
    assert cell.text == "17.6" and "“20”" in (cell.doubt or "") and "“1”" in (cell.doubt or "")


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("position:relative;top:-5px", "9.63"),
        ("position:relative;font-size:60%;top:-.4em", "9.63"),
        ("vertical-align:4px", "9.63"),
        ("position:relative;top:-1px", "9.631"),
        ("vertical-align:middle", "9.631"),
    ],
)
def test_a_mark_that_its_style_raises_is_a_note(style: str, text: str) -> None:
    cell = cell_of(f"9.63<span style='{style}'>1</span>")
    assert (cell.text, "上标" in (cell.doubt or "")) == (text, text == "9.63")


@pytest.mark.parametrize(
    "inside",
    [
        "9.63<div style='height:0;overflow:hidden'>1</div>",
        "9.63<span style='display:inline-block;width:0;overflow:hidden'>1</span>",
        "9.63<p style='text-indent:-9999px'>1</p>",
        "9.63<i style='position:absolute;left:-999em'>1</i>",
        "9.63<details><summary></summary>1<b>2</b></details>",
        "9.63<dialog>1</dialog>",
    ],
)
def test_what_is_cut_off_moved_away_or_folded_is_not_read(inside: str) -> None:
    assert cell_of(inside).text == "9.63"
    assert cell_of("<span style='width:0;overflow:hidden'>9.63</span>").text == "9.63"
    assert cell_of("<details open><summary></summary>9.63</details>").text == "9.63"


@pytest.mark.parametrize(
    ("inside", "text", "said"),
    [
        ("9.63<span style='color:#fff'>1</span>", "9.63", "“1”"),
        ("9.63<font color=White>1</font>", "9.63", "“1”"),
        ("9.63<span class=pale>1</span>", "9.63", "“1”"),
        ("9.63<span style='color:rgba(0,0,0,0)'>1</span>", "9.63", "“1”"),
        ("<em style='color:white'>9<i style='color:red'>6</i></em>", "6", "“9”"),
        ("9.6<span style='color:#fff;background:#409eff'>3</span>", "9.63", ""),
        ("<div class=deep>9.6<span style='color:#fff'>3</span></div>", "9.63", ""),
        ("<div class=deep><p style='background:#FFF'>9.6<span style='color:#fff'>3</span></p></div>", "9.6", "“3”"),
        ("<span style='color:white'>9.63</span>", "9.63", "全是白色"),
    ],
)
def test_white_letters_are_read_where_their_ground_is_not_white(inside: str, text: str, said: str) -> None:
    rules = "<style>.pale{color:#FFFFFF}.deep{background-color:#1f4e79}</style>"
    cell = cell_of(rules + inside)
    assert cell.text == text and said in (cell.doubt or "") and bool(said) == bool(cell.doubt)
    linked = cell_of("<link rel=stylesheet href=a.css>" + rules + inside)
    assert linked.doubt is None  # what lies under it is told elsewhere


def test_a_cell_that_takes_no_place_moves_the_others() -> None:
    (table,) = html.tables(b"<table><tr><td style='display:none'>1<td>2<td>3</table>", "a.html")
    assert [(cell.text, cell.column) for cell in table.rows[0]] == [("2", 0), ("3", 1)]


def test_a_table_that_only_lays_out_the_text_of_a_cell_is_no_other_table() -> None:
    line, column = "<table><tr><td>8<td>处</table>", "<table><tr><td>甲<tr><td>乙</table>"
    (table,) = html.tables(f"<table><tr><td>{line}<td>{column}<tr><td>丙</table>".encode(), "甲.html")
    assert [[cell.text for cell in row] for row in table.rows] == [["8\n处", "甲\n乙"], ["丙"]]
    form = "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>"
    assert len(list(html.tables(f"<table><tr><td>{form}<td>戊<tr><td>己</table>".encode(), "甲.html"))) == 2


@pytest.mark.parametrize("name", ["el-table__fixed", "el-table__fixed-right", "layui-table-fixed layui-table-fixed-l"])
def test_a_copy_laid_over_a_table_to_fix_its_columns_is_not_read_again(name: str) -> None:
    table = "<table><tr><td class=el-table__fixed-column>甲<td>乙</table>"
    (found,) = html.tables(f"<div>{table}<div class='{name}'>{table}</div></div>".encode(), "甲.html")
    assert [cell.text for cell in found.rows[0]] == ["甲", "乙"]


@pytest.mark.parametrize(("attribute", "rows"), [("shadowrootmode=open", 1), ("shadowmode=open", 1), ("", 0)])
def test_what_a_part_of_a_page_draws_is_read(attribute: str, rows: int) -> None:
    page = f"<p>甲</p><x-form><template {attribute}><table><tr><td>乙</table></template></x-form>"
    (found,) = html.tables(page.encode(), "甲.html")
    assert len(found.rows) == rows


def test_a_web_archive_of_a_workbook_has_a_page_for_each_sheet() -> None:
    part = '--b\nContent-Location: f/{}.htm\nContent-Type: text/html; charset="utf-8"\n\n{}\n'
    frame = part.format("book", "<frameset><frame src=f/sheet001.htm></frameset>")
    sheets = [part.format(f"sheet00{n}", f"<table><tr><td>{n}</table>") for n in (2, 1)]
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n{frame}{''.join(sheets)}--b--"
    found = [cell for table in html.tables(data.encode(), "甲.mht") for row in table.rows for cell in row]
    assert [cell.text for cell in found] == ["1", "2"]
    assert [cell.origin.table for cell in found if cell.origin] == [1, 2]


def test_a_sheet_that_the_workbook_hides_is_left_out() -> None:
    part = '--b\nContent-Location: f/{}.htm\nContent-Type: text/html; charset="utf-8"\n\n{}\n'
    hidden = "<x:Visible>SheetHidden</x:Visible><x:WorksheetSource HRef='f/sheet002.htm'/>"
    frame = part.format("book", f"<frameset><xml><x:ExcelWorksheet>{hidden}</x:ExcelWorksheet></xml></frameset>")
    sheets = [part.format(f"sheet00{n}", f"<table><tr><td>{n}</table>") for n in (1, 2)]
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n{frame}{''.join(sheets)}--b--"
    assert [cell.text for table in html.tables(data.encode(), "甲.mht") for row in table.rows for cell in row] == ["1"]


def test_a_page_alone_may_be_saved_as_a_web_archive() -> None:
    content = base64.encodebytes("<table><tr><td>实施单位</table>".encode()).decode()
    head = 'MIME-Version: 1.0\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n'
    data = (head + content).encode()
    assert kind(data) is FileKind.HTML
    (table,) = html.tables(data, "甲.mht")
    assert table.rows[0][0].text == "实施单位"


@pytest.mark.parametrize("said", ["gb2312", "GBK", "gb18030"])
def test_the_dash_of_a_chinese_page_is_the_usual_one(said: str) -> None:
    page = f"<meta charset={said}><table><tr><td>分值<td>—</table>"
    (table,) = html.tables(page.encode("gb18030"), "甲.html")
    assert table.rows[0][1].text == "—"


@pytest.mark.parametrize(
    ("said", "encoding"),
    [("utf-8", "gb18030"), ("iso-8859-1", "utf-8"), ("gb2312", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "utf-16")],
)
def test_an_encoding_that_the_bytes_do_not_bear_out_is_not_believed(said: str, encoding: str) -> None:
    page = f"<meta charset={said}><p>项目支出绩效自评表，项目名称、主管部门</p><table><tr><td>实施单位</table>"
    (table,) = html.tables(page.encode(encoding), "甲.html")
    assert table.rows[0][0].text == "实施单位"


def test_a_caption_stands_above_its_table_and_a_foot_below_it() -> None:
    page = "<table><caption>自评表<br>2024年度</caption><tfoot><tr><td>总分</tfoot><tbody><tr><td>甲</table>"
    (table,) = html.tables(f"<meta charset=utf-8>{page}".encode(), "甲.html")
    assert table.before == ["自评表", "2024年度"]
    assert [row[0].text for row in table.rows] == ["甲", "总分"]


def test_a_cell_may_go_on_to_the_end_of_its_group() -> None:
    page = "<table><tbody><tr><td rowspan=0>1<td>2<tr><td>3<tbody><tr><td>4</table>"
    (table,) = html.tables(page.encode(), "a.html")
    assert [[(cell.text, cell.column, cell.rows) for cell in row] for row in table.rows] == [
        [("1", 0, 2), ("2", 1, 1)], [("3", 1, 1)], [("4", 0, 1)],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_what_annotating_adds_is_no_part_of_a_cell(encoding: str) -> None:
    page = f"<meta charset={encoding}><table><tr><td>实施单位<span class='{html.REMARK}'>〔错误1〕</span></table>"
    (table,) = html.tables(page.encode(encoding), "甲.html")
    assert table.rows[0][0].text == "实施单位"


def test_the_rules_that_a_web_archive_keeps_apart_count() -> None:
    page = "<html><head><meta charset=utf-8></head><table><tr><td>甲<i class=a>乙</i></td></tr></table></html>"
    parts = f"--b\nContent-Type: text/html\n\n{page}\n--b\nContent-Type: text/css\n\n/* 旧 */ .a{{display:none}}\n--b--"
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n{parts}"
    (table,) = html.tables(data.encode(), "甲.mht")
    assert [cell.text for row in table.rows for cell in row] == ["甲"]


_ROW = "<div class='{0}'><p>{1}</p><p>{2}</p><p>{3}</p></div>"


@pytest.mark.parametrize(
    ("style", "made"),
    [
        ("<style>.r{display:flex} p{flex:2 1 0%}</style>", "<div role=none>{}</div>"),
        ("<style>.t{display:inline-table} .r{display:table-row}</style>", "<div class=t>{}</div>"),
        ("", "<section role=table>{}</section>"),
    ],
)
def test_empty_boxes_keep_their_place(style: str, made: str) -> None:
    rows = "".join(_ROW.format("r", *cells) for cells in [("项目名称", "甲", "")] * 4 + [("1", "", "3")])
    inner = rows if style else rows.replace("class='r'", "role=row")
    (table,) = html.tables(f"<meta charset=utf-8>{style}<p>题</p>{made.format(inner)}".encode(), "甲.html")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["题"],
        *[["项目名称", "甲", ""]] * 4,
        ["1", "", "3"],
    ]
    assert [cell.column for cell in table.rows[-1]] == [0, 1, 2] and table.rows[0][0].columns == 3


def test_boxes_of_a_grid_that_say_their_columns_only() -> None:
    row = "<p style='grid-column:1'>项目名称</p><p style='grid-column:2 / 4'>甲</p><p>乙</p>"
    page = f"<meta charset=utf-8><div style='display:grid;grid-template-columns:10px repeat(3, 1fr)'>{row * 6}</div>"
    (table,) = html.tables(page.encode(), "甲.html")
    assert [[(cell.text, cell.column, cell.columns) for cell in row] for row in table.rows] == [
        [("项目名称", 0, 1), ("甲", 1, 1), ("乙", 2, 1)]
    ] * 6


@pytest.mark.parametrize(
    "content",
    [
        "<div style='display:flex'><p>项目名称<p>甲</div>" * 3,
        "<div style='display:flex'><p>甲</p><p>乙</p><p>丙</p></div>" * 9,
        "<div style='display:flex'><p>项目名称</p><p>乙</p><p>丙</p></div>" * 9 + "<table><tr><td>丁</table>",
    ],
)
def test_boxes_that_are_no_form_are_lines_of_the_page(content: str) -> None:
    (table,) = html.tables(f"<meta charset=utf-8>{content}".encode(), "甲.html")
    assert [cell.text for row in table.rows for cell in row] == (["丁"] if "<table" in content else [])
    assert "".join(table.before).startswith(("项目名称", "甲"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div id=app></div><script>document.write('项目名称')</script>", "文件里没有文字"),
        ("<frameset><frame src='a.files/sheet001.htm'><noframes><p>此页面使用了框架</noframes></frameset>", "没有文字"),
        ("<p>登录", "没有找到"),
    ],
)
def test_a_page_that_shows_nothing_by_itself_is_told_apart(body: str, said: str) -> None:
    (problem,) = read_bytes(f"<html><meta charset=utf-8>{body}</html>".encode(), "甲.html")
    assert isinstance(problem, Problem) and said in problem.message
