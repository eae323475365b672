"""What `goals` and `monitor` share: tables on the screen, a form a heading, and the files that are asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jiheng.cli import inputs, output
from jiheng.form import Form

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

Found = TypeVar("Found")


def read_told(files: list[str] | None) -> list[Form]:
    """The forms of any kind that the files hold; what cannot be read is told."""
    forms, problems = inputs.read_all(files, goals=True)
    for problem in problems:
        output.not_read(problem)
    return forms


def written(write: Callable[[list[Found], Path], None], found: list[Found], target: Path) -> None:
    """Write the file; raises Trouble where that cannot be done."""
    try:
        write(found, target)
    except OSError as error:
        raise output.cannot_write(target, error) from error


def heading(form: Form, *more: str) -> "Text":
    """The line above what is told of a form."""
    from rich.text import Text

    from jiheng.writing.text import clean

    return Text(f"{clean(form.project) or '（没有项目名称）'}　{' '.join((form.year or '', *more))}", "bold")


def grid(titles: Sequence[str]) -> "Table":
    """A table without lines, whose long texts fold."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table
