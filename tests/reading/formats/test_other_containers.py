"""Mails, flat packages and separated text as systems export them."""

import base64
import gzip
import io
import re
import tarfile
import zipfile
from email.message import EmailMessage

import pytest

from jiheng.form import Form, Problem
from jiheng.reading import read_bytes
from jiheng.reading.files import archive
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import flat_opc

from ..test_layouts import HEAD, ROWS, TOTAL, TREE
from . import word

TEXT = HEAD + TREE + ROWS + TOTAL
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PKG = "http://schemas.microsoft.com/office/2006/xmlPackage"


def projects(data: bytes, name: str) -> list[str | None]:
    return [found.project for found in read_bytes(data, name) if isinstance(found, Form)]


def test_forms_attached_to_a_mail() -> None:
    (plain,) = projects(TEXT.encode(), "甲.txt")
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "自评表", "a@example.com"
    mail.set_content("请查收。")
    mail.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="甲.txt")
    data = mail.as_bytes()
    assert kind(data) is FileKind.MAIL
    found = list(read_bytes(data, "信.eml"))
    assert [one.source for one in found if isinstance(one, Form)] == ["信.eml/甲.txt#1"]
    assert projects(data, "信.eml") == [plain] and not any(isinstance(one, Problem) for one in found)


def test_a_mail_without_a_form_says_so() -> None:
    mail = EmailMessage()
    mail["Subject"] = "通知"
    mail.set_content("请各单位报送。")
    (problem,) = read_bytes(mail.as_bytes(), "信.eml")
    assert isinstance(problem, Problem) and "邮件里没有找到" in problem.message


def test_mails_in_mails_come_to_an_end() -> None:
    mail = EmailMessage()
    mail["Subject"] = "里"
    mail.set_content("无")
    for _ in range(8):
        outer = EmailMessage()
        outer["Subject"] = "外"
        outer.add_attachment(mail.as_bytes(), maintype="application", subtype="octet-stream", filename="里.eml")
        mail = outer
    assert all(isinstance(one, Problem) for one in read_bytes(mail.as_bytes(), "信.eml"))


def flat(data: bytes) -> bytes:
    """A zipped package written as one XML file."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                text = re.sub(r"^<\?xml[^>]*\?>", "", content.decode())
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{text}</pkg:xmlData></pkg:part>')
            else:
                text = base64.b64encode(content).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{text}</pkg:binaryData></pkg:part>')
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{PKG}">{"".join(parts)}</pkg:package>'.encode()


def test_flat_opc() -> None:
    body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目名称</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = flat(word.package(body))
    assert kind(data, "甲.doc") is FileKind.FLAT_OPC
    (table,) = flat_opc.tables(data, "甲.doc")
    assert [cell.text for cell in table.rows[0]] == ["项目名称"]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<pkg:part pkg:name="/word/document.xml"/>',
        '<pkg:part pkg:name="a"><pkg:binaryData>%</pkg:binaryData></pkg:part>',
    ],
)
def test_a_broken_flat_package_ends_in_a_word(inside: str) -> None:
    data = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{PKG}">{inside}</pkg:package>'.encode()
    with pytest.raises(Unreadable):
        list(flat_opc.tables(data, "甲.doc"))


def test_a_flat_package_with_a_declaration_is_not_read() -> None:
    data = f'<!DOCTYPE x [<!ENTITY a "a">]><pkg:package xmlns:pkg="{PKG}">&a;</pkg:package>'.encode()
    with pytest.raises(Unreadable, match="文档类型声明"):
        list(flat_opc.tables(data, "甲.doc"))


@pytest.mark.parametrize(
    ("separator", "said"), [(",", ""), (";", ""), (";", "sep=;\n"), (",", "sep=,\n"), ("^", "sep=^\n")]
)
def test_separated_text(separator: str, said: str) -> None:
    rows = [line.split("\t") for line in TEXT.splitlines()]
    lines = (separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)
    data = (said + "\n".join(lines)).encode()
    assert projects(data, "甲.csv") == projects(TEXT.encode(), "甲.txt")


def test_a_text_written_as_a_formula_is_the_text() -> None:
    rows = [line.split("\t") for line in TEXT.splitlines()]
    plain = "\n".join(",".join(row) for row in rows).encode()
    formulas = "\n".join(",".join(f'"=""{cell}"""' if cell else "" for cell in row) for row in rows).encode()
    (one,), (other,) = ([f for f in read_bytes(d, "甲.csv") if isinstance(f, Form)] for d in (plain, formulas))
    assert one == other


