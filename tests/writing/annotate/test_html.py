"""Web pages: marks put in by position, every other byte as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.writing.office_files import Figures, page

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate

NAME = "甲.html"
ADDED = re.compile(
    rb' data-jiheng="\w+"|<details class="jiheng-remark".*?</details>'
    rb'|<style>\[data-jiheng\].*?</style><section class="jiheng-remark">.*?</section>',
    re.DOTALL,
)


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def annotated(data: bytes) -> bytes:
    out, ending = annotate(data, FileKind.HTML, NAME, audit(forms(data), ignore=("T18", "R08")))
    assert ending == ".html"
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_everything_else_stays_byte_for_byte(encoding: str) -> None:
    data = page(Figures(actual=""), encoding=encoding)
    out = annotated(data)
    assert out != data
    assert ADDED.sub(b"", out) == data
    assert forms(out) == forms(data)


def test_a_page_in_utf_16_keeps_its_encoding() -> None:
    data = page().decode().replace('<meta charset="utf-8">', "").encode("utf-16")
    out = annotated(data)
    assert out.startswith(data[:2])
    assert ADDED.sub(b"", out.decode("utf-16").encode()) == data.decode("utf-16").encode()


def test_notes_stand_in_their_cells_and_in_a_list() -> None:
    out = annotated(page()).decode()
    cell = next(td for td in out.split("<TD") if "100%" in td and "A01" in td and "section" not in td)
    assert cell.startswith(' data-jiheng="error"')
    assert "<details" in cell and "&#24212;&#20026;&#65306;75%" in cell, "应为：75%, whatever the encoding"
    end = out[out.index("<section") :]
    assert end.index("A01") < end.index("</section>") < end.index("</body>")
    assert "<script src" not in out and "http" not in out.replace(page().decode(), "")


def test_what_only_looks_like_a_cell_is_no_cell() -> None:
    data = page(before='<!-- <td>100%</td> --><textarea><td>x</textarea><p title="<td>">a</p><style>td{}</style>')
    assert ADDED.sub(b"", annotated(data)) == data


def test_annotating_again_adds_and_numbers_on() -> None:
    once = annotated(page())
    twice = annotated(once)
    assert forms(twice) == forms(page())
    numbers = re.findall(rb'id="jiheng-(\d+)"', twice)
    assert len(numbers) == len(set(numbers)) == 6


def test_a_web_archive_comes_back_as_its_page() -> None:
    inner = page()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    part = b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    data = head + part + inner.replace(b"\n", b"\r\n") + b"\r\n--b--\r\n"
    assert len(forms(data)) == 1
    assert b"A01" in annotated(data)


def test_markup_in_a_cell_is_shown_as_text() -> None:
    out = annotated(page(Figures(rate="<b>100%</b>")))
    assert b"<div><b>" not in out


@given(st.text(max_size=40))
def test_no_project_name_breaks_a_page(name: str) -> None:
    data = page(Figures(project=name.encode("utf-8", "ignore").decode(), unit=""))
    assert ADDED.sub(b"", annotated(data)) == data


def test_remarks_on_a_page_whose_table_is_made_of_boxes_stand_at_its_end() -> None:
    plain = page(Figures(actual=""))
    rows = {b"<table": b"<section role=table", b"</table": b"</section", b"<tr": b"<div role=row", b"</tr": b"</div"}
    cells = {b"<td": b"<div", b"</td": b"</div", b"<th": b"<div", b"</th": b"</div"}
    data = re.sub(rb"</?(?:table|tr|td|th)\b", lambda tag: (rows | cells)[tag[0]], plain)
    assert [form.project for form in forms(data)] == [form.project for form in forms(plain)]
    out = annotated(data)
    assert out.count(b"<li>") > 0 and ADDED.sub(b"", out) == data
