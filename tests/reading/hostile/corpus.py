"""Files made to break readers: name → a function that makes the bytes. None of them holds a form."""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

from ..formats import word
from ..formats.pdf_file import Sheet, pdf, written

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MB = 1 << 20
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
_DTD = f'<!DOCTYPE x [<!ENTITY a0 "哈">{_LAUGHS}]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive of those parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _document(head: str, text: str) -> bytes:
    body = f'{head}<w:document xmlns:w="{word.W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return zipped({"word/document.xml": body})


def sheet(content: str, head: str = "") -> bytes:
    """A workbook of one sheet with that XML inside."""
    relation = f'<Relationship Id="r1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets><sheet name="表" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": word.RELATIONS.format(relation),
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_S}">{content}</worksheet>',
        }
    )


def _nested_tables(depth: int) -> bytes:
    return word.package("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def _wide_row() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    return word.package(f"<w:tbl><w:tr>{cell * 50_000}</w:tr></w:tbl>")


def _merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 20_000))
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
    cells += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>')


def _many_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 300_000))
    return sheet(f"<sheetData>{rows}</sheetData>")


def _russian_doll() -> bytes:
    data = zipped({"甲.txt": "项目名称"})
    for depth in range(20):
        data = zipped({f"{depth}.zip": data})
    return data


def _quine_like() -> bytes:
    """Many small archives of archives: 10 to the power of 5 files when all are opened."""
    data = zipped({"甲.txt": "甲"})
    for _ in range(5):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


def _locked_zip() -> bytes:
    data = bytearray(zipped({"表.txt": "项目名称\t甲"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def _locked_pdf() -> bytes:
    key = "<" + "ab" * 32 + ">"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    lock = f"<</Filter/Standard/V 2/R 3/Length 128/P -1/O {key}/U {key}>>"
    pages = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
    identity = f"/Encrypt 4 0 R/ID[<{'00' * 16}><{'00' * 16}>]"
    return written(["<</Type/Catalog/Pages 2 0 R>>", pages, page, lock], identity)


def _loops() -> bytes:
    """Pages that are their own children, contents that are themselves, a form that draws itself."""
    pages = "<</Type/Pages/Count 3/Kids[2 0 R 3 0 R]/Parent 2 0 R>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    itself = "<</Length 7/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>>>"
    stream = "<</Length 4 0 R>>stream\n/X Do /X Do\nendstream"
    return written(["<</Type/Catalog/Pages 2 0 R>>", pages, page, stream, f"{itself}stream\n/X Do  \nendstream"])


def _many_objects() -> bytes:
    return pdf(["0 0 m 9 9 l S\n" * 1_000_000], Sheet())


def _stream_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S\n" * (40 * _MB // 14), 1), 1).decode("latin-1")
    content = f"<</Filter[/FlateDecode/FlateDecode]/Length {len(packed)}>>stream\n{packed}\nendstream"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R" + " 4 0 R" * 400 + "]>>"
    pages = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return written(["<</Type/Catalog/Pages 2 0 R>>", pages, page, content])


def _many_pages() -> bytes:
    return written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 99999999/Kids[]>>"])


def _unmapped() -> bytes:
    """Glyphs of a font that does not say which characters they are."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype"
        "/CIDFontType2/BaseFont/Odd/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>"
    )
    drawn = "BT /F1 9 Tf 60 700 Td <0101010201030104> Tj ET\n" * 30
    content = f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    pages = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return written(["<</Type/Catalog/Pages 2 0 R>>", pages, page, content, font])


def png(wide: int, high: int, pixels: bytes) -> bytes:
    """A grey picture; `pixels` may be fewer than it claims."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b"")


def _noise() -> bytes:
    source = random.Random(3)
    return png(800, 1100, b"".join(b"\0" + source.randbytes(800) for _ in range(1100)))


def _climbing() -> bytes:
    return zipped({"../../../../tmp/甲.txt": "随便一句话", "/etc/乙.txt": "又一句", "C:\\丙.txt": "再一句"})


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _ofd(page: str, resources: str = "", head: str = "") -> bytes:
    """An OFD file of one page with that content."""
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D.xml": f"{head}<ofd:Document {_OFD}><ofd:CommonData><ofd:PublicRes>R.xml</ofd:PublicRes></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>',
            "R.xml": f"<ofd:Res {_OFD}>{resources}</ofd:Res>",
            "P.xml": f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def _ofd_unit() -> bytes:
    """A composite unit that draws itself ten times."""
    again = '<ofd:CompositeObject ResourceID="9"/>' * 10
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit>'
    return _ofd(
        '<ofd:CompositeObject ResourceID="9"/>', f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>"
    )


def _ofd_advances() -> bytes:
    code = '<ofd:TextCode X="0" Y="9" DeltaX="g 999999999 1 g 999999999 1">甲乙</ofd:TextCode>'
    return _ofd(f'<ofd:TextObject Boundary="0 0 99 99" Size="9">{code}</ofd:TextObject>')


def _ofd_outline() -> bytes:
    data = "M 0 0" + " L 9 9 1 1" * 500_000
    return _ofd(
        f'<ofd:PathObject Boundary="0 0 99 99"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    )


def _ofd_notes(notes: str, head: str = "") -> bytes:
    """An OFD file of one page with those annotations."""
    listed = '<ofd:Page PageID="1"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page>'
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D.xml": f'<ofd:Document {_OFD}><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
            "<ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>",
            "P.xml": f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer/></ofd:Content></ofd:Page>",
            "A.xml": f"<ofd:Annotations {_OFD}>{listed}</ofd:Annotations>",
            "N.xml": f"{head}<ofd:PageAnnot {_OFD}>{notes}</ofd:PageAnnot>",
        }
    )


def _ofd_pictures(count: int, wide: int, high: int) -> bytes:
    """A page that shows one picture, which claims to be so large, so many times."""
    picture = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>' * count
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    page = _ofd(picture, f"<ofd:MultiMedias>{media}</ofd:MultiMedias>")
    with zipfile.ZipFile(io.BytesIO(page)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"a.png": png(wide, high, b"\0" * 1000)})


