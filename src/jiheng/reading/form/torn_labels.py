"""Rows of labels that a page break has torn in two (年初预 / 算数), and rows of the head (主管部门 | 甲市园 / 林局)."""

import msgspec

from jiheng.reading.form import column_likelihood
from jiheng.reading.form.rows import items
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell, Table


def join(above: list[Cell], below: list[Cell]) -> list[Cell] | None:
    """The two rows as one when that makes words of their labels; None when they are two rows.

    `below` is the first row of a page, `above` the last of the page before.
    """
    rest = {(item.column, item.columns): item for item in items(below)}
    if not rest or any(column_likelihood.is_figure(item.text) for item in [*items(above), *rest.values()]):
        return None  # a row of values, which knows its own ways
    whole = []
    ends = []
    for cell in above:
        item = rest.pop((cell.column, cell.columns), None)
        if item is None:
            whole.append(cell)
            continue
        text = f"{cell.text}\n{item.cell.text}"
        if is_word(item.text) and (is_word(printed(cell.text)) or not is_word(printed(text))):
            return None
        if cell.text:
            ends.append(is_word(printed(text)))
        whole.append(Cell(text, cell.row, cell.column, cell.rows, cell.columns, cell.origin, cell.doubt))
    is_whole = _words(whole) > _words(above) or (ends and all(ends))  # 年初预算 is a label without its 数, too
    return whole if not rest and is_whole else None


def with_ends(above: list[Cell], below: list[Cell]) -> list[Cell] | None:
    """A row of the head with the ends of its values, which a page has torn off; None when they are two rows.

    The lower row has the same cells, and something only below values, whose labels have nothing more.
    """
    if [(cell.column, cell.columns) for cell in above] != [(cell.column, cell.columns) for cell in below]:
        return None
    whole = list(above)
    is_label = [meaning(printed(cell.text)).head is not None and is_word(printed(cell.text)) for cell in above]
    for number, (upper, lower) in enumerate(zip(above, below, strict=True)):
        if not printed(lower.text):
            continue
        if is_label[number] or not number or not is_label[number - 1] or not upper.text or is_word(printed(lower.text)):
            return None
        whole[number] = msgspec.structs.replace(upper, text=f"{upper.text}\n{lower.text}")
    return whole if any(printed(cell.text) for cell in below) else None


def _words(row: list[Cell]) -> int:
    return sum(is_word(printed(cell.text)) for cell in row)


def mended(table: Table) -> list[list[Cell]]:
    """The rows, labels and head that a page break has torn put together; nothing is left of one of the halves.

    What is whole stands in the lower half's place right above the second tier of its header, else in the upper one's.
    """
    rows = list(table.rows)
    for seam in table.seams if table.aligned else ():
        if 0 < seam < len(rows):
            whole = join(rows[seam - 1], rows[seam]) or with_ends(rows[seam - 1], rows[seam])
            if whole is not None:
                rows[seam - 1 : seam + 1] = ([], whole) if _names_columns(rows, seam + 1) else (whole, [])
    return rows


def _names_columns(rows: list[list[Cell]], number: int) -> bool:
    return number < len(rows) and any(item.means.column for item in items(rows[number]))