@pytest.mark.parametrize("written", ['"=""{}"""', '="{}"'])
def test_a_figure_written_as_a_formula_between_tabs_is_the_figure(written: str) -> None:
    rows = [line.split("\t") for line in TEXT.splitlines()]
    formulas = "\n".join("\t".join(written.format(c) if c[:1].isdigit() else c for c in row) for row in rows)
    (one,), (other,) = ([f for f in read_bytes(d.encode(), "甲.xls") if isinstance(f, Form)] for d in (TEXT, formulas))
    assert one == other and other.funds[0].budget == "10"


def with_picture(top: EmailMessage, attached: bytes) -> bytes:
    """A mail whose page shows a picture, with a file attached."""
    top["From"], top["To"], top["Subject"] = "a@example.com", "b@example.com", "自评表"
    top.set_content("<p>见附件<img src='cid:i'>", subtype="html")
    top.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<i>")
    top.add_attachment(attached, maintype="application", subtype="octet-stream", filename="甲.txt")
    return top.as_bytes()


def test_mails_of_every_make() -> None:
    (plain,) = projects(TEXT.encode(), "甲.txt")
    data = with_picture(EmailMessage(), TEXT.encode())
    unnamed = data.replace(b"octet-stream", b"pdf").replace(b'; filename="=?utf-8?b?55SyLnR4dA==?="', b"")
    received = b"Received: from a by b\r\n\tid 1\r\n" * 300
    for made in (data, b"\xef\xbb\xbf" + data, b"From a@example.com Mon Nov 30\n" + data, received + data, unnamed):
        assert kind(made) is FileKind.MAIL
        assert projects(made, "信.eml") == [plain]


@pytest.mark.parametrize(
    "data",
    [b"\x78\x9f\x3e\x22" + bytes(40), OLE + "__properties_version1.0".encode("utf-16-le")],
    ids=["winmail.dat", "msg"],
)
def test_mails_of_outlook_are_named(data: bytes) -> None:
    (problem,) = read_bytes(data, "winmail.dat")
    assert isinstance(problem, Problem) and "Outlook" in problem.message and "eml" in problem.advice


