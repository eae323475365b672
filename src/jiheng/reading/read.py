"""Files and folders → forms and problems: every file by what it is, none stopping the others."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from jiheng.data_error import fault
from jiheng.expression import expression
from jiheng.form import Form, Problem, from_json, source_of
from jiheng.reading.files.decode import Lines
from jiheng.reading.files.own_report import is_own_report
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import OLE, UOF, FileKind, is_packed, kind, sound
from jiheng.reading.form.completeness import doubt_missing, left_out, nothing, results_only
from jiheng.reading.form.recognise import Recogniser, placed
from jiheng.reading.formats import by_kind
from jiheng.reading.tables.table import Cell, Table
from jiheng.system_error import reason

MAX_FILE = 1 << 30
"""Bytes of a file that is not plain text; text is read line by line and may be of any size."""

_HEAD = 1 << 16
_ROWS = 2000
_TOLD_BY = 50
"""Lines by which it is told what parts the cells of a row."""
_MOST_SEEN = 200
"""Texts of a file without any form by which it is told what it is."""
_MOST_MAILS = 3
"""Mails attached to mails are opened this deep."""
_FEWEST_LINES, _FEWEST_COMMAS = 5, 4
_SEPARATOR = expression(r"\ufeff?sep=(.)\s*$", re.IGNORECASE)
_NO_COLUMNS = (
    "页上的表没有竖线，各栏的字又折了行，分不出栏，没有读出自评表",
    "请交 Word、Excel 原件，或给表加上全部框线后再导出。",
)
_MERGES_LOST = "UOF 文件由 LibreOffice 转换，合并的单元格可能拆散，类别和目标请对照原件，最好另存为 docx、xlsx 再交"
REFUSED = {
    FileKind.EMPTY: ("是空文件", "请核对是否选对了文件，或重新导出。"),
    FileKind.LOCKED: ("文件设了打开密码，或保护时加了密", "请用 Word/WPS 打开，去掉密码、取消保护后另存再试。"),
    FileKind.OUTLOOK: (
        "是 Outlook 自己的邮件格式（msg、winmail.dat），打不开",
        "请在 Outlook 里把附件另存出来，或把邮件另存为 eml 再试。",
    ),
    FileKind.SLIDES: ("是 PowerPoint 演示文稿，打不开", "请把里面的表复制到 Word、Excel，或另存为 PDF 再试。"),
    FileKind.APPLE: (
        "是苹果电脑自己的格式（Pages、Numbers、Keynote、Safari 网页归档），打不开",
        "请在原来的程序里导出为 Word、Excel 或 PDF 再试。",
    ),
    FileKind.PRINTED: (
        "是 XPS、PostScript、DjVu、CAJ 或 CHM 文件，打不开",
        "请交 Word、Excel 原件，或用原来的程序打印成 PDF 再试。",
    ),
    FileKind.DRAWN: (
        "是 HEIC、AVIF、JPEG 2000、SVG 一类的图片，打不开",
        "请另存为 jpg 或 png 再试（苹果手机可在“设置－相机－格式”里选“兼容性最佳”）。",
    ),
    FileKind.LISTED: (
        "是 SYLK（slk）、DIF、dBase（dbf）或 Access 的数据文件，打不开",
        "请用 Excel、WPS 打开（Access 请导出），另存为 xlsx 再试。",
    ),
    FileKind.FOREIGN_ARCHIVE: ("是 rar 或 7z 压缩包，打不开", "请解压后直接交文件夹，或改用 zip 压缩。"),
}
_NO_DOCUMENTS = {".toml", ".yaml", ".yml", ".ini", ".db", ".log", ".lnk", ".tmp", ".exe", ".dll", ".py", ".url"}
"""Endings of files that lie in folders beside the documents and are passed over."""
COPY = expression(r"\.(?:批注|改正|旧)\d*\.[a-z]+$")
"""Names of the copies that lie beside the originals: what `annotate` and `fix` write, and what was not written over; a
folder is read without them."""
_OWN_REPORT = ("是绩衡写出的报告，不是自评表，没有读", "不用管它；报告另放一个文件夹，就不会每次都提到。")
_RESULT = re.compile(rb'\s*\{\s*"(?:forms|rollup|groups|report)"')
_RECORDS = re.compile(rb"\s*(?:\[\s*(?:\{|\])|\{\s*\")")


def read_paths(paths: Iterable[Path], *, every: bool = False) -> Iterator[Form | Problem]:
    """The forms and problems of files and folders; folders recursively, in the order in which a person would sort.

    `every`: forms that only set or watch goals (绩效目标表, 监控表) come as records too; else they are problems
    that say what they are.
    """
    for path in paths:
        if path.is_dir():
            found = list(members(path))
            if not found:
                yield empty(path)
            for member in found:
                yield from read_path(member, member.relative_to(path).as_posix(), every=every)
        else:
            yield from read_path(path, every=every)


def read_path(path: Path, name: str | None = None, *, every: bool = False) -> Iterator[Form | Problem]:
    """The forms of a file in reading order, then its problems. `name` is what records call the file."""
    found = _path(path, name or path.name)
    return found if every else results_only(found)


def _path(path: Path, name: str) -> Iterator[Form | Problem]:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            if not is_packed(head) and kind(head, name) in (FileKind.TEXT, FileKind.CSV) and not _RECORDS.match(head):
                yield from _guarded(_text(stream, name), name)
                return
            if stream.seek(0, io.SEEK_END) > MAX_FILE:
                yield Problem(name, f"文件超过 {MAX_FILE >> 20} MB，没有读取", "请拆成几个文件再试。")
                return
            stream.seek(0)
            data = stream.read()
    except FileNotFoundError:
        yield Problem(name, "文件不存在", f"请核对路径：{path}")
        return
    except OSError as error:
        yield Problem(name, f"文件打不开（{reason(error)}）", "请核对路径和读取权限，或关闭正在使用它的程序再试。")
        return
    yield from read_bytes(data, name, every=True)


def read_bytes(data: bytes, name: str, *, every: bool = False) -> Iterator[Form | Problem]:
    """The forms of a file's bytes, then its problems."""
    found = _guarded(_bytes(data, name, 0), name)
    return found if every else results_only(found)