def _flat(parts: str, head: str = "") -> bytes:
    return f'{head}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


def _word_2003(body: str, head: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return f'{head}<?mso-application progid="Word.Document"?><w:wordDocument {space}>{body}</w:wordDocument>'.encode()


def _excel_2003(rows: str, head: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f'<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet>'
    return (
        f'{head}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheet}</Workbook>'
    ).encode()


def _uof(body: str, head: str = "") -> bytes:
    return f'{head}<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof">{body}</uof:UOF>'.encode()


def _parts_in_parts(depth: int) -> bytes:
    """A page saved with its pictures whose parts lie in parts without end."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    parts = b"".join(b"Content-Type: multipart/alternative; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return head + parts + b"Content-Type: text/html\n\n<table><tr><td>x</table>"


def _mail_in_mails(depth: int) -> bytes:
    """Parts within parts without end; each boundary is declared, none is closed."""
    head = b"From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n"
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return head + parts + b"Content-Type: text/plain\n\nx"


def _many_attachments() -> bytes:
    head = b"From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n"
    part = b"--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
    return head + b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 5_000 + b"--x--\n"


def _many_sheets() -> bytes:
    """A page saved with its pictures: many sheets, each of a table that spans what no sheet has."""
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
    part = b"--x\nContent-Type: text/html\n\n<table><tr><td colspan=999999999 rowspan=999999999>x</table>\n"
    return head + part * 2_000 + b"--x--\n"


def _tar_of_lies() -> bytes:
    """A member that says it has eight gigabytes."""
    entry = tarfile.TarInfo("甲.txt")
    entry.size = 8 << 30
    return entry.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024


FILES: dict[str, Callable[[], bytes]] = {
    "压缩炸弹.zip": lambda: zipped({"甲.txt": bytes(200 * _MB)}),
    "压缩包套压缩包.zip": _russian_doll,
    "压缩包套十万个.zip": _quine_like,
    "爬出目录.zip": _climbing,
    "有密码.zip": _locked_zip,
    "损坏.zip": lambda: zipped({"甲.txt": "甲" * 9999})[:60],
    "正文炸弹.docx": lambda: zipped({"word/document.xml": b"<a>" + b" " * (300 * _MB) + b"</a>"}),
    "实体膨胀.docx": lambda: _document(_DTD, "&a9;"),
    "外部实体.docx": lambda: _document(_OUTSIDE, "&a9;"),
    "一万层表格.docx": lambda: _nested_tables(10_000),
    "八十层表格.docx": lambda: _nested_tables(80),
    "五万格一行.docx": _wide_row,
    "有密码.docx": lambda: _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096),
    "满格表.xlsx": _merges,
    "实体膨胀.xlsx": lambda: sheet("<sheetData><row><c><v>&a9;</v></c></row></sheetData>", _DTD),
    "三十万行.xlsx": _many_rows,
    "循环引用.pdf": _loops,
    "百万个对象.pdf": _many_objects,
    "内容流炸弹.pdf": _stream_bomb,
    "自称一亿页.pdf": _many_pages,
    "目录表损坏.pdf": lambda: pdf(["0 0 m 9 9 l S"], Sheet()).replace(b"xref", b"xxxx"),
    "有密码.pdf": _locked_pdf,
    "字体无对照.pdf": _unmapped,
    "图元套自己.ofd": _ofd_unit,
    "十亿个偏移.ofd": _ofd_advances,
    "百万段路径.ofd": _ofd_outline,
    "十万层块.ofd": lambda: _ofd("<ofd:PageBlock>" * 100_000 + "</ofd:PageBlock>" * 100_000),
    "百万个对象.ofd": lambda: _ofd('<ofd:PathObject Boundary="0 0 9 9"/>' * 200_000),
    "实体膨胀.ofd": lambda: _ofd("", head=_DTD),
    "页面炸弹.ofd": lambda: zipped({"OFD.xml": b"<a>" + b" " * (300 * _MB) + b"</a>"}),
    "二十万条注释.ofd": lambda: _ofd_notes('<ofd:Annot Type="Path"><ofd:Appearance/></ofd:Annot>' * 200_000),
    "一条注释二十万笔.ofd": lambda: _ofd_notes(
        f"<ofd:Annot><ofd:Appearance>{'<ofd:PathObject/>' * 200_000}</ofd:Appearance></ofd:Annot>"
    ),
    "注释里的实体.ofd": lambda: _ofd_notes("<ofd:Annot>&a9;</ofd:Annot>", _DTD),
    "注释里的外部实体.ofd": lambda: _ofd_notes("<ofd:Annot>&a9;</ofd:Annot>", _OUTSIDE),
    "一页一万张图.ofd": lambda: _ofd_pictures(10_000, 1000, 1000),
    "自称百亿像素.ofd": lambda: _ofd_pictures(1, 100_000, 100_000),
    "合起来太大的图.ofd": lambda: _ofd_pictures(100, 5000, 5000),
    "炸弹.gz": lambda: gzip.compress(bytes(64 * _MB), 1),
    "炸弹.bz2": lambda: bz2.compress(bytes(64 * _MB), 1),
    "炸弹.xz": lambda: lzma.compress(bytes(64 * _MB), preset=0),
    "谎报长度.tar": _tar_of_lies,
    "截断.tar.gz": lambda: gzip.compress(_tar_of_lies() * 9)[:60],
    "实体膨胀.flat.xml": lambda: _flat("<pkg:part>&a9;</pkg:part>", _DTD),
    "外部实体.flat.xml": lambda: _flat("<pkg:part>&a9;</pkg:part>", _OUTSIDE),
    "十万个部件.flat.xml": lambda: _flat('<pkg:part pkg:name="/a"/>' * 100_000),
    "实体膨胀.word2003.doc": lambda: _word_2003("<w:t>&a9;</w:t>", _DTD),
    "外部实体.word2003.doc": lambda: _word_2003("<w:t>&a9;</w:t>", _OUTSIDE),
    "实体膨胀.excel2003.xls": lambda: _excel_2003("<Row><Cell><Data>&a9;</Data></Cell></Row>", _DTD),
    "外部实体.excel2003.xls": lambda: _excel_2003("<Row><Cell><Data>&a9;</Data></Cell></Row>", _OUTSIDE),
    "十亿列合并.excel2003.xls": lambda: _excel_2003(
        '<Row><Cell ss:MergeAcross="999999999" ss:MergeDown="999999999"><Data ss:Type="String">甲</Data></Cell></Row>'
    ),
    "跳到十亿行.excel2003.xls": lambda: _excel_2003(
        '<Row ss:Index="999999999"><Cell ss:Index="999999999"><Data ss:Type="String">甲</Data></Cell></Row>'
    ),
    "实体膨胀.uof": lambda: _uof("&a9;", _DTD),
    "外部实体.uof": lambda: _uof("&a9;", _OUTSIDE),
    "两千层.uof": lambda: _uof("<字>" * 2_000 + "</字>" * 2_000),
    "残缺.7z": lambda: b"7z\xbc\xaf\x27\x1c\0\4" + random.Random(5).randbytes(4096),
    "残缺.rar": lambda: b"Rar!\x1a\x07\x01\x00" + random.Random(5).randbytes(4096),
    "套一万层.mht": lambda: _parts_in_parts(10_000),
    "一万层.eml": lambda: _mail_in_mails(10_000),
    "五千个附件.eml": _many_attachments,
    "两千张工作表.mht": _many_sheets,
    "十万层.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"x",
    "十万层表格.html": lambda: b"<html><body>" + b"<table><tr><td>" * 100_000,
    "不闭合.html": lambda: b"<html><table>" + "<tr><td>甲<td>乙".encode() * 200_000,
    "满格的网格.html": lambda: (
        "<p>项目名称</p><div style='display:grid;grid-template-columns:repeat(199,1fr)'>"
        + "<i style='grid-row:span 9999;grid-column:span 9999'>甲</i>" * 20_000
    ).encode(),
    "跨十亿列.html": lambda: b"<html><table><tr>" + b"<td colspan=999999999 rowspan=999999999>x" * 20_000,
    "空的.mht": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\n--x--",
    "空字节.csv": lambda: "项目名称,\0甲\0,乙\n".encode() * 100_000,
    "深层.json": lambda: b"[" * 1_000_000,
    "残缺.xls": lambda: _OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(8192),
    "残缺.doc": lambda: _OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(8192),
    "噪声.png": _noise,
    "自称百亿像素.png": lambda: png(100_000, 100_000, b"\0" * 1000),
}
