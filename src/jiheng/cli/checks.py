"""`jiheng checks`: what is checked, and the page of each check."""

from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import output
from jiheng.cli.help_zh import Command, Group
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import Check

HELP = """
列出全部检查；看一条检查的说明。

用法：jiheng checks
      jiheng checks show 代码

例：
  jiheng checks               代码、级别、题目
  jiheng checks show A01      是什么、为什么、举例、怎么改
"""
_SHOW = """
看一条检查的说明：是什么、为什么、举例、怎么改、依据哪些参数。

用法：jiheng checks show 代码
例：  jiheng checks show A01
"""
_FORMATS = (output.TABLE, output.JSON)

app = typer.Typer(cls=Group)


@app.callback(invoke_without_command=True)
def listing(ctx: typer.Context, layout: output.Format = None) -> None:
    """List the catalogue."""
    if ctx.invoked_subcommand is None:
        _list(output.chosen(layout, _FORMATS))


@app.command("show", cls=Command, help=_SHOW, short_help="看一条检查的说明")
def show(code: Annotated[str, typer.Argument(metavar="代码")], layout: output.Format = None) -> None:
    """Print the page of one check."""
    name = output.chosen(layout, _FORMATS)
    check = _catalogue().get(code.upper())
    if check is None:
        raise Trouble(f"没有代码为“{code}”的检查", "全部代码见 jiheng checks。")
    if name == output.JSON:
        output.emit_json({**_facts(check), "page": check.page, "official": check.official})
    else:
        rules = "、".join(check.rules)
        basis = f"\n依据的办法参数：{rules}（数值见 jiheng rulebooks show 办法编号）\n" if rules else ""
        output.emit(
            f"{check.code}　{check.severity.label}　{check.page.strip()}\n\n公文里的说法\n    {check.official}\n{basis}"
        )


def _list(name: str) -> None:
    from jiheng import checks, department

    catalogue = _catalogue()
    if name == output.JSON:
        output.emit_json([_facts(check) for check in catalogue.values()])
        return
    with output.screen() as console:
        for letter, family in {**checks.FAMILIES, **department.FAMILIES}.items():
            console.print(f"{letter} {family}", style="bold")
            for code, check in catalogue.items():
                if code.startswith(letter):
                    console.print(f"  {code}  {check.severity.label}  {check.title}")
        console.print("\n看一条的说明：jiheng checks show A01", style="dim")


def _catalogue() -> "dict[str, Check]":
    """Every check, of forms and of departments."""
    from jiheng import checks, department

    return {**checks.catalogue(), **department.catalogue()}


def _facts(check: "Check") -> dict[str, object]:
    return {"code": check.code, "title": check.title, "severity": check.severity, "rules": check.rules}
