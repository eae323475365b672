"""What `places` and `rulebooks` show alike: a line a pack or book, and parameters with their sources."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jiheng.cli import output

if TYPE_CHECKING:
    from rich.console import Console

    from jiheng.places import Parameter

Line = tuple[str, str, tuple[int, ...], str]
"""Id, place, years, name."""


def listed(lines: Iterable[Line], hint: str, wrong: Iterable[object] = ()) -> None:
    """Show the lines, what is wrong with others, and how to see more."""
    table = output.grid("地区", "年度", "名称", first="编号")
    for name, place, valid, title in lines:
        table.add_row(name, place, years(valid), title)
    with output.screen() as console:
        console.print(table)
        for error in wrong:
            console.print(f"不能用：{error}", style="bold", markup=False)
        console.print(f"\n{hint}", style="dim")


def years(valid: tuple[int, ...]) -> str:
    """The years that a pack or book is for."""
    return "、".join(map(str, valid)) or "不限年度"


def explained(parameters: "Iterable[Parameter]", console: "Console") -> None:
    """Show each parameter with its value, its text and its source."""
    from rich.text import Text

    from jiheng.cli.cjk_wrap import wrap
    from jiheng.scoring.compiled import shown

    for parameter in parameters:
        value = parameter.kind.label if parameter.kind == "citation" else f"= {shown(parameter.value)}"
        console.print(Text.assemble("\n", (parameter.path, "bold"), f" {value}"))
        for line in wrap(parameter.text, console.width - 3):
            console.print(Text(f"  {line}"))
        console.print(Text(f"  {parameter.source}（{parameter.certainty.label}）", "dim"))
