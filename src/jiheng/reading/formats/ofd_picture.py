"""The pictures of an OFD page put where they stand on it, as one picture of the page (needs jiheng[ocr])."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.ofd_file import ADVICE, OfdFile, OfdPage
from jiheng.reading.formats.ofd_page import Picture
from jiheng.reading.scan.pages import FINEST, INSTALL, MAX_PIXELS, on_white
from jiheng.reading.tables.page import Box

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PICTURES = 400
"""Pictures of one page: scanners cut a page into strips, some dozens at most."""
_SMALL = 0.05
"""A picture that covers less of a page is a logo or a stamp: where it cannot be opened the page is read without it."""


def composed(
    file: OfdFile, page: OfdPage, pictures: Sequence[Picture], size: tuple[float, float], scale: float | None = None
) -> "Image":
    """The page, `size` points wide and high, on white, at `scale` pixels a point: as fine as its finest picture where
    none is given; in grey where all of its pictures are.

    Raises Unreadable where a picture is missing, cannot be opened or is too large.
    """
    from PIL import Image

    if len(pictures) > MAX_PICTURES:
        raise Unreadable(f"第 {page.number} 页有 {len(pictures)} 张图片，没有识别", "请核实文件来源。")
    opened = list(_opened(file, page, pictures, size))
    if sum(image.width * image.height for _, image in opened) > MAX_PIXELS:
        raise Unreadable(f"第 {page.number} 页的图片太大，没有识别", INSTALL)
    if scale is None:
        finest = max((image.width / max(1.0, _width(picture)) for picture, image in opened), default=FINEST)
        scale = min(finest, FINEST, (MAX_PIXELS / max(1.0, size[0] * size[1])) ** 0.5)
    wide, high = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    paper: Image.Image | None = None
    for picture, image in opened:
        drawn = _drawn(image, page.number)
        if paper is None or (paper.mode == "L" and drawn.mode == "RGB"):
            paper = Image.new(drawn.mode, (wide, high), "white") if paper is None else paper.convert("RGB")
        left, top, right, bottom = (round(edge * scale) for edge in _cut(picture.box, size))
        if right > left and bottom > top:
            paper.paste(_turned(drawn, picture).resize((right - left, bottom - top)), (left, top))
    return paper or Image.new("L", (wide, high), "white")


def _width(picture: Picture) -> float:
    """How wide the picture is on the page, before it is turned."""
    left, top, right, bottom = picture.box
    return bottom - top if picture.quarters % 2 else right - left


def _cut(box: Box, size: tuple[float, float]) -> Box:
    """A box that reaches far beyond the page brought near: no picture is drawn larger than nine pages."""
    wide, high = size
    return max(box[0], -wide), max(box[1], -high), min(box[2], 2 * wide), min(box[3], 2 * high)


def _turned(image: "Image", picture: Picture) -> "Image":
    from PIL import Image

    turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    if picture.is_mirrored:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return image.transpose(turns[picture.quarters]) if picture.quarters else image


def _opened(
    file: OfdFile, page: OfdPage, pictures: Sequence[Picture], size: tuple[float, float]
) -> Iterator[tuple[Picture, "Image"]]:
    """Each picture that can be opened, not yet decoded."""
    from PIL import Image, UnidentifiedImageError

    for picture in pictures:
        part = page.document.media.get(picture.resource)
        left, top, right, bottom = picture.box
        is_small = (right - left) * (bottom - top) < _SMALL * size[0] * size[1]
        try:
            if part is None or not file.has(part):
                raise Unreadable(f"第 {page.number} 页的图片不在文件里", ADVICE)
            try:
                yield picture, Image.open(io.BytesIO(file.read(part)))
            except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
                raise _unopened(page.number) from error
        except Unreadable:
            if not is_small:
                raise


def _drawn(image: "Image", number: int) -> "Image":
    """The picture decoded, in grey or colour, on white. Raises Unreadable."""
    try:
        drawn: Image = on_white(image)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _unopened(number) from error
    return drawn


def _unopened(number: int) -> Unreadable:
    return Unreadable(f"第 {number} 页的图片打不开", "请导出为 PDF，或交 Word、Excel 原件。")
