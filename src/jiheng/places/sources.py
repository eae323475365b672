"""Where packs are found: those shipped, and folders that users bring; id → folder."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).resolve().parent
"""The folder that holds the shipped packs, a folder each."""
BASE = "jiheng-defaults"
"""The one pack that extends nothing: it declares every rule there is, every scope of words, the outlines of reports."""
ROOT = SHIPPED / BASE
PLACE_FILE, RULES_FILE, LAYOUT_FILE, WORDS_FILE = "place.toml", "rules.toml", "layout.toml", "words.toml"
FRAMEWORK_FILE = "framework.toml"
VARIABLE = "JIHENG_PLACES"
"""The environment variable that names the users' folders, so that worker processes know them too."""


@cache
def shipped() -> dict[str, Path]:
    """The packs that come with the program."""
    return {file.parent.name: file.parent for file in sorted(SHIPPED.glob(f"*/{PLACE_FILE}"))}


def own() -> dict[str, Path]:
    """The users' packs. A folder `id@3` is version 3 of a pack; the plain id is its newest version."""
    return _own(os.environ.get(VARIABLE, ""))


def installed() -> dict[str, Path]:
    """All packs; a shipped one keeps its id."""
    return own() | shipped()


def bring(folder: Path) -> None:
    """Make a pack, or a folder of packs, known to this process and to those it starts."""
    known = [part for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    if str(folder.resolve()) not in known:
        os.environ[VARIABLE] = os.pathsep.join([*known, str(folder.resolve())])
        forget()


def forget() -> None:
    """Look at the folders anew, after packs were added to one or changed."""
    _own.cache_clear()
    for clear in _made_from_packs:
        clear()


def on_change(clear: Callable[[], object]) -> None:
    """Have `clear` called when the packs change: for what a module has made from their words and rules."""
    _made_from_packs.append(clear)


_made_from_packs: list[Callable[[], object]] = []


@cache
def _own(variable: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for pack in sorted(_packs(variable), key=_version):
        found[pack.name] = found[pack.name.partition("@")[0]] = pack
    return dict(sorted(found.items()))


def _packs(variable: str) -> Iterator[Path]:
    for part in variable.split(os.pathsep):
        if part and (Path(part) / PLACE_FILE).is_file():
            yield Path(part)
        elif part:
            yield from (file.parent for file in Path(part).glob(f"*/{PLACE_FILE}"))


def _version(pack: Path) -> tuple[str, int]:
    name, _, version = pack.name.partition("@")
    return name, int(version) if version.isdecimal() else 0
