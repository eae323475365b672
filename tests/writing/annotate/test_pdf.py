"""PDF: highlights with notes over the cells, appended to the file's own bytes."""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from tests.writing.office_files import COLUMNS, Figures, grid, placed

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.formats.pdf_frame import shown
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate

NAME = "甲.pdf"


def printed(figures: Figures) -> bytes:
    """A PDF with the form."""
    cells = [
        f"table.cell(x: {item[0]}, y: {y}, colspan: {item[1][1]}, rowspan: {item[1][2]})[#text({quoted(item[1][0])})]"
        for y, row in enumerate(placed(grid(figures)))
        for item in row
        if item is not None
    ]
    source = f"""#set page(width: 800pt, height: 900pt)
#set text(size: 9pt, font: ("Noto Sans CJK SC", "Noto Serif CJK SC"))
#text("项目支出绩效自评表")\n\n#text("（2024年度）")\n
#table(columns: (1fr,) * {COLUMNS}, {", ".join(cells)})"""
    return typst.compile(source.encode())


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(Figures(actual=""))


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def annotated(data: bytes) -> bytes:
    out, ending = annotate(data, FileKind.PDF, NAME, audit(forms(data)))
    assert ending == ".pdf"
    return out


def notes(data: bytes) -> list[tuple[str, tuple[float, ...]]]:
    """The text and the rectangle of every annotation."""
    found = []
    document = pdfium.PdfDocument(data)
    for page in document:
        for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            note = raw.FPDFPage_GetAnnot(page.raw, number)
            buffer = ctypes.create_string_buffer(8000)
            wide = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
            size = raw.FPDFAnnot_GetStringValue(note, b"Contents", wide, 8000)
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(note, rect)
            text = buffer.raw[: size - 2].decode("utf-16-le")
            found.append((text, (rect.left, page.get_height() - rect.top, rect.right, page.get_height() - rect.bottom)))
            raw.FPDFPage_CloseAnnot(note)
    document.close()
    return found


def test_the_file_begins_with_its_own_bytes(pdf: bytes) -> None:
    assert annotated(pdf).startswith(pdf)


def test_each_note_lies_over_its_cell(pdf: bytes) -> None:
    form = forms(pdf)[0]
    said = notes(annotated(pdf))
    for code, place in (("A01", "funds[年度资金总额].rate"), ("E01", "indicators[0].actual")):
        rect = next(rect for text, rect in said if code in text)
        assert rect == pytest.approx(form.origins[place].box, abs=0.2)


def test_the_form_reads_as_before_and_notes_add_up(pdf: bytes) -> None:
    once = annotated(pdf)
    assert forms(once) == forms(pdf)
    assert len(notes(annotated(once))) == 2 * len(notes(once))


def test_findings_on_one_cell_share_one_note(pdf: bytes) -> None:
    boxes = [rect for _, rect in notes(annotated(pdf))]
    assert len(boxes) == len(set(boxes))


@given(st.sampled_from([0, 90, 180, 270]), st.floats(0, 200), st.floats(0, 200), st.floats(1, 90), st.floats(1, 90))
def test_boxes_go_back_to_where_they_came_from(turn: int, x: float, y: float, wide: float, high: float) -> None:
    document = pdfium.PdfDocument.new()
    page = document.new_page(400, 600)
    page.set_rotation(turn)
    frame = shown(page)
    left, bottom, right, top = frame.own((x, y, x + wide, y + high))
    corners = [frame.to_read()(left, bottom), frame.to_read()(right, top)]
    xs, ys = zip(*corners, strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx((x, y, x + wide, y + high))
    document.close()
