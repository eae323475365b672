"""The option --rulebook and what it stands for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.places import Book

AUTO = "auto"
UNSAID = ""
"""No rulebook given: the one of the folder's settings, else `auto`."""

Rulebook = Annotated[
    str,
    typer.Option(
        "--rulebook",
        "--place",
        metavar="办法",
        help="auto 按主管部门、表样和年度选（默认）；或编号；\n或自己的地方包（文件夹）、.toml 文件。见 jiheng places",
    ),
]

Place = Annotated[
    str | None,
    typer.Option("--place", metavar="文件夹", help="按这个地方包的用词读表，见 jiheng places", show_default=False),
]


def load_book(name: str) -> "Book | None":
    """The book asked for, None for `auto` and where none is given. Raises Trouble for one that cannot be used."""
    from jiheng.places import load

    if name in (AUTO, UNSAID):
        return None
    bring_pack(name)
    book = load(name)
    _known_checks(book)
    return book


def bring_pack(name: str | None) -> None:
    """Read with the words of the pack from here on, where a folder is named. Raises Trouble for one of no use."""
    from jiheng.places import load
    from jiheng.places.sources import bring

    if name is not None and Path(name).is_dir():
        load(name)
        bring(Path(name))


def _known_checks(book: "Book") -> None:
    """Raise Trouble for a switch of a check that there is not."""
    if not any(path.startswith("checks.") and path[-1].isdecimal() for path in book.parameters):
        return
    from jiheng import checks, department
    from jiheng.checks.switches import unknown_switches

    if unknown := unknown_switches(book, {*checks.catalogue(), *department.catalogue()}):
        raise Trouble(f"办法 {book.id} 的 {unknown[0]}：没有这条检查", "全部代码见 jiheng checks。")
