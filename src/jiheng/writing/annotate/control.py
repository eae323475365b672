"""A converted copy beside the file that it was made of: what a conversion changed or lost is said."""

from collections import Counter
from collections.abc import Iterable

from jiheng.expression import expression
from jiheng.form import Form, cells, describe
from jiheng.reading.files.package import open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import UOF, FileKind
from jiheng.reading.form.recognise import forms
from jiheng.reading.formats import by_kind, doc
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Table
from jiheng.writing.annotate import source_text

_SHOWN = 3
_HEAD = 1 << 16
_SPLIT = "UOF 里上下合并的单元格转换后会拆散，副本的版式和原文件不一样"
_PLACES_UNCHECKED = "副本的文字和原文件核对过，没有缺；各格的位置没有第二种读法可以核对，请把副本和原文件对照后再用"
_WORDS = expression(r"(?:word/[^/]+|xl/sharedStrings|xl/worksheets/[^/]+)\.xml$")
_UNCHECKED = "这种格式只有 LibreOffice 能读，转换是否完整没有别的办法核对，请把副本和原文件对照后再用"


def cautions(data: bytes, what: FileKind, copy: bytes, copied: FileKind, name: str) -> list[str]:
    """What the user must know of a copy. `data` is read without the program that converted it, as the control.

    Raises Unreadable where the forms in the copy are not those of the file: it must not be handed out.
    """
    try:
        before = _own_tables(data, what, name)
    except Unreadable:
        before = None
    if before is None:
        return [*_by_words(data, copy, copied), *([_SPLIT] if UOF in data[:_HEAD] else [])]
    after = list(by_kind.tables(copied, copy, name))
    wrong = _other_forms(before, after)
    if wrong:
        raise Unreadable(
            f"转换成 {copied.value} 后读出的表和原文件不一样（{'；'.join(wrong[:_SHOWN])}），没有写副本",
            f"请用 Word/WPS/Excel 把原文件另存为 {copied.value} 后再试。",
        )
    lost = _lost(before, after)
    return [_incomplete(lost, "格")] if lost else []


def _incomplete(lost: list[str], what: str) -> str:
    shown = "、".join(f"“{text[:20]}”" for text in lost[:_SHOWN])
    return f"转换后有 {len(lost)} {what}的文字和原文件不一样或不见了（{shown}），副本不完整，不能当原件用"


def _by_words(data: bytes, copy: bytes, copied: FileKind) -> list[str]:
    """What is to be said of a copy of which only the words can be compared; a workbook stores each of them once."""
    pieces = source_text.texts(data)
    if not pieces:
        return [_UNCHECKED]
    whole = _words(copy)
    wanted = Counter(filter(None, map(printed, pieces)))
    wanted = Counter(set(wanted)) if copied is FileKind.XLSX else wanted
    lost = [text for text, count in wanted.items() for _ in range(count - whole.count(text))]
    return [_incomplete(lost, "处")] if lost else [_PLACES_UNCHECKED]


def _words(copy: bytes) -> str:
    """All words of a docx or xlsx, without blanks."""
    package = open_package(copy)
    parts = [name for name in package.archive.NameToInfo if _WORDS.match(name)]
    return printed("\n".join("".join(map(str, package.xml(part).itertext())) for part in parts))


def _own_tables(data: bytes, what: FileKind, name: str) -> list[Table] | None:
    """The tables of the file by a reader of our own; None where there is none for its format."""
    if what in (FileKind.XLS, FileKind.WORD_2003):
        return list(by_kind.tables(what, data, name))
    return doc.own_tables(data, name) if what is FileKind.DOC else None


def _lost(before: Iterable[Table], after: Iterable[Table]) -> list[str]:
    """Texts of cells that the copy does not have. A number that Word counts by itself may stand before them."""
    here, there = _texts(before), _texts(after)
    rest = [text for text, count in (there - here).items() for _ in range(count)]
    lost = []
    for text, count in (here - there).items():
        for _ in range(count):
            found = next((place for place, other in enumerate(rest) if text in other), None)
            if found is None:
                lost.append(text)
            else:
                del rest[found]
    return lost


def _texts(tables: Iterable[Table]) -> Counter[str]:
    found = (printed(cell.text) for table in tables for row in table.rows for cell in row)
    return Counter(text for text in found if text)


def _other_forms(before: list[Table], after: list[Table]) -> list[str]:
    """Where the forms of the copy say something else than those of the file."""
    here, there = ([form for table in tables for form in forms(table)] for tables in (before, after))
    if len(here) != len(there):
        return [f"原文件 {len(here)} 张表，转换后 {len(there)} 张"]
    return [word for one, other in zip(here, there, strict=True) for word in _differences(one, other)]


def _differences(one: Form, other: Form) -> list[str]:
    copied = dict(cells(other))
    return [
        f"{describe(one, place)}原为“{text}”，转换后为“{copied.get(place, '')}”"
        for place, text in cells(one)
        if text and not copied.get(place, "").endswith(text)
    ]
