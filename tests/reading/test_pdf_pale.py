"""White text and pale watermarks of a PDF are not read; white text on a dark ground and pale text of usual size are."""

import ctypes
import io

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from jiheng.form import Form
from jiheng.reading import read_bytes
from jiheng.writing.official import fill
from jiheng.writing.official.layout import load_layout
from jiheng.writing.places.round_trip import sample

Colour = tuple[int, int, int, int]


def _text(document: pdfium.PdfDocument, words: str, size: float, colour: Colour, at: tuple[float, float]) -> object:
    item = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", size)
    encoded = (words + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(item, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_SetFillColor(item, *colour)
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, *at)
    return item


def _with(words: str, size: float, colour: Colour, ground: Colour | None = None) -> bytes:
    """A filled form with more text written over one of its cells, on a ground of another colour where that is given."""
    document = pdfium.PdfDocument(fill([sample(load_layout("mof-2020"))], ".pdf", load_layout("mof-2020")))
    page = document[0]
    text = page.get_textpage()
    left, bottom, _, _ = text.get_charbox(text.get_text_range().index("清淤长度"))
    text.close()
    at = (left, bottom)
    if ground is not None:
        area = raw.FPDFPageObj_CreateNewRect(at[0] - 1, at[1] - 12, 60, 11)
        raw.FPDFPageObj_SetFillColor(area, *ground)
        raw.FPDFPath_SetDrawMode(area, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFPage_InsertObject(page.raw, area)
        at = (at[0], at[1] - 10)
    raw.FPDFPage_InsertObject(page.raw, _text(document, words, size, colour, at))
    raw.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _all_text(data: bytes) -> str:
    (form,) = read_bytes(data, "a.pdf")
    assert isinstance(form, Form)
    return repr(form)


@pytest.mark.full
@pytest.mark.parametrize(
    ("size", "colour", "ground"),
    [
        (8, (255, 255, 255, 255), None),
        (8, (0, 0, 0, 0), None),
        (8, (252, 252, 252, 255), (255, 255, 255, 255)),
        (60, (215, 215, 215, 255), None),
        (60, (128, 128, 128, 90), None),
    ],
    ids=["white", "without colour", "nearly white on white", "pale watermark", "transparent watermark"],
)
def test_what_nobody_reads_is_left_out(size: float, colour: Colour, ground: Colour | None) -> None:
    data = _with("QXZ", size, colour, ground)
    assert "QXZ" in pdfium.PdfDocument(data)[0].get_textpage().get_text_range().replace("\r\n", "")
    assert not set("QXZ") & set(_all_text(data))


@pytest.mark.parametrize(
    ("colour", "ground"),
    [((255, 255, 255, 255), (30, 60, 120, 255)), ((205, 205, 205, 255), None), ((200, 0, 0, 255), None)],
    ids=["white on blue", "pale of usual size", "red"],
)
def test_what_is_seen_is_read(colour: Colour, ground: Colour | None) -> None:
    assert set("QXZ") <= set(_all_text(_with("QXZ", 8, colour, ground)))
