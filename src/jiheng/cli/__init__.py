"""The commands. The program `jiheng` is `main`."""

import sys

from jiheng import __version__


def main(args: list[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    The version and the list of commands are printed without loading anything else.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = sys.argv[1:] if args is None else args
    if args[:1] == ["--version"]:
        print(f"绩衡 {__version__}")
    elif args[:1] in ([], ["--help"]):
        from jiheng.cli.help_text import program_help

        print(program_help(), end="")
    else:
        from jiheng.cli.app import run

        sys.exit(run(args))
    sys.exit(0)
