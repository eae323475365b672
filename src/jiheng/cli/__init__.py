"""The commands. The program `jiheng` is `main`."""

import atexit
import codecs
import gc
import os
import sys
from contextvars import copy_context

from jiheng import __version__

_ALLOCATED = 200_000
"""Objects after which the collector looks for circles of objects. Python's 700 have it look some hundred times while
modules are loaded, where there is nothing to find."""


def main(args: list[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    The version and the list of commands are printed without loading anything else.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=_encoding(stream.encoding), errors="backslashreplace")
    gc.set_threshold(_ALLOCATED, 50, 100)
    atexit.register(_leave)
    args = _typed() if args is None else args
    if args[:1] == ["--version"]:
        print(f"绩衡 {__version__}")
    elif not args and (offered := _offered()):
        from jiheng.cli.app import run

        sys.exit(run(offered))
    elif args[:1] in ([], ["--help"]):
        from jiheng.cli.help_text import program_help

        print(program_help(), end="")
    else:
        from jiheng.cli.app import run

        sys.exit(copy_context().run(run, args))  # how one command rounds is nothing to the next
    sys.exit(0)


def _leave() -> None:
    """Nor does the collector look over everything once more when the program ends; DuckDB tells on what is left."""
    if "duckdb" not in sys.modules:
        gc.freeze()


def _typed() -> list[str]:
    if os.name != "nt":
        return sys.argv[1:]
    from jiheng.cli.wildcards import expanded

    return expanded(sys.argv[1:])


def _encoding(usual: str) -> str:
    """What text is written in: UTF-8, but GB 18030 where the console is a Chinese one (Windows, code page 936)."""
    return "gb18030" if codecs.lookup(usual or "utf-8").name in ("gbk", "gb2312", "gb18030") else "utf-8"


def _offered() -> list[str]:
    """What to run where nothing was asked for: an audit of the forms that lie here, if the person wants it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    from jiheng.cli.offer import offered

    return offered()
