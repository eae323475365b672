"""Records as official forms on paper, in every format."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from jiheng.form import Form
from jiheng.writing.official.beside import with_beside
from jiheng.writing.official.layout import Layout, LayoutError, fitting, layout_kind, layouts, load_layout
from jiheng.writing.official.paper import Paper, PaperCell, lay_out
from jiheng.writing.official.unplaced import left_out, moved

__all__ = [
    "FORMATS",
    "Layout",
    "LayoutError",
    "Paper",
    "PaperCell",
    "fill",
    "fitting",
    "lay_out",
    "layout_kind",
    "layouts",
    "left_out",
    "load_layout",
    "moved",
    "with_beside",
    "written",
]

FORMATS = (".docx", ".xlsx", ".pdf", ".html")
"""Endings that `fill` can write."""


def fill(forms: Sequence[Form], ending: str, layout: Layout | None = None) -> bytes:
    """The forms in the format of an ending; `layout` None takes for each form the one that prints all it has.

    Raises ValueError for an ending that cannot be written, Trouble where a format needs more than is installed.
    """
    return written([lay_out(form, layout or fitting(form)) for form in forms], ending)


def written(papers: Iterable[Paper], ending: str) -> bytes:
    """Forms that are laid out, in the format of an ending. Raises as `fill` does."""
    if ending not in FORMATS:
        raise ValueError(f"不能写成 {ending}。可以写成：{'、'.join(FORMATS)}")
    write: Callable[[Iterable[Paper]], bytes] = import_module(f"jiheng.writing.official.{ending[1:]}").write
    return write(papers)
