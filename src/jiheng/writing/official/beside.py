"""A column at the right of the indicators, for what stands beside them and is no part of the form."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from jiheng.form import Block
from jiheng.writing.official.paper import Paper, PaperCell

_SHARE = 0.15
"""Of the width of the paper."""


def with_beside(paper: Paper, heading: str, notes: Mapping[str, str]) -> Paper:
    """The paper with one column more in the rows of the indicators, as wide as before in all.

    `notes` are texts by the place of a row (`indicators[3]`); the rows above and below reach over the new column.
    """
    column, widths = len(paper.layout.widths), paper.layout.widths
    rows = {
        str(cell.place.whole_row): cell.row
        for cell in paper.cells
        if cell.place and cell.place.block is Block.INDICATORS and cell.rows == 1
    }
    first = paper.heading_row + paper.heading_rows
    last = max(rows.values(), default=first - 1)
    told = dict.fromkeys(range(first, last + 1), "") | {rows[place]: notes[place] for place in rows if place in notes}
    beside = range(paper.heading_row, last + 1)
    cells = [
        replace(cell, columns=cell.columns + 1)
        if cell.column + cell.columns == column and cell.row not in beside
        else cell
        for cell in paper.cells
    ]
    cells.append(PaperCell(heading, paper.heading_row, column, paper.heading_rows, 1))
    cells += [PaperCell(text, row, column, 1, 1, left_aligned=True) for row, text in told.items()]
    share = sum(widths) * _SHARE
    layout = msgspec.structs.replace(
        paper.layout, widths=(*(round(width * (1 - _SHARE), 2) for width in widths), round(share, 2))
    )
    return replace(paper, layout=layout, cells=cells)
