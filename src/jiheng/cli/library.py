"""`jiheng library`: an indicator library out of a batch."""

from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli import exit_codes, output, rules
from jiheng.cli.query import Folder, opened
from jiheng.trouble import Trouble

HELP = """
从批量结果归纳指标库：常用指标属于哪个二级指标、用什么单位、往哪个方向算好、
别人定的目标值在什么范围、常用多少分值、有哪些例子。名称写法不同的归为一项。
多相近的名称算同一项，由办法的 library.likeness 规定，可以用自己的办法改。
涉密项目不在批量结果里，所以也不在指标库里。

用法：jiheng library 文件夹 -o 指标库.xlsx

例：
  jiheng library 全市/ -o 指标库.xlsx              也可以写 .toml .json
  jiheng library 全市/ -o 指标库.xlsx --least 10   只要出现 10 次以上的

退出码：0 写好了；2 用法不对，或没有可以归纳的指标。
"""

Target = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 .xlsx .toml 或 .json")]
Least = Annotated[int, typer.Option("--least", metavar="数", min=1, help="至少出现几次才列入，默认 2")]


def run(folder: Folder, target: Target = None, least: Least = 2, rulebook: rules.Rulebook = rules.UNSAID) -> int:
    """Make the library and write it."""
    from jiheng.batch.library import library
    from jiheng.batch.library_file import ENDINGS, library_file
    from jiheng.places import load
    from jiheng.places.sources import BASE

    if target is None:
        raise Trouble("没有写指标库放在哪里", "写上 -o 指标库.xlsx（也可 .toml .json）。")
    ending = output.ending(target, ENDINGS)
    book = rules.load_book(rulebook) or load(BASE)
    with opened(folder) as connection:
        found = library(connection, book, least)
    if not found:
        raise Trouble(f"没有出现 {least} 次以上的指标", "用 --least 1 全部列入。")
    with output.writing(target) as stream:
        stream.write(library_file(found, ending))
    output.note(f"已写入 {target}：{len(found)} 项指标")
    return exit_codes.OK
