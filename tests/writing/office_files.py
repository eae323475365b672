"""A made-up form laid out as Word, Excel and web page, with whatever a test wants to be special in it."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Border, Side

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COLUMNS = 9
AMOUNTS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
INDICATORS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
RATE, EXECUTION_SCORE, TOTAL, ACTUAL, UNIT = (4, 8), (4, 9), (12, 8), (9, 6), (2, 7)
"""Row and column of the cells that tests turn, from 1; a sheet has two title rows above."""


@dataclass
class Figures:
    """What stands in the cells that tests turn."""

    rate: str = "100%"
    score: str = "10"
    total: str = "100"
    executed: str = "150"
    actual: str = "42次"
    unit: str = "青溪区水务站"
    second_score: str = "30"
    project: str = "青溪河道清淤"
    inner: dict[tuple[int, int], str] = field(default_factory=dict)
    """Own XML of a Word cell by row and column (from 1) of the table."""


Box = tuple[str, int, int]
"""Text, columns, rows."""


def grid(figures: Figures) -> list[list[Box]]:
    """The rows of the table; cells under a merged one are left out."""
    f = figures
    return [
        [("项目名称", 1, 1), (f.project, 8, 1)],
        [("主管部门", 1, 1), ("青溪区水务局", 4, 1), ("实施单位", 1, 1), (f.unit, 3, 1)],
        [
            ("项目资金（万元）", 1, 3),
            ("", 2, 1),
            *one("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ],
        [("年度资金总额", 2, 1), *one("200", "200", f.executed, "10", f.rate, f.score)],
        [("其中：当年财政拨款", 2, 1), *one("200", "200", f.executed, "—", "—", "—")],
        [("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)],
        [("清除淤泥，保持河道畅通。", 4, 1), ("清淤四十二次，河道畅通。", 4, 1)],
        [
            ("绩效指标", 1, 4),
            *one("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            *one("偏差原因分析及改进措施"),
        ],
        one("产出指标", "数量指标", "清淤次数", "≥40次", f.actual, "50", "50", ""),
        one("效益指标", "社会效益指标", "河道畅通率", "≥95%", "97%", "30", f.second_score, ""),
        one("满意度指标", "服务对象满意度指标", "沿岸居民满意度", "≥90%", "93%", "10", "10", ""),
        [("总分", 6, 1), *one("100", f.total, "")],
    ]


def one(*texts: str) -> list[Box]:
    return [(text, 1, 1) for text in texts]


def placed(rows: list[list[Box]]) -> list[list[tuple[int, Box] | None]]:
    """Each row with the column (from 0) of its cells; None where a cell from above hangs down."""
    hanging: dict[int, int] = {}
    found: list[list[tuple[int, Box] | None]] = []
    for number, row in enumerate(rows):
        cells: list[tuple[int, Box] | None] = []
        column = 0
        for box in row:
            while hanging.get(column, 0) > number:
                cells.append(None)
                column += 1
            cells.append((column, box))
            hanging[column] = number + box[2]
            column += box[1]
        found.append(cells)
    return found


def document(figures: Figures) -> str:
    """The XML of a Word document with the form."""
    rows = []
    for number, row in enumerate(placed(grid(figures)), 1):
        cells = []
        for item in row:
            if item is None:
                cells.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")
                continue
            column, (text, wide, high) = item
            merge = '<w:vMerge w:val="restart"/>' if high > 1 else ""
            inner = figures.inner.get((number, column + 1)) or paragraph(text)
            cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{inner}</w:tc>')
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = '<w:gridCol w:w="1000"/>' * COLUMNS
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>'
        f"{paragraph('项目支出绩效自评表')}{paragraph('（2024年度）')}"
        f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        f"{paragraph('填表人：甲')}<w:sectPr/></w:body></w:document>"
    )


def paragraph(text: str, style: str = '<w:rPr><w:b/><w:sz w:val="21"/></w:rPr>') -> str:
    return f"<w:p><w:r>{style}<w:t>{escape(text)}</w:t></w:r></w:p>" if text else f"<w:p><w:pPr>{style}</w:pPr></w:p>"


def docx(figures: Figures | None = None, **parts: str) -> bytes:
    """A Word document; `parts` are further parts of the package, by name with __ for / and _dot_ for a dot."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    content = {"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document(figures or Figures())}
    return package({**content, **{name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}})


def package(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(figures: Figures | None = None, numbers: bool = False) -> openpyxl.Workbook:
    """A workbook with the form; `numbers` stores figures as numbers with a format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "自评表"
    thin = Side(style="thin")
    sheet["A1"], sheet["A2"] = "项目支出绩效自评表", "（2024年度）"
    for row, cells in enumerate(placed(grid(figures or Figures())), 3):
        for item in cells:
            if item is None:
                continue
            column, (text, wide, high) = item
            cell = sheet.cell(row, column + 1)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if numbers and text.endswith("%") and text[:-1].isdecimal():
                cell.value, cell.number_format = int(text[:-1]) / 100, "0.00%"
            elif numbers and text.replace(".", "").isdecimal():
                cell.value = float(text) if "." in text else int(text)
            elif text:
                cell.value = text
            if wide > 1 or high > 1:
                sheet.merge_cells(
                    start_row=row, start_column=column + 1, end_row=row + high - 1, end_column=column + wide
                )
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(figures: Figures | None = None, before: str = "", encoding: str = "utf-8") -> bytes:
    """A web page with the form, in the loose manner of real ones."""
    rows = []
    for cells in placed(grid(figures or Figures())):
        tds = [
            f'<TD colspan={wide} rowspan="{high}" class="x>y">{escape(text)}'
            for _, (text, wide, high) in (item for item in cells if item is not None)
        ]
        rows.append("<tr>" + "\n".join(tds))
    head = f'<html><head><meta charset="{encoding}"><script>var s = "<td>";</script></head><body>{before}'
    text = (
        f"{head}<!-- <td>旧</td> --><p>项目支出绩效自评表</p><p>（2024年度）</p><table border=1>{''.join(rows)}</table>"
    )
    return f"{text}<p>填表人</p></body></html>".encode(encoding)
