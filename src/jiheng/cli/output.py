"""Where output goes: a table to the screen, JSON where it is asked for, a file by its ending."""

import errno
import io
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from jiheng.cli import exit_codes
from jiheng.expression import expression
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import OriginalError, refuse_original, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    from jiheng.form import Problem

TABLE, LINE, JSON, JSONL, MARKDOWN = "table", "line", "json", "jsonl", "markdown"
FOLDER = "/"
"""What the name of an output folder ends with."""
_PIPE_WIDTH = 100
_NARROWEST = 20
"""Columns of a cell of running text, where there is room for as many."""
_READER_GONE = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
_ON_WINDOWS = os.name == "nt"
_NEEDS_QUOTES = expression(r"[\s\"\\$&|;<>()*?\[\]!`#~]")
_NEEDS_QUOTES_THERE = expression(r"[\s$&|;<>()\[\]!`#~^%,=@'{}]")
"""On Windows, whose command prompt knows double quotation marks alone; no file there has one in its name."""


def format_option(*choices: str) -> Any:
    """The option --format with its choices, the table first."""
    return typer.Option("--format", metavar="格式", help=f"{TABLE}（默认）、{'、'.join(choices[1:])}")


Format = Annotated[str | None, format_option(TABLE, JSON)]


def chosen(name: str | None, choices: Sequence[str]) -> str:
    """The format asked for, the table where none is."""
    if name is None:
        return TABLE
    if name not in choices:
        raise Trouble(f"没有“{name}”这种格式", f"可用：{'、'.join(choices)}。")
    return name


def emit(data: str | bytes) -> None:
    """Write to standard output and on to its reader; ends the program quietly when the reader has gone.

    Text is written as the console reads it, what programs read (bytes) in UTF-8.
    """
    try:
        sys.stdout.flush()
        text = data.encode(sys.stdout.encoding, "backslashreplace") if isinstance(data, str) else data
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno not in _READER_GONE:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(exit_codes.BROKEN_PIPE) from None


Part = str | tuple[str, str]
"""A piece of a line: a text, or a text and the style that it has on a terminal (bold red)."""


def emit_json(data: object) -> None:
    """The data as JSON, figures as numbers."""
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number")
    emit(msgspec.json.format(encoder.encode(data), indent=1) + b"\n")


def grid(*titles: str, first: str = "") -> "Table":
    """A table without lines, whose long texts fold; a column `first` before the others keeps its texts whole."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    if first:
        table.add_column(first, no_wrap=True)
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


class Prose:
    """Running Chinese text in a cell or on lines of its own, broken where the room ends and not at its few blanks."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text, self.style = text, style

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[Text]":
        from rich.text import Text

        from jiheng.cli.cjk_wrap import wrap

        for line in wrap(self.text, options.max_width):
            yield Text(line, self.style)

    def __rich_measure__(self, console: "Console", options: "ConsoleOptions") -> "Measurement":
        from rich.measure import Measurement

        from jiheng.cli.cell_width import cell_width

        return Measurement(min(_NARROWEST, options.max_width), cell_width(self.text)).with_maximum(options.max_width)


class Screen:
    """Lines and what rich draws, written out together at the end; rich is loaded where styles or tables need it."""

    def __init__(self, width: int, terminal: bool) -> None:
        self.width = width
        self._terminal = terminal
        self._buffer = io.StringIO()

    @cached_property
    def console(self) -> "Console":
        """For tables and the like."""
        from rich.console import Console

        return Console(
            file=self._buffer, force_terminal=self._terminal, width=self.width, highlight=False, markup=False
        )

    def line(self, *parts: Part) -> None:
        """One line as it is, however long."""
        if self._terminal:
            from rich.text import Text

            self.console.print(Text.assemble(*parts), soft_wrap=True)
        else:
            self._buffer.write("".join(part if isinstance(part, str) else part[0] for part in parts) + "\n")

    @property
    def text(self) -> str:
        """What has been shown so far."""
        return self._buffer.getvalue()


@contextmanager
def lines() -> "Iterator[Screen]":
    """A screen as wide as the terminal, whose text is written out at the end."""
    found = Screen(shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns, sys.stdout.isatty())
    yield found
    emit(found.text)