def read_text(content: str, name: str, *, every: bool = False) -> Iterator[Form | Problem]:
    """The forms of a text, then its problems."""
    found = _guarded(_content(content, name), name)
    return found if every else results_only(found)


def _content(content: str, name: str) -> Iterator[Form | Problem]:
    lines = (line.rstrip("\n") for line in io.StringIO(content, newline=None))
    seen: list[str] = []
    yield from _collect(_text_tables(_sampled(enumerate(lines, 1), seen), name), name, seen)


def _guarded(found: Iterator[Form | Problem], name: str) -> Iterator[Form | Problem]:
    """What was found, and whatever goes wrong on the way as a problem of this file."""
    try:
        yield from found
    except Unreadable as error:
        yield Problem(name, error.message, error.advice)
    except (MemoryError, RecursionError):
        yield Problem(name, "文件太大或结构太深，读不下去", "请拆成几个文件，或另存为 docx、xlsx 再试。")
    except Exception as error:  # a defect of a reader must not stop the other files
        yield Problem(
            name,
            f"读取时程序出错（{type(error).__name__}：{error}）",
            "这是绩衡的缺陷，请把这个文件和这条消息告诉我们；其他文件不受影响。",
        )


def _bytes(data: bytes, name: str, depth: int) -> Iterator[Form | Problem]:
    data = sound(data)
    what = kind(data, name)
    if what in REFUSED:
        raise Unreadable(*REFUSED[what])
    if is_own_report(data, what):
        raise Unreadable(*_OWN_REPORT)
    if what is FileKind.OFFICE:
        from jiheng.reading.files.package import refuse_declaration
        from jiheng.reading.formats import office

        if not data.startswith(OLE):
            refuse_declaration(data, "文件")
        note = _MERGES_LOST if UOF in data[:_HEAD] else ""
        made, ending = office.convert(data, name)
        yield from _collect(_with_note(_converted(data, made, ending, name), note), name)
        return
    if what is FileKind.ARCHIVE or what is FileKind.PACKED:
        yield from _archive(data, name, depth, is_zip=what is FileKind.ARCHIVE)
    elif what is FileKind.MAIL:
        yield from _mail(data, name, depth)
    elif what is FileKind.JSON or _RECORDS.match(data):
        yield from _records(data, name)
    elif what in by_kind.READERS:
        yield from _collect(by_kind.tables(what, data, name), name)
    else:
        yield from _text(io.BytesIO(data), name)


