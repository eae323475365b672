"""Doubtful cells with their pictures: a page to mend them by keyboard, and the mended texts merged back.

The page is one file that opens in any browser without a network; what is mended comes out as a small JSON file.
"""

import io
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from jiheng.data_error import fault
from jiheng.form import FORM, Form, Place, cell, describe, place_of, subject
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats.ofd import picture_of
from jiheng.trouble import Trouble
from jiheng.whole_file import whole_file
from jiheng.writing.html_report import asset, environment
from jiheng.writing.ofd_drawing import drawn

PAGE = "核对.html"
MENDED = "核对.json"
_SCALE = 2.5
"""Pixels to the point of a picture of a cell."""
_MARGIN = 8.0
"""Points around a cell that are shown."""
_PAGES = 4
"""Pages that are kept drawn."""

Contents = Callable[[str], bytes | None]
"""The bytes of a file by the name that records have for it; None where they are not to be had."""


class Mended(msgspec.Struct, frozen=True):
    """One cell that a person looked at: of which form, where, what was read, and what stands there."""

    source: str
    place: str
    was: str
    text: str


class _Doubtful(msgspec.Struct, frozen=True):
    """A cell on the page."""

    number: int
    source: str
    project: str
    place: str
    label: str
    text: str
    why: str
    picture: str


def write(forms: Iterable[Form], contents: Contents, folder: Path) -> int:
    """Write the page of every doubtful cell, and of what is doubtful as a whole, into a folder.

    Returns how many cells there are. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pictures, forms = _Pictures(contents), list(forms)
    rows = list(_rows(forms, pictures))
    templates = environment()
    page = templates.get_template("doubts.html").render(
        rows=rows,
        words=list(_words(forms)),
        mended=MENDED,
        css=asset(templates, "doubts.css"),
        js=asset(templates, "doubts.js"),
    )
    with whole_file(folder / PAGE) as aside:
        aside.write_text(page, encoding="utf-8")
    return len(rows)


def read(data: bytes) -> list[Mended]:
    """What was mended on the page. Raises Trouble for another file."""
    try:
        return msgspec.json.decode(data, type=list[Mended])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"不是核对页存下的文件（{fault(error)}）", f"请交在{PAGE}上按“保存”得到的 {MENDED}。") from error


def merge(form: Form, mended: Iterable[Mended]) -> list[str]:
    """Put mended texts into a form and take their doubts away; returns why some could not be (Chinese).

    A text goes only where the cell still says what it said on the page.
    """
    refused = []
    settled: set[str] = set()
    for change in mended:
        if change.source != form.source:
            continue
        place = place_of(change.place)
        if place is None or place.get(form) is None or place.get(form) != change.was:
            refused.append(f"{describe(form, change.place)}：记录里现在不是「{change.was}」，没有改成「{change.text}」")
            continue
        place.set(form, change.text)
        _keep_totals(form, place, change.text)
        settled.add(change.place)
    form.uncertain = [doubt for doubt in form.uncertain if doubt.place not in settled]
    return refused


def _keep_totals(form: Form, place: Place, text: str) -> None:
    """`total_weight` and `total_score` repeat the last row of the totals: both are mended together."""
    last = len(form.totals) - 1
    for field in ("weight", "score"):
        if place == Place.single(f"total_{field}") and last >= 0:
            setattr(form.totals[last], field, text)
        elif place == Place.total(last, field):
            setattr(form, f"total_{field}", text)


def _rows(forms: Iterable[Form], pictures: "_Pictures") -> Iterator[_Doubtful]:
    number = 0
    for form in forms:
        for place in dict.fromkeys(doubt.place for doubt in form.uncertain):
            text = cell(form, place)
            if text is None:
                continue
            number += 1
            why = "；".join(doubt.why for doubt in form.uncertain if doubt.place == place)
            picture = pictures.of(form, place)
            yield _Doubtful(number, form.source, subject(form), place, describe(form, place), text, why, picture)


def _words(forms: Iterable[Form]) -> Iterator[str]:
    """What is doubtful about forms and rows as a whole, a lost column for instance: no cell to be mended."""
    for form in forms:
        for doubt in form.uncertain:
            if cell(form, doubt.place) is None:
                where = "" if doubt.place == str(FORM) else f"，{describe(form, doubt.place)}"
                text = f"（{doubt.text}）" if doubt.text else ""
                yield f"{subject(form) or form.source}{where}：{doubt.why}{text}"


class _Pictures:
    """Cuts cells out of the pages of their files."""

    def __init__(self, contents: Contents) -> None:
        self._contents = lru_cache(maxsize=1)(contents)
        self._page = lru_cache(maxsize=_PAGES)(self._drawn)

    def of(self, form: Form, place: str) -> str:
        """The picture of a cell as a data URL; "" where the file has no pages to be shown."""
        origin = form.origins.get(place)
        if origin is None or origin.box is None or origin.page is None:
            return ""
        left, top, right, bottom = origin.box
        box = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        data = self._contents(origin.file)
        if data is not None and kind(data) is FileKind.OFD and (drawing := drawn(data, origin.page, box)):
            return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
        page = self._page(origin.file, origin.page)
        if page is None:
            return ""
        part = page.crop(tuple(round(edge * _SCALE) for edge in box))
        stream = io.BytesIO()
        part.convert("RGB").quantize(32).save(stream, "PNG", optimize=True)
        return f"data:image/png;base64,{b64encode(stream.getvalue()).decode()}"

    def _drawn(self, file: str, number: int) -> Any:
        """A page of a file as a picture; None where it cannot be drawn."""
        try:
            from PIL import Image, ImageOps
        except ImportError:  # comes with jiheng[ocr], without which no picture was read
            return None
        data = self._contents(file)
        if data is None:
            return None
        if data.startswith(b"%PDF"):
            import pypdfium2

            with pypdfium2.PdfDocument(data) as document:
                return document[number - 1].render(scale=_SCALE).to_pil()
        if kind(data) is FileKind.OFD:
            return picture_of(data, number, _SCALE)
        try:
            with Image.open(io.BytesIO(data)) as picture:
                picture.seek(number - 1)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        except (OSError, ValueError, EOFError):
            return None
        factor = _SCALE * 842 / max(upright.size)
        return upright.resize((round(upright.width * factor), round(upright.height * factor)))
