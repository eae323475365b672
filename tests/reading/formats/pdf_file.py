"""A PDF file written out by hand: pages of text and lines, as odd as a test wants them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

FONT_SIZE = 9.0
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<<"
    "/Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    f"/DW 1000/W[1[{'500 ' * 95}]]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
    "/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120/ItalicAngle 0/CapHeight 880/StemV 80>>>>]>>"
)


@dataclass(frozen=True)
class Sheet:
    """The size of the pages in points and how they are put into the file."""

    width: float = 595.0
    height: float = 842.0
    rotated: bool = False
    """Drawn lying on its side, with /Rotate 90."""
    sideways: bool = False
    """Drawn lying on its side, without a word of it."""
    cut: int = 1
    """Printed on so many pages side by side."""
    wrapped: bool = False
    """Everything in a Form XObject of half the size, drawn at twice its size."""
    shifted: bool = False
    """The page is a part of a greater one (MediaBox, CropBox) whose origin is not 0."""


def text(x: float, top: float, words: str, height: float) -> str:
    """Drawing words with the top of their line at `top` points below the top of the page."""
    code = f"{words} ".encode("utf-16-be").hex()  # a lone glyph of a font that is not embedded is lost in pdfium
    return f"BT /F1 {FONT_SIZE} Tf {x:.2f} {height - top - FONT_SIZE * 0.88:.2f} Td <{code}> Tj ET\n"


def slanted(x: float, top: float, words: str, height: float) -> str:
    """Drawing words large and slanted, as a watermark."""
    code = f"{words} ".encode("utf-16-be").hex()
    return f"BT /F1 {4 * FONT_SIZE} Tf 0.7 0.7 -0.7 0.7 {x:.2f} {height - top:.2f} Tm 0.8 g <{code}> Tj ET 0 g\n"


def stroke(left: float, right: float, top: float, height: float) -> str:
    """Drawing a stroke through the line of text whose top is at `top`."""
    y = height - top - FONT_SIZE * 0.55
    return f"0.6 w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S\n"


def pdf(pages: Sequence[str], sheet: Sheet) -> bytes:
    """A file of those page contents."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", _FONT]
    kids = []
    for content in pages:
        if sheet.rotated or sheet.sideways:
            content = f"q 0 1 -1 0 {sheet.height} 0 cm\n{content}Q"
        if sheet.shifted:
            content = f"q 1 0 0 1 40 70 cm\n{content}Q"
        resources = "/Font<</F1 3 0 R>>"
        if sheet.wrapped:
            box = f"/BBox[0 0 {sheet.width} {sheet.height}]/Matrix[0.5 0 0 0.5 0 0]"
            objects.append(_stream(f"/Type/XObject/Subtype/Form{box}/Resources<<{resources}>>", content))
            resources, content = f"/XObject<</X1 {len(objects)} 0 R>>", "q 2 0 0 2 0 0 cm /X1 Do Q"
        objects.append(_stream("", content))
        drawn = len(objects)
        for piece in range(sheet.cut):
            boxes = _boxes(sheet, piece)
            objects.append(f"<</Type/Page/Parent 2 0 R{boxes}/Contents {drawn} 0 R/Resources<<{resources}>>>>")
            kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return written(objects)


def _boxes(sheet: Sheet, piece: int) -> str:
    wide, high = (sheet.height, sheet.width) if sheet.rotated or sheet.sideways else (sheet.width, sheet.height)
    turn = "/Rotate 90" if sheet.rotated else ""
    if sheet.shifted:
        return f"/MediaBox[0 0 {wide + 90} {high + 150}]/CropBox[40 70 {wide + 40} {high + 70}]{turn}"
    step = wide / sheet.cut
    return f"/MediaBox[{piece * step} 0 {(piece + 1) * step} {high}]{turn}"


def _stream(entries: str, content: str) -> str:
    data = zlib.compress(content.encode("latin-1"))
    return f"<<{entries}/Filter/FlateDecode/Length {len(data)}>>stream\n{data.decode('latin-1')}\nendstream"


def written(objects: Sequence[str], trailer: str = "") -> bytes:
    """The objects, numbered from 1, with a cross-reference table; the first is the catalogue."""
    parts = [b"%PDF-1.5\n"]
    places = []
    size = len(parts[0])
    for number, content in enumerate(objects, 1):
        places.append(size)
        parts.append(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
        size += len(parts[-1])
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    parts.append(f"{head}trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{size}\n%%EOF".encode())
    return b"".join(parts)
