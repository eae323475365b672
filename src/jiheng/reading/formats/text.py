"""Lines of text → tables: rows with tabs, one cell a line, or flowed text, told apart region by region."""

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.form.column_likelihood import is_figure
from jiheng.reading.form.rows import understood
from jiheng.reading.labels.form_marks import line_below
from jiheng.reading.labels.labels import is_word, key, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer.drawn_lines import Line, undrawn
from jiheng.reading.textlayer.regions import is_mark, is_whole_title, names_project, regions

MAX_COLUMNS = 256
"""Cells of a row that are told apart; what follows stays in the last."""
_NEAR = 400
_SAMPLE = 40
_COLON = expression("[:：]")
_PIPED = 5
_PACKED = "原文用竖线或制表符隔开各格，合并的格子没有留空，各栏是按内容对上的，请核对"
_BLANKS = "原文用一个空格隔开各格，没有内容的格子没有留下，各栏是按内容对上的，请核对"
_MOST = 0.8
"""The part of its lines that tells how a page prints its cells."""
_LEAST = 0.6
_RULE = expression(r"[|:\- ]+$")
_TEXT_FORMULA = expression(r'="((?:[^"]|"")*)"$')
_TEXT_MARK = expression(r"'[0-9][0-9.,%]*$")
_BRACKETED = expression(r"[（(][^（）()]*[)）]$")
_WIDTHS = 3
"""Different numbers of cells that rows have which keep none for merged ones."""
_FULL = 10
"""Cells for each empty one before the last of a row, at the least, where merged cells keep none."""
_QUOTED = 200
"""Lines that a quoted cell of Excel may have."""


def tables(lines: Iterable[Line], name: str) -> Iterator[Table]:
    """The tables in numbered lines of text, in order; `lines` is read as it comes."""
    for lines_of_form in regions(undrawn(lines)):
        region, is_packed = _piped(lines_of_form)
        tabbed = [text for text in _beginning(region) if "\t" in text]
        if len(tabbed) < 3:
            yield from _flowed(region, name)
        elif sum(text.rfind("\t") == 0 for text in tabbed) >= 0.8 * len(tabbed):
            yield _one_a_line(region, name)
        elif (cells := _packed(region)) is not None:
            from jiheng.reading.textlayer import cell_lines

            table = cell_lines.table(cells, name)
            table.note(0, _PACKED)
            yield table
        else:
            table = _rows(region, name)
            if is_packed and table.rows:
                from jiheng.reading.textlayer import packed_header

                packed_header.joined(table)
                table.note(0, _PACKED)
            yield table


def _beginning(region: list[Line]) -> list[str]:
    """The lines by which the layout is told: what follows the form may be laid out otherwise."""
    return list(islice((text for _, text in region if text.strip()), _SAMPLE))


def _piped(region: list[Line]) -> tuple[list[Line], bool]:
    """Rows such as | 甲 | 乙 | (Markdown) with tabs in place of the bars; 甲 | 乙 ||| as pages print them, too.

    A page that has a bar behind or before each cell and a line for each of them gives the cells alone. Whether merged
    cells have left no empty ones is told beside.
    """
    barred = [text.strip() for _, text in region if "|" in text]
    if len(barred) < _PIPED:
        return region, False
    lines = [text.strip() for _, text in region if text.strip()]
    if sum(text.find("|") == len(text) - 1 for text in lines) >= _MOST * len(lines):
        return [(number, text.strip().removesuffix("|")) for number, text in region], False
    if sum(text.rfind("|") == 0 for text in lines) >= _LEAST * len(lines):  # the first cell of a row has none
        return [(number, text.strip().removeprefix("|")) for number, text in region], False
    if sum(text.startswith("|") for text in barred) >= _PIPED:
        is_padded = sum(text.endswith("||") for text in barred) >= _PIPED
        whole = _whole_rows(region) if is_padded else region
        return [(number, _tabbed(text.strip(), is_padded)) for number, text in whole], is_padded
    if sum(text.endswith("|") for text in barred) >= _MOST * len(lines):
        return [(number, _unpadded(text)) for number, text in region], True
    return region, False


def _unpadded(text: str) -> str:
    """The cells of a row that is filled up with bars behind the last of them: 甲 | 乙 |||."""
    return "\t".join(cell.strip() for cell in text.rstrip(" |").split("|"))