@contextmanager
def screen() -> "Iterator[Console]":
    """A console whose text is written out at the end, as wide as the terminal."""
    with lines() as found:
        yield found.console


def ending(target: Path | str, allowed: Sequence[str]) -> str:
    """The ending of an output file, in lower case, or `/` for a folder. Raises Trouble for one not allowed."""
    path = Path(target)
    found = FOLDER if isinstance(target, str) and target.endswith(("/", os.sep)) else path.suffix.lower()
    if found not in allowed:
        names = "、".join("/（文件夹）" if allowed_ending == FOLDER else allowed_ending for allowed_ending in allowed)
        raise Trouble(f"不会写“{path.name}”这种文件", f"要写的文件名请以 {names} 结尾。")
    if not path.parent.is_dir():
        raise Trouble(f"文件夹 {path.parent} 不存在", "请先建好文件夹，或换一个位置。")
    return found


@contextmanager
def writing(path: Path, *, keeps: bool = False, advice: str = "") -> "Iterator[IO[bytes]]":
    """The file opened for writing; whatever the system refuses becomes a message.

    `keeps`: people work in such files, so one that stands there with another content is set aside, which is told with
    `advice` ({} in it is the name that it has got).
    """
    try:
        with whole_file(path) as draft:
            with draft.open("wb") as stream:
                yield stream
            if keeps and path.is_file() and _contents(path) != _contents(draft):
                set_aside(path, advice)
    except OSError as error:
        raise cannot_write(path, error) from error


def set_aside(path: Path, advice: str = "") -> None:
    """Give the file that stands there a second name, kept when the first is written over. Raises OSError."""
    refuse_original(path)
    aside = free(path.with_name(f"{path.stem}.旧{path.suffix}"))
    try:
        aside.hardlink_to(path.resolve())  # there is no moment without a file of the first name
    except OSError:  # no links on this disk
        shutil.copy2(path, aside)
    note(f"原来的 {path.name} 没有覆盖，留作 {aside.name}。{advice.format(aside)}")


def free(path: Path) -> Path:
    """The path, numbered where a file of that name is there already."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem}{number}{path.suffix}")
        number += 1
    return found


def _contents(path: Path) -> "bytes | dict[str, bytes]":
    """What two writings of the same document have in common: of a package its parts without the day of writing."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if not name.startswith("docProps/")}


@contextmanager
def writable(path: Path) -> "Iterator[None]":
    """Raises Trouble where what is written within cannot be written to the path."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> Trouble:
    """The message for a file that cannot be written."""
    if isinstance(error, OriginalError):
        return Trouble(f"不能写到原文件上：{path} 是这次要读的文件", "请换一个文件名，原文件没有改动。")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(f"写不成 {path}：磁盘满了", "请清出空间，或换一个位置再试。原来的文件没有动。")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if _ON_WINDOWS and error.errno == errno.EACCES:  # which says the same of a file that Excel or WPS has open
            return Trouble(
                f"写不成 {path}（{reason(error)}）", "正用 Excel、WPS 打开的请先关掉；不然换一个可以写的位置。"
            )
        return Trouble(f"写不成 {path}：没有写入的权限", "请换一个可以写的位置，或请管理员开放。")
    return Trouble(f"写不成 {path}（{reason(error)}）", "请关闭正在打开它的程序，或换一个位置再试。")


def program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    called = sys.argv[0] if sys.argv else "jiheng"
    return "jiheng" if shutil.which("jiheng") or Path(called).name != "jiheng" else called


def as_typed(files: Sequence[str], windows: bool = _ON_WINDOWS) -> str:
    """File names as they would be typed, quoted only where a shell needs it."""
    needs, quote = (_NEEDS_QUOTES_THERE, '"') if windows else (_NEEDS_QUOTES, "'")
    return " ".join(f"{quote}{file}{quote}" if needs.search(file) else file for file in files)


def note(text: str) -> None:
    """A line for the person at the terminal, apart from the output itself."""
    typer.echo(text, err=True)


def not_read(problem: "Problem") -> None:
    """A line of what was not read of a file, or not of the whole of it, and what to do."""
    note(f"未读成  {problem.file}：{problem.message.removesuffix('。')}。{problem.advice}")
