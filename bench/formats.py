"""Reading office files, beside the library that a user would otherwise script with, on the same files."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import seconds
from jiheng.form import Form, Problem
from jiheng.reading import read_bytes, read_paths
from jiheng.reading.scan import pages
from jiheng.writing.official import fill

HEAD = ("文件", "张", "张/秒", "对照", "对照张/秒", "页/秒", "对照页/秒", "目标")
TARGETS = {".docx": "100 张/秒", ".xlsx": "30 张/秒", ".pdf": "40 页/秒", "scan": "0.25 页/秒"}
RUNS = 3


def rows(examples: Path, corpus: Path) -> Iterator[tuple[str, ...]]:
    """A row a file: made from the examples, then the samples of the corpus where it is there."""
    forms = [found for found in read_paths([examples]) if isinstance(found, Form)]
    for ending in (".docx", ".xlsx", ".html", ".pdf"):
        yield row(f"样例{ending}", fill(forms, ending))
    for path in sorted((corpus / "samples").glob("*/official*.*")) if corpus.is_dir() else ():
        if path.suffix in OTHERS or path.suffix == ".doc":
            yield row(path.name, path.read_bytes())
    yield from scans(corpus, fill(forms[:1], ".pdf"))


def scans(corpus: Path, page: bytes) -> Iterator[tuple[str, ...]]:
    """The scan of the corpus, and a page of the examples as a picture; a word where the extra is not installed."""
    if not pages.installed():
        yield ("扫描件：没有装 jiheng[ocr]，没有测", *["—"] * (len(HEAD) - 1))
        return
    yield row("scan-样例.png", _picture(page), runs=1)
    if (corpus / "samples" / "scan.pdf").is_file():
        yield row("scan.pdf", (corpus / "samples" / "scan.pdf").read_bytes(), runs=1)


def _picture(data: bytes) -> bytes:
    """The first page of a PDF as a PNG of 200 dots to the inch."""
    import pypdfium2

    stream = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        document[0].render(scale=200 / 72).to_pil().save(stream, "PNG")
    return stream.getvalue()


def row(name: str, data: bytes, runs: int = RUNS) -> tuple[str, ...]:
    """Forms and pages a second, ours and the other's."""
    ending = Path(name).suffix
    scanned = name.startswith("scan")
    found = list(read_bytes(data, name))
    forms = sum(isinstance(one, Form) for one in found)
    if any(isinstance(one, Problem) for one in found):
        raise RuntimeError(f"{name}: {found[-1]}")
    ours = seconds(lambda: list(read_bytes(data, name)), runs)
    other, work = OTHERS.get(ending, ("—", None)) if not scanned else ("—", None)
    theirs = seconds(lambda: work(data), runs) if work is not None else None
    pages = _pages(data) if ending == ".pdf" else int(scanned)
    return (
        name,
        str(forms),
        _rate(forms, ours),
        other,
        _rate(forms, theirs),
        _rate(pages, ours) if pages else "—",
        _rate(pages, theirs) if pages else "—",
        TARGETS.get("scan" if scanned else ending, "—"),
    )


def _rate(count: int, taken: float | None) -> str:
    return f"{count / taken:.3g}" if taken else "—"


def _pages(data: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def _python_docx(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    return [cell.text for table in document.tables for line in table.rows for cell in line.cells]


def _openpyxl(data: bytes) -> list[object]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]


def _xlrd(data: bytes) -> list[object]:
    import xlrd

    with Path(os.devnull).open("w") as nowhere:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=nowhere)
    return [sheet.row_values(number) for sheet in book.sheets() for number in range(sheet.nrows)]


def _lxml(data: bytes) -> list[str]:
    from lxml import html

    return [td.text_content() for td in html.document_fromstring(data).iter("td", "th")]


def _pdfplumber(data: bytes) -> list[object]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


OTHERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    ".docx": ("python-docx", _python_docx),
    ".xlsx": ("openpyxl", _openpyxl),
    ".xls": ("xlrd", _xlrd),
    ".html": ("lxml", _lxml),
    ".pdf": ("pdfplumber", _pdfplumber),
}