def _whole_rows(region: list[Line]) -> Iterator[Line]:
    """Rows put together whose cells stand on lines of their own: | 项目名称 | ⏎ 河道清淤 | ⏎ |||||."""
    held: Line | None = None
    for number, raw in region:
        text = raw.strip()
        is_padding = len(text) > 1 and not text.strip("| ")
        if held is not None and text.endswith("|") and (is_padding or not text.startswith("|")):
            held = (held[0], f"{held[1]} {text}")
            continue
        if held is not None:
            yield held
        held = (number, text)
    if held is not None:
        yield held


def _tabbed(text: str, is_padded: bool) -> str:
    if not (text.startswith("|") and text.endswith("|") and len(text) > 1):
        return text
    if is_padded:
        return _unpadded(text[1:])
    return "" if _RULE.match(text) else text[1:-1].replace("|", "\t")


_TORN = 8
"""Characters of a label that a narrow cell has broken; longer lines are texts."""


def _flowed(region: list[Line], name: str) -> Iterator[Table]:
    from jiheng.reading.textlayer import blank_rows, cell_layout, cell_lines

    if cell_layout.is_laid_out_so(region):
        yield cell_lines.table(region, name)
        return
    are_rows = blank_rows.are_rows(region)
    if not are_rows and not _names_form(region):
        return
    from jiheng.reading import textlayer  # only few files need it
    from jiheng.reading.textlayer import spaced, spaced_lines

    if spaced_lines.is_spaced(region):
        found = spaced.table(region, name)
        if found is not None:
            yield found
            return
    if are_rows:
        table = cell_lines.table(list(blank_rows.cells_of(region)), name)
        table.note(0, _BLANKS)
        yield table
        return
    yield from textlayer.tables(region)


def _names_form(region: list[Line]) -> bool:
    """Whether a line names the project of a form, though broken, or is the title of a whole one."""
    return any(is_mark(text) or names_project(text) or is_whole_title(text) for _, text in region) or _is_torn(region)


def _is_torn(region: list[Line]) -> bool:
    """Whether a narrow cell has broken the label of the project's name over two lines: 项目名 / 称."""
    lines = [text.strip() for _, text in region if text.strip()]
    return any(
        len(above) + len(below) <= _TORN and meaning(printed(above + below)).head == "project"
        for above, below in pairwise(lines)
    )


def _one_a_line(region: list[Line], name: str) -> Table:
    """A cell a line behind a tab; a line without a tab goes on with the cell before, an empty line ends the row."""
    table = Table()
    row: list[tuple[int, str]] = []
    width = 0
    done: list[list[tuple[int, str]]] = []
    are_cells = True  # and no line of text between the rows
    for number, text in [*region, (0, "")]:
        if text.startswith("\t"):
            row.append((number, text[1:]))
        elif text.strip():
            if row:
                row[-1] = (row[-1][0], f"{row[-1][1]}\n{text}")
            else:
                row.append((number, text))
                are_cells = False
        elif row:
            if len(row) != width and any(understood(t)[1].column == "l3" for _, t in row):
                width = len(row)
            if are_cells and done and width and len(done[-1]) < width and len(done[-1]) + len(row) == width:
                done[-1].extend(row)
            else:
                done.append(row)
            row, are_cells = [], True
    for number, cells in enumerate(done):
        table.rows.append(
            [
                Cell(t, number, c, origin=Origin(name, line, row=number + 1, column=c + 1))
                for c, (line, t) in enumerate(cells)
            ]
        )
    return table


def _packed(region: list[Line]) -> list[Line] | None:
    """The cells of rows that have left no empty ones for merged cells, each as a line; None for any other rows.

    Such rows are read by their cells alone, as those are of which each has a line.
    """
    lines = [(number, text) for number, text in _unquoted(region) if text.strip()]
    if len({text.count("\t") for _, text in lines} - {0}) < _WIDTHS:
        return None
    rows = [(number, text.split("\t", MAX_COLUMNS)) for number, text in lines]
    several = [cells for _, cells in rows if len(cells) > 1]
    inner = [cell.strip() for cells in several for cell in "\t".join(cells).rstrip().split("\t")]
    if inner.count("") * _FULL > len(inner) and _keep_gaps(lines):
        return None
    from jiheng.reading.form import project_list

    if project_list.header_of(_rows(region, "")) is not None:  # its rows say which project they are of
        return None
    from jiheng.reading.textlayer import cell_layout

    cells = [(line, as_typed(cell)) for line, row in rows for cell in row]
    return cells if cell_layout.is_laid_out_so(cells) else None


