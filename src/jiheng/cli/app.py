"""The program: its commands, and what happens when one of them stops."""

import sys
import traceback
from typing import Annotated

import typer

from jiheng import __version__
from jiheng.cli import (
    annotate,
    audit,
    audit_log,
    backup,
    batch,
    checks,
    claims,
    exit_codes,
    explain,
    extract,
    fill,
    fix,
    library,
    publish,
    query,
    report,
    restore,
    rollup,
    rulebooks,
    serve,
)
from jiheng.cli.help_zh import Command, Group, usage_error
from jiheng.trouble import Trouble

HELP = """
绩衡：读取、评分、审核项目支出绩效自评表

用法：jiheng 命令 …

第一次用：
  jiheng audit 自评表/                    列出每张表的问题和改法
  jiheng audit 自评表/ -o 审核报告.xlsx   写成工作簿（也可 .html .md .json）
  jiheng explain 自评表/ --form 1         看每一分是怎么算出来的
每个命令都有说明：jiheng audit --help
"""

app = typer.Typer(cls=Group, help=HELP, add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def program(ctx: typer.Context, version: Annotated[bool, typer.Option("--version", help="显示版本")] = False) -> None:
    """Show the version, or the help where no command is given."""
    if version:
        typer.echo(f"绩衡 {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


for _command in (
    extract,
    audit,
    explain,
    annotate,
    fix,
    fill,
    rollup,
    report,
    claims,
    batch,
    query,
    library,
    publish,
    serve,
    backup,
    restore,
):
    app.command(_command.NAME, cls=Command, help=_command.HELP, short_help=_command.SHORT)(_command.run)
app.add_typer(rulebooks.app, name="rulebooks", help=rulebooks.HELP, short_help=rulebooks.SHORT)
app.add_typer(audit_log.app, name="audit-log", help=audit_log.HELP, short_help=audit_log.SHORT)
app.add_typer(checks.app, name="checks", help=checks.HELP, short_help=checks.SHORT)


def main(args: list[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run(sys.argv[1:] if args is None else args))


def _run(args: list[str]) -> int:
    try:
        code = app(args=args, prog_name="jiheng", standalone_mode=False)
    except Trouble as trouble:
        return _refuse(trouble.message, trouble.advice)
    except typer.TyperException as error:
        return _refuse(usage_error(error.format_message()), "用 jiheng --help 或 jiheng 命令 --help 看写法。")
    except (KeyboardInterrupt, typer.Abort):
        code = exit_codes.INTERRUPTED
    except Exception:
        traceback.print_exc()
        return _refuse("程序出错了，这是绩衡的缺陷", "请把上面的内容和所用的命令告诉我们。")
    if code == exit_codes.INTERRUPTED:
        typer.echo("已停止。", err=True)
    return code if isinstance(code, int) else exit_codes.OK


def _refuse(message: str, advice: str) -> int:
    typer.echo(f"不能继续：{message}", err=True)
    if advice:
        typer.echo(f"怎么办：{advice}", err=True)
    return exit_codes.UNUSABLE
