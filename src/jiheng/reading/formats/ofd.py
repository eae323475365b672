"""OFD (GB/T 33190, 版式文档) → tables with merged cells and their origin, by the same page model as PDF."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.ofd_file import OfdDocument, OfdFile, OfdPage
from jiheng.reading.formats.ofd_page import Picture, read_page
from jiheng.reading.formats.ofd_picture import composed
from jiheng.reading.page_join import Stitcher
from jiheng.reading.scan.pages import Scans, are_untold, installed, pages_named
from jiheng.reading.tables.page import Page
from jiheng.reading.tables.sheet_pages import together
from jiheng.reading.tables.table import Table
from jiheng.reading.tables.turn import upright

if TYPE_CHECKING:
    from PIL.Image import Image

_COVERS = 0.5
"""Pictures that cover so much of a page without text are the page, whole or in strips."""
_FEW = 40
_UNTOLD = "第 {} 页的字体没有说明各个字是什么，文字取不出来，没有读取"
_PRINT = "请交 Word、Excel 原件；没有原件时，用 OFD 阅读器打开，打印成 PDF 再交。"
_SIGNED = "文件有 {} 个电子签名（签章），没有验证真伪"


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of every document in the file; a table goes on over the pages of one document.

    Raises Unreadable for a damaged or encrypted file, one without any text, and, after all tables that could be read,
    for pages that are pictures where the recogniser is not installed.
    """
    file = OfdFile(data)
    scans = Scans(sum(len(document.pages) for document in file.documents))
    untold: list[int] = []
    is_empty = True
    for document in file.documents:
        stitcher = Stitcher(name)
        for read in together(_read(file, document, scans, untold)):
            is_empty = is_empty and not read.glyphs
            yield from map(scans.settled, stitcher.add(read))
        if is_empty and not scans.left and not untold and document is file.documents[-1]:
            raise Unreadable("文件里没有任何文字", "请交 Word/Excel 原件。")
        yield from map(scans.settled, stitcher.finish())
    if untold:
        raise Unreadable(_UNTOLD.format(pages_named(untold)), _PRINT)
    scans.close()


def _read(file: OfdFile, document: OfdDocument, scans: Scans, untold: list[int]) -> Iterator[Page]:
    """The pages that can be read, as their file has them or as they look; the numbers of those of `untold` letters."""
    said = _SIGNED.format(file.signatures) if file.signatures else ""
    for page in document.pages:
        read, pictures = read_page(file, page)
        if are_untold(read):
            untold.append(page.number)
            continue
        seen = _seen(file, page, read, pictures, scans)
        if seen is not None:
            yield msgspec.structs.replace(seen, notes=[*seen.notes, said]) if said else seen


def signatures(data: bytes) -> int:
    """How many electronic signatures and seals a file carries. Raises Unreadable."""
    return OfdFile(data).signatures


def page_turn(file: OfdFile, page: OfdPage) -> int:
    """By how many quarters clockwise a page was turned to be read: to find a place on it again."""
    return upright(read_page(file, page)[0])[1]


def page_of(data: bytes, number: int) -> Page | None:
    """The page of a number, from 1, upright, as its file has it; None where there is none. Raises Unreadable."""
    file = OfdFile(data)
    page = file.page(number)
    return upright(read_page(file, page)[0])[0] if page is not None else None


def picture_of(data: bytes, number: int, scale: float) -> "Image | None":
    """The pictures of a page where they stand on it, at `scale` pixels a point; None where there is no such page.

    Needs jiheng[ocr]. Raises Unreadable.
    """
    file = OfdFile(data)
    page = file.page(number)
    if page is None:
        return None
    read, pictures = read_page(file, page)
    return composed(file, page, pictures, (read.width, read.height), scale)


def _seen(file: OfdFile, page: OfdPage, read: Page, pictures: list[Picture], scans: Scans) -> Page | None:
    """The page as its file has it, or as seen where it is a picture; None when it cannot be seen."""
    covered = min(sum(_area(picture, read) for picture in pictures), read.width * read.height)
    if covered < _COVERS * read.width * read.height or len(read.glyphs) > _FEW or len(read.rules) >= _FEW:
        return upright(read)[0]
    if not installed():
        scans.left.append(read.number)
        return None
    import numpy as np

    picture = composed(file, page, pictures, (read.width, read.height))
    return scans.look(np.asarray(picture), read.number, read.width)


def _area(picture: Picture, page: Page) -> float:
    left, top, right, bottom = picture.box
    return max(0.0, min(right, page.width) - max(left, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
