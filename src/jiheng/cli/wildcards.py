"""Names with * and ? in what was typed, which the command prompt of Windows leaves to the program."""

from collections.abc import Sequence
from pathlib import Path


def expanded(args: Sequence[str]) -> list[str]:
    """The arguments, each pattern as the files that it fits, in order; as it is where it fits none."""
    return [file for arg in args for file in (_fitting(arg) or [arg])]


def _fitting(arg: str) -> list[str]:
    if arg.startswith("-") or not set(arg) & set("*?"):
        return []
    path = Path(arg)
    if set(str(path.parent)) & set("*?"):
        return []
    return sorted(map(str, path.parent.glob(path.name.replace("[", "[[]"))))