def _keep_gaps(lines: list[Line]) -> bool:
    """Whether rows keep empty cells for merged ones: before the first cell of one, or between a label and its value."""
    rows = [[cell.strip() for cell in text.rstrip().split("\t")] for _, text in lines]
    several = [cells for cells in rows if len(cells) > 1]
    return any(not cells[0] or ("" in cells and meaning(printed(cells[0][:_NEAR])).head) for cells in several)


def _rows(region: list[Line], name: str) -> Table:
    """A table row a line, cells parted by tabs; a cell may be quoted or broken over lines."""
    table = Table()
    for number, (line, cells) in enumerate(_joined(region)):
        table.rows.append(
            [
                Cell(text, number, c, 1, 1, Origin(name, line, None, None, None, number + 1, c + 1))
                for c, text in enumerate(cells)
            ]
        )
    return table


def _joined(region: list[Line]) -> Iterator[tuple[int, list[str]]]:
    """Rows as lists of cells, rows that a line break in a cell has torn put together."""
    width = max((text.count("\t") for _, text in region), default=0)
    held: tuple[int, list[str]] | None = None
    for line, text in _unquoted(region):
        if not text.strip():
            continue
        cells = text.split("\t", MAX_COLUMNS)
        if "=" in text or "'" in text:
            cells = [as_typed(cell) for cell in cells]
        if held and len(held[1]) + len(cells) - 2 <= width and _goes_on(held[1], cells):
            held[1][-1] += "\n" + cells[0]
            held[1].extend(cells[1:])
            continue
        if held:
            yield held
        held = (line, cells)
    if held:
        yield held


def _goes_on(before: list[str], after: list[str]) -> bool:
    """Whether a row begins with the rest of the last cell of the one before; both are no wider than one row."""
    if not before[-1].strip() or not after[0].strip():
        return False
    upper, lower = printed(before[-1][:_NEAR]), printed(after[0][:_NEAR])
    if _COLON.search(lower) and is_word(_COLON.split(lower, 1)[0]):
        return False
    if _BRACKETED.match(lower) and meaning(upper).is_label and not _BRACKETED.match(upper):
        return True  # 产出指标 / （50分）
    if is_word(upper + lower) and key(upper + lower) not in (key(upper), key(lower)):
        return True
    if is_word(upper) and meaning(upper).goal:
        return False  # the texts below the labels of the goals
    if sum(meaning(printed(cell[:_NEAR])).is_label for cell in after[1:]) > 1:
        return False  # a header has a row of its own
    return len(before) > 1 and not (meaning(lower).is_label or is_figure(upper) or line_below().match(lower))


def _unquoted(region: list[Line]) -> Iterator[Line]:
    """Lines with the quoted cells of Excel made whole: "a⏎b" is one cell, "" is a quotation mark."""
    index = 0
    while index < len(region):
        number, text = region[index]
        index += 1
        if '"' in text:
            end = _closed(region, index)
            if end is not None:
                whole = "\n".join(line for _, line in region[index - 1 : end])
                text, index = "\t".join(map(_bare, whole.split("\t", MAX_COLUMNS))), end
        yield number, text


def _closed(region: list[Line], index: int) -> int | None:
    """Where the cell ends that the line before `index` leaves open; that line if none; None when it is never closed."""
    text = region[index - 1][1]
    cell = text[text.rfind("\t") + 1 :]
    marks = cell.count('"') if cell.startswith('"') else 0
    last = min(len(region), index + _QUOTED)
    while marks % 2 and index < last:
        marks += region[index][1].count('"')
        index += 1
    return None if marks % 2 else index


def _bare(cell: str) -> str:
    """The cell without the marks that Excel puts around one with a line break or a quotation mark in it."""
    is_quoted = len(cell) >= 2 and cell.startswith('"') and cell.endswith('"') and cell.count('"') % 2 == 0
    if is_quoted and ("\n" in cell or '""' in cell[1:-1]):
        return cell[1:-1].replace('""', '"')
    return cell


def as_typed(cell: str) -> str:
    """A cell without the formula or mark by which systems keep Excel from changing it: ="00123", '00123."""
    if not cell.lstrip().startswith(("'", "=")):
        return cell
    if _TEXT_MARK.match(cell):
        return cell[1:]
    match = _TEXT_FORMULA.match(cell.strip()) if cell.lstrip().startswith("=") else None
    return match[1].replace('""', '"') if match else cell