def _converted(source: bytes, made: bytes, ending: str, name: str) -> Iterator[Table]:
    """The tables of what LibreOffice made of a document, formulas that it was the first to work out doubted."""
    from jiheng.reading.formats import formulas_in_xml, xlsx

    if ending == "xlsx" and formulas_in_xml.has_uncomputed(source):
        return xlsx.worked_out_tables(made, name)
    return by_kind.tables(FileKind(ending), made, name)


def _archive(data: bytes, name: str, depth: int, is_zip: bool) -> Iterator[Form | Problem]:
    from jiheng.reading.files import archive

    if depth >= archive.MAX_DEPTH:
        raise Unreadable(f"压缩包套了 {depth} 层以上，没有读取", "请解压后直接交文件夹。")
    member = None
    for member in archive.members(data, name) if is_zip else archive.unpacked(data, name):
        if isinstance(member, Problem):
            yield member
        else:
            path, content = member
            inner = f"{name}/{path}"
            yield from _guarded(_bytes(content, inner, depth + 1), inner)
    if member is None:
        yield Problem(name, "压缩包里没有文件", "请核对是否选对了文件，或重新打包。")


def _mail(data: bytes, name: str, depth: int) -> Iterator[Form | Problem]:
    """The forms attached to a mail; its own text where nothing that is attached holds one."""
    from jiheng.reading.files import mail

    problems: list[Form | Problem] = []
    has_forms = False
    for path, content in mail.members(data):
        inner = f"{name}/{path}"
        found = list(_guarded(_bytes(content, inner, depth + 1), inner)) if depth < _MOST_MAILS else []
        has_forms |= any(isinstance(item, Form) for item in found)
        if path.startswith("正文") and not any(isinstance(item, Form) for item in found):
            continue
        problems += [item for item in found if isinstance(item, Problem)]
        yield from (item for item in found if isinstance(item, Form))
    yield from problems
    if not has_forms and not problems:
        yield Problem(name, "邮件里没有找到项目支出绩效自评表", "请把附件里的表另存出来，直接交表。")


def _records(data: bytes, name: str) -> Iterator[Form | Problem]:
    try:
        forms = from_json(data)
    except msgspec.ValidationError as error:
        if _RESULT.match(data):
            raise Unreadable(*_OWN_REPORT) from error
        raise Unreadable(
            f"记录文件不合格式：{fault(error)}", "请用 jiheng extract 重新生成，或按提示的位置改正。"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"不是完整的 JSON（{fault(error)}）", "请用 jiheng extract 重新生成记录文件。") from error
    if forms and all(form == type(form)(kind=form.kind, source=form.source) for form in forms):
        raise Unreadable("JSON 里没有自评表的记录", "只读 jiheng extract 写的记录；别的系统的数据请导出为 Excel 再试。")
    for number, form in enumerate(forms, 1):
        form.source = form.source or source_of(name, number)
        yield form
    if not forms:
        yield Problem(name, "记录文件里没有一条记录", "请核对是否选对了文件。")


