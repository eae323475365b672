"""The free Chinese fonts that are installed with an extra: where they lie."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "pylopdf_fonts_zh_cn"


@cache
def folders() -> list[Path]:
    """Where the fonts of the extra lie; none where it is not installed."""
    found = find_spec(_PACKAGE)
    return [Path(place) for place in found.submodule_search_locations or ()] if found is not None else []
