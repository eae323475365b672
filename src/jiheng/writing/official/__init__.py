"""Records as official forms on paper, in every format."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path

from jiheng.form import Form
from jiheng.writing.official.layout import Layout, LayoutError, fitting, layouts, load_layout
from jiheng.writing.official.paper import Paper, PaperCell, lay_out

__all__ = ["FORMATS", "Layout", "LayoutError", "Paper", "PaperCell", "fill", "lay_out", "layouts", "load_layout"]

FORMATS = (".docx", ".xlsx", ".pdf", ".html")
"""Endings that `fill` can write."""


def fill(forms: Sequence[Form], ending: str, layout: Layout | None = None) -> bytes:
    """The forms in the format of an ending; `layout` None takes for each form the one that prints all it has.

    Raises ValueError for an ending that cannot be written.
    """
    if ending not in FORMATS:
        raise ValueError(f"不能写成 {ending}。可以写成：{'、'.join(FORMATS)}")
    write: Callable[[Iterable[Paper]], bytes] = import_module(f"jiheng.writing.official.{ending[1:]}").write
    return write([lay_out(form, layout or fitting(form)) for form in forms])


def fill_file(forms: Sequence[Form], path: Path, layout: Layout | None = None) -> None:
    """Write the forms to a file; its ending says the format. Raises ValueError and OSError."""
    path.write_bytes(fill(forms, path.suffix.lower(), layout))