def _text(stream: BinaryIO, name: str) -> Iterator[Form | Problem]:
    stream.seek(0)
    lines = Lines(stream)
    seen: list[str] = []
    if _is_comma_separated(stream, lines.encoding, name):
        yield from _collect(_comma_tables(lines), name)
    else:
        yield from _collect(_text_tables(_sampled(lines, seen), name), name, seen)
    if lines.broken:
        yield Problem(
            name,
            f"按 {lines.encoding} 读取，第 {_numbers(lines.broken)} 行有认不出的字节，以 � 代替",
            "请核对这些行，或用原来的软件另存为 UTF-8 再试。",
        )
    if lines.too_long:
        yield Problem(
            name, f"第 {_numbers(lines.too_long)} 行过长，超出部分没有读取", "请核对文件是否损坏，或重新导出。"
        )


def _is_comma_separated(stream: BinaryIO, encoding: str, name: str) -> bool:
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    plain = head.replace(b"\x00", b"")
    if _SEPARATOR.match(head[:_HEAD].decode(encoding, "replace").partition("\n")[0]):
        return True
    if plain.count(b'"\t"') * 2 > plain.count(b"\t"):  # every cell quoted
        return True
    if kind(head, name) is FileKind.CSV:
        return max(plain.count(b","), plain.count(b";"), plain.count(b"|")) > plain.count(b"\t")
    return b"\t" not in plain and _is_listed(head.decode(encoding, "replace"))


def _is_listed(head: str) -> bool:
    """Whether plain text is a table parted by commas, semicolons or bare bars: as many in most of its first lines."""
    lines = [line for line in head.splitlines()[:_TOLD_BY] if line.strip()]
    signs = ",;|" if "| " not in head and " |" not in head and not head.lstrip().startswith("|") else ",;"
    counts = [found for sign in signs for found in Counter(line.count(sign) for line in lines).most_common(2)]
    return len(lines) > _FEWEST_LINES and any(n >= _FEWEST_COMMAS and 2 * k > len(lines) for n, k in counts)


def _text_tables(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Table]:
    """The tables of numbered lines of text, whose readers are loaded when first needed."""
    from jiheng.reading.formats import text

    return text.tables(lines, name)


def _comma_tables(lines: Lines) -> Iterator[Table]:
    """Comma-separated rows, some thousand a table; the recogniser goes on from one to the next."""
    import csv  # not needed by other formats

    from jiheng.reading.formats.text import as_typed

    table = Table(aligned=True)
    numbered = iter(lines)
    first = list(islice(numbered, _TOLD_BY))
    separator, skipped = _separator([line for _, line in first])
    try:
        rows = csv.reader((line + "\n" for _, line in chain(first[skipped:], numbered)), delimiter=separator)
        for number, row in enumerate(rows, skipped):
            table.rows.append(
                [
                    Cell(as_typed(cell) if "=" in cell or "'" in cell else cell, number, column)
                    for column, cell in enumerate(row)
                ]
            )
            if len(table.rows) >= _ROWS:
                yield table
                table = Table(aligned=True)
    except csv.Error as error:
        raise Unreadable(f"逗号分隔的文件读不下去（{error}）", "请用 Excel/WPS 打开，另存为 xlsx 再试。") from error
    yield table


def _separator(first: list[str]) -> tuple[str, int]:
    """What parts the cells, and how many lines only say so (sep=;)."""
    if first and (said := _SEPARATOR.match(first[0])):
        return said[1], 1
    text = "\n".join(first)
    return max((",", ";", "|", "\t"), key=text.count), 0


def _numbers(numbers: list[int]) -> str:
    return "、".join(map(str, numbers)) + (" 等" if len(numbers) >= 5 else "")


def _sampled(lines: Iterable[tuple[int, str]], seen: list[str]) -> Iterator[tuple[int, str]]:
    """The lines as they come, the first of them put down."""
    numbered = iter(lines)
    for line in islice(numbered, _MOST_SEEN):
        seen.append(line[1])
        yield line
    yield from numbered


