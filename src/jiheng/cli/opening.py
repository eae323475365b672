"""Show a file or a page to the person at the screen, in the program that the system has for it."""

import os
import sys
import webbrowser
from pathlib import Path

from jiheng.cli import output


def open_file(path: Path) -> None:
    """Open a file that was written; where the system has nothing to open it with, say where it lies."""
    if not _opened(path.resolve()):
        output.note(f"没能自动打开，请自己打开：{path}")


def _opened(path: Path) -> bool:
    if path.suffix.lower() == ".html":
        return webbrowser.open(path.as_uri())
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError:
            return False
        return True
    import typer

    return typer.launch(str(path)) == 0
