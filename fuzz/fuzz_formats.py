"""Fuzz targets of the formats: small sound files with bits turned, pieces moved, ends cut off.

python fuzz/fuzz_formats.py [FORMAT …] [seconds], of docx, xlsx, xls, html, pdf, ofd, eml, mht, flat, zip, tar, bz2, xz,
page, boxes, layers, fields, doc, wordxml, unruled;
excelxml and uof, which LibreOffice opens first, only where they are named.
"""

import bz2
import lzma
import random
import sys
import tarfile
import time
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.form import Form, Problem, from_json, to_json
from jiheng.reading import read_bytes, read_paths
from jiheng.reading.formats import office
from jiheng.reading.scan import pages
from jiheng.writing.official import fill

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SLOWEST = 10.0
"""Seconds that a file of some kilobytes may take at the very most."""
CONVERTED, SLOWEST_CONVERTED = ("excelxml", "uof"), 60.0
"""What LibreOffice opens first, and the seconds that it may take; two by itself."""


def samples() -> dict[str, bytes]:
    """A sound file of each format, of two forms."""
    forms = [found for found in read_paths([EXAMPLES]) if isinstance(found, Form)][:2]
    made = {ending: fill(forms, f".{ending}") for ending in ("docx", "xlsx", "html", "pdf")}
    made["ofd"] = ofd()
    made["eml"] = mail(made["xlsx"])
    made["flat"] = flat(made["docx"])
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, data in made.items():
            archive.writestr(f"内/{ending}.{ending}", data)
    made["zip"] = buffer.getvalue()
    made["tar"] = tar(made["html"])
    made["bz2"], made["xz"] = bz2.compress(made["html"]), lzma.compress(made["html"])
    made["mht"] = saved_page(made["html"])
    made["unruled"] = unruled(made["pdf"])
    made["page"] = page(made["html"])
    made["boxes"], made["layers"] = boxes(), layers()
    made["fields"] = fields(made["docx"])
    made["wordxml"] = word_xml()
    made |= {"excelxml": excel_xml(), "uof": uof()} if office.program() else {}
    for ending in ("xls", "doc"):
        if found := next(EXAMPLES.rglob(f"*.{ending}"), None):
            made[ending] = found.read_bytes()
    return made


def mail(attached: bytes) -> bytes:
    """A mail with a workbook."""
    message = EmailMessage()
    message["Subject"] = "fuzz"
    message.add_attachment(attached, maintype="application", subtype="octet-stream", filename="a.xlsx")
    return message.as_bytes()


def saved_page(content: bytes) -> bytes:
    """A page of two sheets saved with what belongs to it."""
    part = b"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(content) + b"\r\n"
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    return head + part * 2 + b"--x--\r\n"


