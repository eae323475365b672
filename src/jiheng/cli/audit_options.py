"""The options of `jiheng audit`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import output
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import Severity

FORMATS = (output.TABLE, output.LINE, output.JSON, output.JSONL, output.MARKDOWN)

Targets = Annotated[
    list[str] | None,
    typer.Option(
        *("-o", "--output"),
        metavar="文件",
        help="写成 .xlsx .html .md .json 或 .jsonl，可以写几个；\n.csv .parquet 问题清单，.zip 或 文件夹/ 数据包",
    ),
]
FailOn = Annotated[
    str,
    typer.Option("--fail-on", metavar="级别", help="有这一级以上的问题就以 1 退出：\nerror（默认）、warning、notice"),
]
Least = Annotated[
    str,
    typer.Option("--severity", metavar="级别", help="只列这一级以上的，写成报告也是：\nerror、warning、notice（默认）"),
]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="代码", help="只做这些检查：A 或 A01，逗号隔开")]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="代码", help="不做这些检查")]
AcceptedFile = Annotated[
    Path | None,
    typer.Option(
        "--accepted", metavar="文件", help="已认可的问题（.toml，或审核报告 .xlsx 的“处理”栏），\n另列，不算在内"
    ),
]
AcceptInto = Annotated[
    Path | None,
    typer.Option(
        "--accept-into",
        metavar="文件",
        help="把 --accepted 里认可的添进这个 .toml；\n没有给 --accepted 的，列出全部问题待填",
    ),
]
LibraryFile = Annotated[
    Path | None,
    typer.Option("--library", metavar="文件", help="指标库（jiheng library 写出的 .json 或 .toml），与同类项目比较"),
]
Statistics = Annotated[bool, typer.Option("--statistics", help="只列每种问题有几处、在几张表上")]
Details = Annotated[
    bool | None,
    typer.Option(
        "--details/--no-details",
        help="逐处列出问题；不写则 20 张表以内逐处列出，\n更多只列每张表的结论",
        show_default=False,
    ),
]
Open = Annotated[bool, typer.Option("--open", help="写好后打开；没有写 -o 的，打开网页报告")]
Layout = Annotated[str | None, output.format_option(*FORMATS)]


def severity(name: str, option: str) -> "Severity":
    """The severity that an option names. Raises Trouble for one that there is not."""
    from jiheng.checks import Severity

    try:
        return Severity(name)
    except ValueError:
        raise Trouble(f"{option} 不能是“{name}”", "可用：error（错误）、warning（警告）、notice（提示）。") from None


def codes(given: list[str] | None) -> tuple[str, ...]:
    """The codes of an option that may be repeated and hold several; raises Trouble for an unknown one."""
    import difflib

    from jiheng.checks import FAMILIES, catalogue

    named = tuple(code.strip().upper() for text in given or () for code in text.replace("，", ",").split(","))
    known = [*FAMILIES, *catalogue()]
    for code in named:
        if code not in known:
            near = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
            advice = f"是不是想用 {'、'.join(near)}？" if near else ""
            raise Trouble(f"没有代码为“{code}”的检查", f"{advice}全部代码见 jiheng checks。")
    return named
