"""The product's own modules, read and parsed once for all tests that look through them."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jiheng

SOURCE = Path(jiheng.__path__[0])
_ENTRY = re.compile(r'"([^"\n]+)"(?=\s*[,:)\]}]|\n)')


@cache
def texts() -> dict[str, str]:
    """Each module's text by its path below the package, migrations left out."""
    files = (file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts)
    return {file.relative_to(SOURCE).as_posix(): file.read_text("utf-8") for file in files}


def entries(text: str) -> list[str]:
    """The texts that may be entries of a literal or arguments, told without parsing."""
    return _ENTRY.findall(text)


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse(texts()[path])


def modules(may_hold: Callable[[str], bool] = bool) -> dict[str, ast.Module]:
    """The trees of the modules whose text may hold what is looked for: parsing takes longest. Never change a tree."""
    return {path: _tree(path) for path, text in texts().items() if may_hold(text)}
