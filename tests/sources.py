"""The product's own modules, parsed once for all tests that look through them."""

import ast
from functools import cache
from pathlib import Path

import jiheng

SOURCE = Path(jiheng.__path__[0])


@cache
def modules() -> dict[str, ast.Module]:
    """Each module's tree by its path below the package, migrations left out. Never change a tree."""
    files = (file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts)
    return {file.relative_to(SOURCE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}
