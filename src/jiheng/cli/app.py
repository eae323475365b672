"""The program: the command asked for, and what happens when it stops."""

import errno
import importlib
import sys

import typer

from jiheng.cli import exit_codes
from jiheng.cli.commands import COMMANDS
from jiheng.cli.help_zh import Command, Group, usage_error
from jiheng.trouble import Trouble

_SHOWN = 60
"""Letters that are shown of a name that no file can have."""


def program(name: str) -> typer.Typer:
    """The program with the command of that name alone: what is not asked for is not loaded. Raises KeyError."""
    app = typer.Typer(cls=Group, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_nothing)
    listed = COMMANDS[name]
    module = importlib.import_module(f"jiheng.cli.{listed.module}")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=name, help=module.HELP, short_help=listed.short)
    else:
        app.command(name, cls=Command, help=module.HELP, short_help=listed.short)(module.run)
    return app


def _nothing() -> None:
    """The program alone does nothing; without it typer would take a lone command for the program."""


def run(args: list[str]) -> int:
    """Run a command line and return its exit code; whatever stops it is said in Chinese."""
    try:
        command = program(_named(args[0]))
        from jiheng.whole_file import begin  # which every command has loaded by now, and `--version` does not need

        begin()
        code = command(args=args, prog_name="jiheng", standalone_mode=False)
    except Trouble as trouble:
        return _refuse(trouble.message, trouble.advice)
    except typer.TyperException as error:
        return _refuse(usage_error(error.format_message()), "用 jiheng --help 或 jiheng 命令 --help 看写法。")
    except (KeyboardInterrupt, typer.Abort):
        code = exit_codes.INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return _refuse(f"文件或文件夹的名称太长：{str(error.filename)[:_SHOWN]}……", "请核对命令里的文件名和位置。")
        import traceback

        traceback.print_exc()
        return _refuse("程序出错了，这是绩衡的缺陷", "请把上面的内容和所用的命令告诉我们。")
    if code == exit_codes.INTERRUPTED:
        typer.echo("已停止。", err=True)
    return code if isinstance(code, int) else exit_codes.OK


def _named(word: str) -> str:
    if word in COMMANDS:
        return word
    what = f"没有“{word}”这个{'选项' if word.startswith('-') else '命令'}"
    import difflib

    near = difflib.get_close_matches(word, COMMANDS, n=1)
    raise Trouble(what + (f"，是不是想用 {near[0]}" if near else ""), "用 jiheng --help 看全部命令。")


def _refuse(message: str, advice: str) -> int:
    typer.echo(f"不能继续：{message}", err=True)
    if advice:
        typer.echo(f"怎么办：{advice}", err=True)
    sys.stderr.flush()
    return exit_codes.UNUSABLE
