"""What was seen in a table → what is taken for its text, and the doubt that remains (needs jiheng[ocr])."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, LEVELS, POINTS, Origin
from jiheng.quantity.words import is_dash
from jiheng.reading.form import recognise
from jiheng.reading.form.column_likelihood import fund, is_amount, is_figure, is_sign
from jiheng.reading.scan import blind_spots, column_names
from jiheng.reading.scan.arithmetic import broken, choose
from jiheng.reading.scan.page import PageTrouble, SeenLine, SeenPage
from jiheng.reading.scan.settled import CHECK, Settled
from jiheng.reading.tables.table import Cell, Table

_SIGNS = "≥≤≧≦=>＜＞<＝"
_LOOKALIKES = {"二": "=", "三": "=", "ニ": "=", "一一": "=", "＝": "=", "z": "≥", "Z": "≥"}
"""What the signs are taken for where nothing says that they are signs."""
_KINDS = "定性量"
_FIGURE_FIELDS = frozenset(FUND_FIELDS)
_FIGURE_CHARACTERS = "0123456789.,%％-—"
_WORDED = frozenset(INDICATOR_FIELDS) - {*LEVELS, *POINTS, "property"}
"""Columns in which a lone stroke is a dash."""
_SURE = 0.55
"""Below this certainty of a character its cell is doubted."""
_SURE_FIGURE = 0.75
"""The same for cells of figures, where every character counts and none helps the other."""
_STOPS = re.compile(r"([\d%％])[.·,。]+([%％]?)$")
"""Dust behind a figure that was read as a stop."""
_BY_PLACE = f"图片里的表没有框线，这个数是按位置归栏的，{CHECK}"
_VERY_SURE = 0.999
"""A figure that breaks a sum is doubted below this certainty."""
_SHORT, _SEVERAL = 20, 3
"""So many cells of one column that hold two short texts side by side each tell that a column was lost."""
_AREA = re.compile("面积|平方|亩")
"""Words of a row that is about an area."""


def settle(table: Table, pages: Mapping[int, SeenPage]) -> Table:
    """The table with its texts settled by their place in the form; cells of pages not seen stay as they are."""
    seen = {cell.origin: lines for cell, lines in _seen_cells(table, pages) if cell.origin is not None}
    if not seen:
        return _by_place(table) if any(page.trouble is PageTrouble.NO_RULES for page in pages.values()) else table
    table, misnamed = column_names.mended(table, {origin: _certainty(lines) for origin, lines in seen.items()})
    fields = _fields(table)
    areas = {c.origin for row in table.rows if any(_AREA.search(c.text) for c in row) for c in row}
    settled = {
        origin: _doubted(_mended(lines, fields.get(origin, ""), origin in areas), lines)
        for origin, lines in seen.items()
        if origin not in misnamed.labels
    }
    table = _with(table, settled)
    settled |= _by_arithmetic(table, settled)
    table = _with(table, settled)
    for origin, why in (*misnamed.below.items(), *_broken(table, seen)):
        if origin in settled and settled[origin].doubt is None:
            settled[origin] = replace(settled[origin], doubt=why)
    _note_two_in_one(table, seen)
    return _shown(_with(table, settled), pages)


def _by_place(table: Table) -> Table:
    """A table of a page without rules, put together by where its words stand: its figures are doubted."""
    for row in table.rows:
        for at, cell in enumerate(row):
            if cell.doubt is None and is_amount("".join(cell.text.split())):
                row[at] = msgspec.structs.replace(cell, doubt=_BY_PLACE)
    return table


def _seen_cells(table: Table, pages: Mapping[int, SeenPage]) -> Iterator[tuple[Cell, list[SeenLine]]]:
    """Every cell of a page that was seen, with its lines from top to bottom."""
    for row in table.rows:
        for cell in row:
            origin = cell.origin
            if origin is None or origin.box is None or origin.page is None or origin.page not in pages:
                continue
            left, top, right, bottom = origin.box
            lines = [
                line
                for line in pages[origin.page].lines
                if left <= line.middle[0] <= right and top <= line.middle[1] <= bottom
            ]
            if lines:
                yield cell, sorted(lines, key=lambda line: line.middle[1])


def _certainty(lines: Sequence[SeenLine]) -> float:
    """How surely the least certain character of a cell was read."""
    return min((line.first.read().certainty for line in lines), default=0.0)


def _fields(table: Table) -> dict[Origin, str]:
    """Which field of the form the cell of an origin is, as the recogniser sees it."""
    return {
        origin: place.rpartition(".")[2] for form in recognise.forms(table) for place, origin in form.origins.items()
    }


def _settled(lines: Sequence[SeenLine], field: str) -> Settled:
    if len(lines) == 1 and blind_spots.is_slash(lines[0]):
        return Settled("/")
    if field in _FIGURE_FIELDS:
        return _figure(lines)
    if field == "property":
        return _sign(lines)
    if field in _WORDED and len(lines) == 1 and _is_stroke(lines[0]):
        return Settled("—")
    return _without_stops(_text(lines))


def _mended(lines: Sequence[SeenLine], field: str, is_area: bool) -> Settled:
    """With the signs that the recogniser never gives; none of them stands in the column of ≥ and ≤."""
    settled = _settled(lines, field)
    return settled if field == "property" and settled.text else blind_spots.mended(settled, lines, is_area)


def _doubted(settled: Settled, lines: Sequence[SeenLine]) -> Settled:
    """What stood under a seal, or was read in part, is doubted however sure the rest was read."""
    if settled.doubt is not None:
        return settled
    if any(line.is_stamped for line in lines):
        return replace(settled, doubt=f"这一格上盖有印章，是去掉印章后读出的，{CHECK}")
    if any(line.has_unread for line in lines):
        return replace(settled, doubt=f"这一格有没认出来的笔画（可能是 ☑、㎡ 之类的符号），{CHECK}")
    return settled


def _are_two(lines: Sequence[SeenLine]) -> bool:
    """Whether a cell holds two figures: side by side, or one below the other though there was room.

    A figure that is broken over two lines fills the first of them.
    """
    if any(line.has_gap for line in lines):
        return True
    wide = [line.box[2] - line.box[0] for line in lines]
    figures = all(is_figure(line.first.read().text.rstrip("%％")) for line in lines)
    return len(lines) > 1 and figures and wide[0] <= wide[-1] + 0.3 * lines[0].height


def _is_stroke(line: SeenLine) -> bool:
    """Whether a line is one flat stroke; what the recogniser takes a lone one for says little."""
    return line.is_stroke and len(line.first.read().text) <= 1


def _text(lines: Sequence[SeenLine]) -> Settled:
    readings = [line.first.read() for line in lines]
    text = "\n".join(reading.text for reading in readings)
    weak = [(s, c) for reading in readings for c, s in zip(reading.text, reading.certainties, strict=False)]
    certainty, character = min(weak, default=(0.0, ""))
    others = _second(lines, text)
    if others and _figures(text) != _figures(others[0]):
        return Settled(text, others, _two(text, others[0]))
    if certainty < _SURE:
        return Settled(text, others, f"图片识别，「{character}」字把握只有 {certainty:.0%}，{CHECK}")
    return Settled(text, others)


def _figure(lines: Sequence[SeenLine]) -> Settled:
    """A cell that holds a figure or a dash and nothing else."""
    if len(lines) == 1 and lines[0].is_stroke:
        return Settled("—")
    plain = _without_stops(_text(lines))
    if _are_two(lines) and plain.doubt is None:
        return replace(
            plain, doubt=f"这一格里像是有两个数（「{' '.join(plain.text.split())}」），可能少看了一条竖线，{CHECK}"
        )
    bare = "".join(plain.text.split())
    certainty = _certainty(lines)
    if not is_figure(bare.rstrip("%％")) and not is_dash(bare) and fund("initial", bare) > 0:
        strict = [line.first.read(_FIGURE_CHARACTERS) for line in lines]
        text = "".join(reading.text for reading in strict)
        if is_figure(text.rstrip("%％")) and min(r.certainty for r in strict) > 0.02:
            return Settled(text, (bare,), f"图片识别为「{bare}」，这一栏只能是数，按「{text}」读入，{CHECK}")
        return replace(plain, doubt=plain.doubt or f"图片识别为「{bare}」，这一栏应当是数，{CHECK}")
    if plain.doubt is None and certainty < _SURE_FIGURE:
        return replace(plain, doubt=f"图片识别，把握只有 {certainty:.0%}，{CHECK}")
    return plain


def _without_stops(settled: Settled) -> Settled:
    """A figure without the stop behind it: it is dust, or the rest of a figure."""
    bare = "".join(settled.text.split())
    text = _STOPS.sub(r"\1\2", bare)
    if text == bare or not is_figure(text.rstrip("%％") or "0"):
        return settled
    return Settled(text, (bare,), f"图片识别为「{bare}」，按「{text}」读入，{CHECK}")


def _sign(lines: Sequence[SeenLine]) -> Settled:
    """A cell that holds ≥, ≤, =, 定性 or the like and nothing else."""
    plain = _text(lines)
    bare = "".join(plain.text.split())
    if bare in _LOOKALIKES:
        return Settled(_LOOKALIKES[bare])
    if not bare or bare in _SIGNS or set(bare) <= set(_KINDS) or is_sign(bare):
        return plain
    if len(lines) == 1 and len(bare) <= 2:
        strict = lines[0].first.read(_SIGNS + _KINDS)
        if len(strict.text) == 1 and strict.text in _SIGNS and strict.certainty > 0.02:
            return Settled(strict.text, (bare,), f"图片识别为「{bare}」，按性质一栏读作「{strict.text}」，{CHECK}")
    return replace(plain, doubt=plain.doubt or f"图片识别为「{bare}」，这一栏应当是 ≥、≤、＝ 之类的符号，{CHECK}")


def _second(lines: Sequence[SeenLine], text: str) -> tuple[str, ...]:
    """The text by the second reading of its figures, when that is another one."""
    other = "\n".join((line.second or line.first).read().text for line in lines)
    return (other,) if other != text else ()


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in ".．")


def _two(text: str, other: str) -> str:
    bare, second = "".join(text.split()), "".join(other.split())
    if len(bare) > 20:
        return f"图片里的数两次识别不一致（{_figures(text)}、{_figures(other)}），{CHECK}"
    return f"两次识别不一致，也可能是「{second}」，{CHECK}"


def _by_arithmetic(table: Table, settled: Mapping[Origin, Settled]) -> dict[Origin, Settled]:
    """The cells whose other reading the sums of their form ask for."""
    found: dict[Origin, Settled] = {}
    for form in recognise.forms(table):
        others = {place: settled[o].others for place, o in form.origins.items() if o in settled and settled[o].others}
        for place, choice in choose(form, others).items():
            origin = form.origins[place]
            before = "".join(settled[origin].text.split())
            why = f"两次识别为「{before}」和「{choice.text}」，按表内勾稽关系（{choice.sum}）取后者，{CHECK}"
            found[origin] = Settled(choice.text, (before,), why)
    return found


def _broken(table: Table, seen: Mapping[Origin, Sequence[SeenLine]]) -> Iterator[tuple[Origin, str]]:
    """The cells of sums that do not hold, and why they are doubted: those read less surely, or else the total."""
    for form in recognise.forms(table):
        for places, name in broken(form):
            origins = [form.origins[place] for place in places if form.origins.get(place) in seen]
            weak = [origin for origin in origins if _certainty(seen[origin]) < _VERY_SURE]
            why = f"按表内勾稽关系（{name}）对不上，可能认错了，也可能原件如此，{CHECK}"
            yield from ((origin, why) for origin in weak or origins[:1])


def _note_two_in_one(table: Table, seen: Mapping[Origin, Sequence[SeenLine]]) -> None:
    """Say of a column that several of its cells hold two texts side by side, so that another one may be lost in it."""
    torn: dict[tuple[int, int], list[Cell]] = {}
    for row in table.rows:
        for cell in row:
            lines = seen.get(cell.origin, ()) if cell.origin is not None else ()
            if any(line.has_gap for line in lines) and len(cell.text) <= _SHORT:
                torn.setdefault((cell.column, cell.columns), []).append(cell)
    for cells in torn.values():
        if len(cells) >= _SEVERAL:
            texts = "、".join(f"「{' '.join(cell.text.split())}」" for cell in cells[:2])
            word = f"有 {len(cells)} 格里像是挤着两栏的内容（{texts} 等），可能少看了一条竖线、丢了一栏，{CHECK}"
            table.note(cells[0].row, word)


def _with(table: Table, settled: Mapping[Origin, Settled]) -> Table:
    def cell(before: Cell) -> Cell:
        after = settled.get(before.origin) if before.origin is not None else None
        return before if after is None else msgspec.structs.replace(before, text=after.text, doubt=after.doubt)

    return msgspec.structs.replace(table, rows=[[cell(c) for c in row] for row in table.rows])


def _shown(table: Table, pages: Mapping[int, SeenPage]) -> Table:
    """The boxes of cells where they lie on the page as it is shown, which may be askew."""

    def cell(before: Cell) -> Cell:
        origin = before.origin
        if origin is None or origin.box is None or origin.page is None or origin.page not in pages:
            return before
        box = pages[origin.page].shown(origin.box)
        return msgspec.structs.replace(before, origin=msgspec.structs.replace(origin, box=box))

    return msgspec.structs.replace(table, rows=[[cell(c) for c in row] for row in table.rows])