def unruled(data: bytes) -> bytes:
    """A PDF whose lines are not drawn: columns are told by where the texts stand."""
    document = pdfium.PdfDocument(data)
    for page in document:
        for item in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
            page.remove_obj(item)
        page.gen_content()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def flat(package: bytes) -> bytes:
    """A package written as one XML file."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        parts = [
            f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{b64encode(archive.read(name)).decode()}</pkg:binaryData>'
            "</pkg:part>"
            for name in archive.namelist()
        ]
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<pkg:package xmlns:pkg="{space}">{"".join(parts)}</pkg:package>'.encode()


def tar(content: bytes) -> bytes:
    """A page in a tar archive packed with gz."""
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.html")
        entry.size = len(content)
        archive.addfile(entry, BytesIO(content))
    return buffer.getvalue()


def page(plain: bytes) -> bytes:
    """A page with rules that hide and strike through."""
    style = b"<style>td > i, .a.b, #c [d='e'] {display:none} .a {text-decoration:line-through !important}</style>"
    marked = b"<td class='a b'><i>x</i><font face='Wingdings 2'>R</font><ruby>y<rt>z</rt></ruby>"
    return style + plain.replace(b"<td>", marked)


def boxes() -> bytes:
    """A page whose table is a grid, rows of a flex and a table by its style."""
    rows = [("项目名称", "甲", ""), ("主管部门", "乙", "丙")] * 4
    flex = "".join(f"<div class=f>{''.join(f'<p>{text}</p>' for text in row)}</div>" for row in rows)
    table = "".join(f"<div role=row>{''.join(f'<p>{text}</p>' for text in row)}</div>" for row in rows)
    cells = [(row, column, text) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)]
    grid = "".join(f"<p style='grid-area:{row}/{column}/span 1/{column + 1}'>{text}</p>" for row, column, text in cells)
    style = ".f{display:flex} .f p{flex:2 1 0%;width:30%} .g{display:grid;grid-template-columns:9px repeat(2, 1fr)}"
    return f"<meta charset=utf-8><style>{style}</style>{flex}<div class=g>{grid}</div>{table}".encode()


def layers() -> bytes:
    """A PDF with a layer that is off, in marks and in a form object, and an area laid on the page."""
    content = b"/OC /L BDC BT /F 9 Tf 20 70 Td (old) Tj ET EMC /X Do BT /F 9 Tf 20 20 Td (new) Tj ET"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/OC 6 0 R"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Annots[8 0 R]/Resources<</Font<</F 4 0 R>>"
        b"/Properties<</L 6 0 R>>/XObject<</X 7 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/OCG/Name(old)>>",
        b"<<%s/Length 9>>stream\n0 0 m S   \nendstream" % form,
        b"<</Type/Annot/Subtype/Square/Rect[0 0 9 9]/IC[1 1 1]/AP<</N 7 0 R>>>>",
    ]
    parts = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.5\n" + parts + b"trailer<</Size 9/Root 1 0 R>>\n%%EOF"


def fields(document: bytes) -> bytes:
    """A Word document with fields in fields, a formula and signs of a symbol font."""
    part = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = part.format("begin") + code.format(r"eq \o\ac(□,√)") + part.format("end")
    made = part.format("begin") + code.format("IF ") + inner + part.format("separate") + part.format("end")
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    made += f'<m:oMath xmlns:m="{math}"><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den/></m:f></m:oMath>'
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            is_text = name == "word/document.xml"
            new.writestr(name, content.replace(b"</w:p>", made.encode() + b"</w:p>") if is_text else content)
    return buffer.getvalue()


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_TEXT = (
    '<ofd:TextObject ID="{0}" Boundary="{1} {2} 40 8" Font="3" Size="4" CTM="1 0 0 1 0 0">'
    '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4 4">{3}</ofd:TextCode></ofd:TextObject>'
)
_RULE = (
    '<ofd:PathObject ID="{0}" Boundary="{1} {2} {3} {4}" LineWidth="0.3">'
    "<ofd:AbbreviatedData>M 0 0 L {3} {4}</ofd:AbbreviatedData></ofd:PathObject>"
)
_ROWS = (
    ("项目名称", "路灯改造", "", ""),
    ("一级指标", "三级指标", "年度指标值", "得分"),
    ("产出指标", "改造路灯", "≥100盏", "50"),
    ("总分", "", "", "98"),
)


def ofd() -> bytes:
    """A small OFD file with a table, a template, a composite unit and an annotation."""
    number = iter(range(10, 10_000))
    texts = "".join(
        _TEXT.format(next(number), 20 + 42 * x, 30 + 9 * y, word)
        for y, row in enumerate(_ROWS)
        for x, word in enumerate(row)
        if word
    )
    rules = "".join(_RULE.format(next(number), 19, 29 + 9 * y, 168, 0) for y in range(len(_ROWS) + 1))
    rules += "".join(_RULE.format(next(number), 19 + 42 * x, 29, 0, 9 * len(_ROWS)) for x in range(5))
    page = '<ofd:Template TemplateID="4"/><ofd:Content><ofd:Layer ID="5"><ofd:PageBlock ID="6">'
    unit = '<ofd:CompositeObject ID="7" ResourceID="8" Boundary="0 0 210 297"/>'
    resources = (
        '<ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts><ofd:CompositeGraphicUnits>'
        f'<ofd:CompositeGraphicUnit ID="8"><ofd:Content>{texts}</ofd:Content></ofd:CompositeGraphicUnit>'
        "</ofd:CompositeGraphicUnits>"
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/D.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PublicRes>R.xml</ofd:PublicRes>"
        '<ofd:TemplatePage ID="4" BaseLoc="T.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/>'
        "</ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>",
        "D/R.xml": f"<ofd:Res {_OFD}>{resources}</ofd:Res>",
        "D/T.xml": f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="9">{rules}</ofd:Layer></ofd:Content></ofd:Page>',
        "D/P.xml": f"<ofd:Page {_OFD}>{page}{unit}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>",
        "D/A.xml": f'<ofd:Annotations {_OFD}><ofd:Page PageID="1"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>",
        "D/N.xml": f'<ofd:PageAnnot {_OFD}><ofd:Annot Type="Path"><ofd:Appearance Boundary="0 0 99 99">{texts}'
        "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_xml() -> bytes:
    """A form as Word 2003 XML, with merged cells."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    cell = '<w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    rows = "".join("<w:tr>" + "".join(map(cell.format, row)) + "</w:tr>" for row in _ROWS)
    body = f"<w:body><w:tbl>{rows}</w:tbl></w:body>"
    return f'<?xml version="1.0"?><w:wordDocument xmlns:w="{space}">{body}</w:wordDocument>'.encode()