def _collect(tables: Iterable[Table], name: str, seen: list[str] | None = None) -> Iterator[Form | Problem]:
    """The forms of tables in order, then what is wrong with them; text without tables is read as text.

    `seen` are the first lines of a text, which tell what it is where it holds no form.

    Raises Unreadable, after all that could be read, for the rest that could not.
    """
    recogniser = Recogniser()
    notes: list[str] = []
    seen = [] if seen is None else seen
    tables = _noted(tables, notes, seen)
    problems: list[Problem] = []
    count = 0
    loose: list[str] = []
    trouble: Unreadable | None = None
    try:
        for form in _stream(recogniser, tables, loose):
            count += 1
            yield _finished(form, name, count, problems)
    except Unreadable as error:
        trouble = error
    if not count and loose and trouble is None:
        again = Recogniser()
        for form in _stream(again, _text_tables(enumerate(loose, 1), name), None):
            count += 1
            yield _finished(form, name, count, problems)
    yield from problems
    yield from (left_out(name, title) for title in recogniser.left_out)
    if trouble is not None:
        raise trouble
    if not count and not recogniser.left_out:
        from jiheng.reading.tables import open_rows  # known to pages only

        yield Problem(name, *_NO_COLUMNS) if open_rows.NOTE in notes else nothing(name, recogniser.lists, seen)


def _with_note(tables: Iterable[Table], note: str) -> Iterator[Table]:
    """The tables as they come, each with a word on all of it, if there is one."""
    for table in tables:
        if note and table.rows:
            table.note(0, note)
        yield table


def _noted(tables: Iterable[Table], notes: list[str], seen: list[str]) -> Iterator[Table]:
    """The tables as they come, what is said of their rows put down, and the first texts in and above them."""
    for table in tables:
        notes += [note for said in table.notes.values() for note in said]
        if len(seen) < _MOST_SEEN:
            texts = (cell.text for row in table.rows for cell in row)
            seen += islice(chain(table.before, texts), _MOST_SEEN - len(seen))
        yield table


def _stream(recogniser: Recogniser, tables: Iterable[Table], loose: list[str] | None) -> Iterator[Form]:
    try:
        for table in tables:
            if loose is not None and not table.rows:
                loose.extend(table.before)
            yield from recogniser.feed(table)
    except Unreadable:
        yield from recogniser.close()  # the form that is open was read, whatever comes behind it was not
        raise
    yield from recogniser.close()


def _finished(form: Form, name: str, number: int, problems: list[Problem]) -> Form:
    form.source = source_of(name, number)
    placed(form, name)
    problem = doubt_missing(form, name, number)
    if problem is not None:
        problems.append(problem)
    return form


def members(folder: Path) -> Iterator[Path]:
    """The documents below a folder, without hidden ones, temporary ones and copies; 2.docx stands before 10.docx."""
    entries = sorted(folder.iterdir(), key=lambda path: [natural(path.name), path.name])
    for path in entries:
        if path.name.startswith((".", "~$", "__MACOSX")) or path.suffix.lower() in _NO_DOCUMENTS:
            continue
        if COPY.search(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from members(path)
        elif path.is_file():
            yield path


def empty(folder: Path) -> Problem:
    """What is said of a folder without documents: that only copies lie in it, or nothing."""
    if any(COPY.search(path.name) for path in folder.rglob("*")):
        return Problem(str(folder), "文件夹里只有批注、改正的副本，没有读", "要审核改正后的表，请直接写出文件名。")
    return Problem(str(folder), "文件夹里没有文件", "请核对文件夹的位置。")


def natural(name: str) -> list[tuple[int, int | str]]:
    """A key by which figures in names sort by size."""
    pieces = re.split(r"([0-9]{1,18})", name)
    return [(0, int(piece)) if piece.isdecimal() else (1, piece) for piece in pieces if piece]
