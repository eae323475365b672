"""The list of every masking, for the owner of the forms only: it holds what was masked."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from jiheng.whole_file import whole_file
from jiheng.writing.site.mask import Masking
from jiheng.writing.text import clean
from jiheng.writing.workbook.new import AS_TEXT

_TITLES = ("来源", "位置", "种类", "原文", "遮盖后")
_WARNING = "本清单含未遮盖的个人信息，仅供公开前内部核对，不得公开，用后销毁。"


def write_preview(maskings: Sequence[Masking], path: Path) -> None:
    """Write the list as .xlsx, .json or .md, by the ending of the path. Raises OSError."""
    with whole_file(path) as draft:
        PREVIEWS[path.suffix.lower()](maskings, draft)


def _rows(maskings: Sequence[Masking]) -> list[tuple[str, ...]]:
    return [
        tuple(map(clean, (masking.source, masking.place, masking.kind, masking.original, masking.masked)))
        for masking in maskings
    ]


def _json(maskings: Sequence[Masking], path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(maskings), indent=1) + b"\n")


def _markdown(maskings: Sequence[Masking], path: Path) -> None:
    lines = [f"# 遮盖清单（{len(maskings)} 处）", "", _WARNING, "", _line(_TITLES), "|---" * len(_TITLES) + "|"]
    lines += [_line(row) for row in _rows(maskings)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _line(row: Sequence[str]) -> str:
    cells = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("\n", " ") for cell in row)
    return f"| {' | '.join(cells)} |"


def _workbook(maskings: Sequence[Masking], path: Path) -> None:
    # Loaded only when asked for: the command must start fast.
    from xlsxwriter import Workbook

    from jiheng.writing.workbook.sheet import Column, TableSheet
    from jiheng.writing.workbook.style import Styles

    book = Workbook(str(path), AS_TEXT)
    columns = [Column(title, width) for title, width in zip(_TITLES, (30, 36, 12, 26, 26), strict=True)]
    sheet = TableSheet(book, Styles(book), "遮盖清单", [*columns, Column(_WARNING, 60)], frozen=1)
    for row in _rows(maskings):
        sheet.add([*row, ""])
    sheet.close()
    book.close()


PREVIEWS: dict[str, Callable[[Sequence[Masking], Path], None]] = {
    ".xlsx": _workbook,
    ".json": _json,
    ".md": _markdown,
}
"""Endings of the list, with what writes it."""
