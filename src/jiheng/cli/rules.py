"""The option --rulebook and what it stands for."""

from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.places import Book

AUTO = "auto"

Rulebook = Annotated[
    str,
    typer.Option(
        "--rulebook",
        metavar="办法",
        help="auto 按主管部门和年度选（默认）；或办法编号；\n或自己的 .toml 文件。见 jiheng rulebooks",
    ),
]


def load_book(name: str) -> "Book | None":
    """The book asked for, None for `auto`. Raises Trouble for one that cannot be used."""
    from jiheng.places import BookError, load

    if name == AUTO:
        return None
    try:
        book = load(name)
    except BookError as error:
        where = f" 的 {error.key}" if error.key else ""
        raise Trouble(f"办法 {error.file}{where}：{error.message}", error.advice) from error
    _known_checks(book)
    return book


def _known_checks(book: "Book") -> None:
    """Raise Trouble for a switch of a check that there is not."""
    if not any(path.startswith("checks.") and path[-1].isdecimal() for path in book.parameters):
        return
    from jiheng import checks, department
    from jiheng.checks.switches import unknown_switches

    if unknown := unknown_switches(book, {*checks.catalogue(), *department.catalogue()}):
        raise Trouble(f"办法 {book.id} 的 {unknown[0]}：没有这条检查", "全部代码见 jiheng checks。")
