"""`jiheng rulebooks`: the rulebooks, and every parameter of one with its source."""

from typing import Annotated

import typer

from jiheng.cli import book_screen, output, rules
from jiheng.cli.help_zh import Command, Group
from jiheng.trouble import Trouble

HELP = """
列出各地各年的办法；看一部办法的全部参数、条文和出处。

用法：jiheng rulebooks
      jiheng rulebooks show 编号或文件
      jiheng rulebooks schema

例：
  jiheng rulebooks                     编号、地区、年度、名称
  jiheng rulebooks show mof-2020       每个参数的值、条文、出处、把握程度
  jiheng rulebooks show 本区办法.toml   检查自己写的办法能不能用
  jiheng rulebooks schema > 办法.schema.json   给编辑器用的格式说明
"""
_SHOW = """
看一部办法的全部参数：值、条文、出处、把握程度。

用法：jiheng rulebooks show 编号或文件
例：  jiheng rulebooks show mof-2020
"""
_SCHEMA = """
写出办法文件的 JSON Schema，编辑器可以据此边写边查。

用法：jiheng rulebooks schema > 办法.schema.json
"""
_FORMATS = (output.TABLE, output.JSON)

app = typer.Typer(cls=Group)


@app.callback(invoke_without_command=True)
def listing(ctx: typer.Context, layout: output.Format = None) -> None:
    """List the shipped books."""
    if ctx.invoked_subcommand is None:
        _list(output.chosen(layout, _FORMATS))


@app.command("show", cls=Command, help=_SHOW, short_help="看一部办法的参数和出处")
def show(book_id: Annotated[str, typer.Argument(metavar="编号")], layout: output.Format = None) -> None:
    """Print every parameter of a book."""
    name = output.chosen(layout, _FORMATS)
    book = rules.load_book(book_id)
    if book is None:
        raise Trouble("auto 不是一部办法", "全部编号见 jiheng rulebooks。")
    if name == output.JSON:
        output.emit_json(book)
        return
    from rich.text import Text

    with output.screen() as console:
        console.print(Text(book.title, "bold"))
        console.print(f"{book.id}　{book.place}　{book_screen.years(book.years)}　底本 {book.extends or '无'}")
        for source in book.sources:
            console.print(f"  依据：{source}")
        book_screen.explained(book.parameters.values(), console)


@app.command("schema", cls=Command, help=_SCHEMA, short_help="写出办法文件的格式说明")
def schema() -> None:
    """Print the JSON Schema of a rulebook file."""
    from jiheng.places.schema import schema as rulebook_schema

    output.emit_json(rulebook_schema())


def _list(name: str) -> None:
    from jiheng.places import books

    if name == output.JSON:
        output.emit_json(
            [
                {"id": book.id, "title": book.title, "place": book.place, "years": book.years, "extends": book.extends}
                for book in books().values()
            ]
        )
        return
    lines = ((book.id, book.place, book.years, book.title) for book in books().values())
    book_screen.listed(lines, "看参数和出处：jiheng rulebooks show 编号")
