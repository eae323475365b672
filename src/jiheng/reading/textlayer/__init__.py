"""Forms in the text layer of a PDF, where the wrapped lines of neighbouring cells stand in one stream.

`tables` finds the forms in a region of such text and lays each out as the paper form, so that
the recogniser reads it like any other table.
"""

from collections.abc import Sequence
from itertools import pairwise

from jiheng.reading.tables.table import Table
from jiheng.reading.textlayer import sections
from jiheng.reading.textlayer.assemble import assemble
from jiheng.reading.textlayer.tokens import cut

__all__ = ["tables"]


def tables(lines: Sequence[tuple[int, str]]) -> list[Table]:
    """One table per form in numbered lines without tabs; prose around the forms is left out."""
    pieces = cut(lines)
    found: list[Table] = []
    floor = 0
    for start, following in pairwise([*sections.starts(pieces), len(pieces)]):
        form = sections.find(pieces, start, following)
        if form is not None:
            found.append(assemble(pieces, form, floor, following))
            floor = form.end
    return found
