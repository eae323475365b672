"""Chinese fonts for what Typst sets: those of the machine first, else the free ones that come with the extra."""

from functools import cache
from typing import TYPE_CHECKING, Literal

from jiheng.bundled_fonts import folders

if TYPE_CHECKING:
    import typst

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
"""The families that come with jiheng[pdf] (Noto, SIL Open Font License)."""


@cache
def _found() -> "typst.Fonts":
    """Every font, looked for once."""
    import typst

    return typst.Fonts(font_paths=list(folders()))


def families() -> frozenset[str]:
    """The names of all fonts that can be set with. Raises ImportError where Typst is not installed."""
    return frozenset(_found().families())


def compiled(source: str, form: Literal["pdf", "png"] = "pdf", dots: float | None = None) -> bytes:
    """What Typst makes of a source. Raises ImportError where Typst is not installed."""
    import typst

    return bytes(typst.compile(source.encode("utf-8"), format=form, ppi=dots, font_paths=_found()))