def packed(kind: str, data: bytes) -> bytes:
    """A tar archive with one file, packed as `kind` says."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{kind}") as archive:
        entry = tarfile.TarInfo("甲/表.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["", "gz", "bz2", "xz"])
def test_tar_archives_are_opened(kind: str) -> None:
    plain = projects(TEXT.encode(), "甲.txt")
    data = packed(kind, TEXT.encode())
    assert projects(data, "包.tar") == plain
    assert projects(data[: len(data) // 2 if kind else 700], "包.tar") == []


def test_one_packed_file_is_opened() -> None:
    assert projects(gzip.compress(TEXT.encode()), "甲.txt.gz") == projects(TEXT.encode(), "甲.txt")


@pytest.mark.parametrize("method", [9, 93])
def test_a_file_packed_in_a_way_of_its_own_is_not_called_damaged(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("甲.txt", TEXT)
    packed = bytearray(out.getvalue())
    for place in (8, packed.rindex(b"PK\x01\x02") + 10):
        packed[place : place + 2] = method.to_bytes(2, "little")
    (problem,) = read_bytes(bytes(packed), "包.zip")
    assert isinstance(problem, Problem) and "压缩方式" in problem.message and "损坏" not in problem.message


def test_archives_of_other_kinds_are_named() -> None:
    for data in (b"Rar!\x1a\x07\x01\x00" + bytes(40), b"7z\xbc\xaf\x27\x1c" + bytes(40)):
        (problem,) = read_bytes(data, "包")
        assert isinstance(problem, Problem) and "rar 或 7z" in problem.message and "zip" in problem.advice


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["Index/Document.iwa", "preview.jpg"], "Pages"),
        (["[Content_Types].xml", "ppt/presentation.xml", "ppt/slides/slide1.xml"], "PowerPoint"),
        (["[Content_Types].xml", "FixedDocSeq.fdseq", "Documents/1/Pages/1.fpage"], "XPS"),
    ],
)
def test_packages_that_are_no_archives_are_named_once(parts: list[str], said: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in parts:
            made.writestr(part, b"<a/>")
    (problem,) = read_bytes(out.getvalue(), "甲")
    assert isinstance(problem, Problem) and said in problem.message and "PDF" in problem.advice


_BEGUN = {
    "Safari": b"bplist00\xd1_WebMainResource",
    "Power": OLE + "PowerPoint Document".encode("utf-16-le"),
    "PostScript": b"%!PS-Adobe-3.0\n",
    "DjVu": b"AT&TFORM\x00\x00\x01\x00DJVU",
    "HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "SVG": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "图片": b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(40),
    "slk": 'ID;PWXL;N;E\r\nC;Y1;X1;K"自评表"\r\nE\r\n'.encode("gb18030"),
    "DIF": b'TABLE\r\n0,1\r\n"EXCEL"\r\n',
    "dbf": b"\x03\x7c\x05\x01\x02" + bytes(27) + b"NAME" + bytes(40),
    "Access": b"\x00\x01\x00\x00Standard Jet DB\x00",
}
"""How files of other programs begin."""


@pytest.mark.parametrize("said", _BEGUN)
def test_formats_of_other_programs_are_named(said: str) -> None:
    (problem,) = read_bytes(_BEGUN[said], "甲")
    assert isinstance(problem, Problem) and said in problem.message and "打不开" in problem.message
    assert "记事本" not in problem.advice


@pytest.mark.parametrize("text", ["ID;Project;Year\nA1;甲;2031\n", "TABLE 0,1\n甲\n", "1甲乙丙丁戊己庚辛\n"])
def test_plain_text_is_taken_for_no_other_format(text: str) -> None:
    assert {kind(text.encode(code), "甲.txt") for code in ("utf-8", "gb18030", "utf-16")} == {FileKind.TEXT}


def test_files_that_no_reader_knows_are_not_called_text() -> None:
    (problem,) = read_bytes(b"MZ" + bytes(range(256)) * 40, "甲.xlsx")
    assert isinstance(problem, Problem) and "不是能读的文件格式" in problem.message


COMMAS = TEXT.replace(",", "，").replace("\t", ",")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (COMMAS, "甲.csv"),
        ("\n".join(line + ";" * (8 - line.count(";")) for line in COMMAS.replace(",", ";").splitlines()), "甲.txt"),
        (re.sub(r"[^,\n]*", r'"\g<0>"', COMMAS).replace(",", "\t").replace('""', ""), "甲.tsv"),
        ("\n".join(line + "," * (8 - line.count(",")) for line in COMMAS.splitlines()), "甲.txt"),
        (COMMAS.replace(",", "|"), "甲.csv"),
        ("\n".join(line + "|" * (8 - line.count("|")) for line in COMMAS.replace(",", "|").splitlines()), "甲.txt"),
        ("sep=|\n" + COMMAS.replace(",", "|"), "甲.csv"),
        (re.sub(r"(?<=,)([0-9]+)(?=,)", r"'\1", COMMAS), "甲.csv"),
    ],
    ids=[
        "csv",
        "semicolons in txt",
        "all quoted",
        "commas in txt",
        "bars",
        "bars in txt",
        "bars said",
        "figures as text",
    ],
)
def test_tables_parted_by_signs(text: str, name: str) -> None:
    (form,) = (one for one in read_bytes(text.encode(), name) if isinstance(one, Form))
    (plain,) = (one for one in read_bytes(TEXT.encode(), "甲.txt") if isinstance(one, Form))
    assert (form.project, form.total_score) == (plain.project, plain.total_score)
    assert [row.score for row in form.indicators] == [row.score for row in plain.indicators]


def test_what_unpacks_to_too_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER", 1000)
    for data in (gzip.compress(b"x" * 5000), packed("gz", bytes(5000))):
        (problem,) = (one for one in read_bytes(data, "包.gz") if isinstance(one, Problem) and "炸弹" in one.message)
        assert problem.advice
