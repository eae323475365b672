"""Help as plain text: the program's own page, and sections of names with what they mean."""

from jiheng.cli.cell_width import cell_width
from jiheng.cli.commands import COMMANDS

_COLUMN = 30
_PROGRAM = """
绩衡：读取、评分、审核项目支出绩效自评表

用法：jiheng 命令 …

第一次用：
  jiheng audit 自评表/                    列出每张表的问题和改法
  jiheng audit 自评表/ -o 审核报告.xlsx   写成工作簿（也可 .html .md .json）
  jiheng explain 自评表/ --form 1         看每一分是怎么算出来的
每个命令都有说明：jiheng audit --help
"""
_OPTIONS = [("--version", "显示版本"), ("--help", "显示这份说明")]


def program_help() -> str:
    """What `jiheng --help` prints."""
    return page(
        _PROGRAM, section("选项", _OPTIONS), section("命令", [(n, command.short) for n, command in COMMANDS.items()])
    )


def page(text: str, options: str, commands: str = "") -> str:
    """A page of help: what it is, then commands and options."""
    return "\n\n".join(part for part in (text.strip(), commands, options) if part) + "\n"


def section(title: str, rows: list[tuple[str, str]]) -> str:
    """Names and what they mean in two columns, "" without rows."""
    if not rows:
        return ""
    column = min(_COLUMN, max(cell_width(name) for name, _ in rows) + 2)
    lines = [f"{title}："]
    for name, text in rows:
        gap = column - cell_width(name)
        start = f"  {name}{' ' * gap}" if gap >= 1 else f"  {name}\n  {' ' * column}"
        lines.append(start + text.replace("\n", "\n  " + " " * column))
    return "\n".join(lines)