def excel_xml() -> bytes:
    """A form as Excel 2003 XML, with merged cells."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell ss:MergeAcross="0"><Data ss:Type="String">{text}</Data></Cell>' for text in row)
        + "</Row>"
        for row in _ROWS
    )
    sheet = f'<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheet}</Workbook>'.encode()


def uof() -> bytes:
    """A form as UOF, the national format."""
    names = "http://schemas.uof.org/cn/2003/uof"
    rows = "".join(
        "<字:行>"
        + "".join(f"<字:单元格><字:段落><字:句><字:文本串>{t}</字:文本串></字:句></字:段落></字:单元格>" for t in row)
        + "</字:行>"
        for row in _ROWS
    )
    body = f"<uof:文字处理><字:主体><字:文字表>{rows}</字:文字表></字:主体></uof:文字处理>"
    head = f'<uof:UOF xmlns:uof="{names}" xmlns:字="{names}-wordproc" uof:version="1.0" uof:mimetype="vnd.uof.text">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{body}</uof:UOF>'.encode()


def check(data: bytes, name: str) -> None:
    """Raises when a promise of the readers is broken for a file."""
    began = time.monotonic()
    found = list(read_bytes(data, name))
    if time.monotonic() - began > (SLOWEST_CONVERTED if name.endswith(CONVERTED) else SLOWEST):
        raise AssertionError(f"{name} is too slow: {len(data)} bytes")
    if not found:
        raise AssertionError(f"{name}: neither form nor problem")
    for problem in found:
        if isinstance(problem, Problem) and (not problem.advice or "缺陷" in problem.advice):
            raise AssertionError(f"{name}: {problem.message}")
    forms = [item for item in found if isinstance(item, Form)]
    if from_json(to_json(forms)) != forms:
        raise AssertionError(f"{name} does not survive JSON")


def spoiled(data: bytes, source: random.Random) -> bytes:
    """The file with a few accidents."""
    broken = bytearray(_inside(data, source) if data[:2] == b"PK" and source.random() < 0.6 else data)
    for _ in range(source.choice((0, 1, 1, 3, 20))):
        place = source.randrange(len(broken))
        kind = source.randrange(4)
        if kind == 0:
            broken[place] ^= 1 << source.randrange(8)
        elif kind == 1:
            broken[place : place + source.randrange(64)] = b""
        elif kind == 2:
            broken[place:place] = broken[(start := source.randrange(len(broken))) : start + source.randrange(64)]
        else:
            broken[place : place + 4] = source.randbytes(4)
        if len(broken) < 2:
            break
    end = len(broken) if not broken or source.random() < 0.8 else source.randrange(1, len(broken) + 1)
    return bytes(broken[:end])


def _inside(data: bytes, source: random.Random) -> bytes:
    """A package one part of which is spoiled before it is packed, so that the parsers below see it."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = source.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(
                name, spoiled(content, source) if name == hit and content[:2] != b"PK" and content else content
            )
    return buffer.getvalue()


def with_random(seconds: float, formats: tuple[str, ...] = (), seed: int = 0) -> int:
    """Checks random files for so many seconds; returns how many."""
    source = random.Random(seed)
    made = samples()
    files = {ending: made[ending] for ending in made if (ending in formats if formats else ending not in CONVERTED)}
    stop, count = time.monotonic() + seconds, 0
    while time.monotonic() < stop:
        ending = source.choice(list(files))
        check(spoiled(files[ending], source), f"样张.{ending}")
        count += 1
    return count


def main() -> None:
    """Run for the seconds and formats of the command line."""
    pages.installed = lambda: False  # recognising a page takes seconds of its own
    seconds = next((float(word) for word in sys.argv[1:] if word.replace(".", "").isdecimal()), 10.0)
    formats = tuple(word for word in sys.argv[1:] if word.isalpha())
    print(f"{with_random(seconds, formats)} files, no failure")


if __name__ == "__main__":
    main()
