"""One OFD page → its glyphs and rules, in points from its top left, as the page model of PDF and scans has them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.ofd_file import (
    Element,
    OfdDocument,
    OfdFile,
    OfdPage,
    area_of,
    children,
    first,
    local,
    numbers,
)
from jiheng.reading.formats.ofd_geometry import (
    IDENTITY,
    POINTS,
    Transform,
    boundary,
    deltas,
    matrix,
    outline,
)
from jiheng.reading.formats.ofd_ink import Inks, darkness, is_written
from jiheng.reading.tables import strikes
from jiheng.reading.tables.page import CLOSING, CUT, OPENING, UNREAD, UNTOLD, Box, Glyph, Mark, Page, Rule
from jiheng.reading.tables.radicals import common
from jiheng.reading.tables.symbol_fonts import sign

MAX_OBJECTS = 100_000
MAX_GLYPHS = 200_000
_DEPTH = 12
"""Blocks within blocks, units within units."""
_THIN = 3.0
"""A filled shape no thicker than this, in points, is a rule."""
_SHORT = 1.0
_ASCENT, _DESCENT = 0.88, 0.12
"""A glyph's box above and below its base line, in sizes."""
_HALF = frozenset(map(chr, range(0x20, 0x7F)))
_BLANK = frozenset((*range(0x21), 0xA0, 0xAD, 0x3000, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_UNTOLD = frozenset((UNREAD, "\xa4"))
"""What programs write for a glyph that they know by its number alone."""
_UNREAD_NOTES = frozenset(("watermark", "link", "stamp"))
"""Annotations that lie over a page without being part of what was filled in."""


_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its place in points, the id of its resource, and how it is turned to lie there."""

    box: Box
    resource: str
    quarters: int = 0
    """Quarter turns clockwise."""
    is_mirrored: bool = False


@dataclass(slots=True)
class PageContent:
    """What stands on a page."""

    document: OfdDocument
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    strokes: list[Rule] = field(default_factory=list)
    """Lines of annotations: they strike through, they rule no table."""
    pictures: list[Picture] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    inks: Inks = field(default_factory=Inks)
    objects: int = 0
    unmapped: int = 0
    in_note: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where objects are drawn: from their coordinates to points of the page, and what is seen of them."""

    transform: Transform
    seen: Box
    depth: int = 0
    clip: Box = _EVERYWHERE
    """What the clips of the object and of those around it leave to be seen."""


def read_page(file: OfdFile, page: OfdPage) -> tuple[Page, list[Picture]]:
    """The page and its pictures. Raises Unreadable for a damaged part and for a page with too much on it."""
    content = file.xml(page.part)
    for resource in children(content, "PageRes"):
        file.add_resources(page.document, file.resolved(page.part, resource.text or ""))
    left, top, wide, high = area_of(content, page.area)
    found = PageContent(page.document)
    paper = (0.0, 0.0, wide * POINTS, high * POINTS)
    place = _Place(Transform(POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS), paper)
    templates = [page.document.templates.get(used.get("TemplateID", "")) for used in children(content, "Template")]
    behind = [part for part, order in filter(None, templates) if order != "Foreground"]
    before = [part for part, order in filter(None, templates) if order == "Foreground"]
    for part in behind:
        _add_layers(found, file.xml(part), place)
    _add_layers(found, content, place)
    for part in before:
        _add_layers(found, file.xml(part), place)
    _add_notes(found, file, page, place)
    rules, glyphs, marks = strikes.apart([*found.rules, *found.strokes], found.inks.unseen(found.glyphs))
    drawn = {id(rule) for rule in found.strokes}
    rules = [rule for rule in rules if id(rule) not in drawn]
    if found.unmapped:
        marks += [Mark(*glyph.middle, UNTOLD) for glyph in glyphs if UNREAD in glyph.text]
    size = paper[2], paper[3]
    return Page(
        page.number, *size, rules, glyphs, found.unmapped, len(found.pictures), found.marks + found.inks.marks + marks
    ), found.pictures


def _add_layers(found: PageContent, content: Element, place: _Place) -> None:
    layers = first(content, "Content")
    for layer in children(layers, "Layer") if layers is not None else ():
        _add_objects(found, layer, place)


def _add_notes(found: PageContent, file: OfdFile, page: OfdPage, place: _Place) -> None:
    part = page.document.annotations.get(page.id)
    if part is None or not file.has(part):
        return
    found.in_note = True
    for note in children(file.xml(part), "Annot"):
        if note.get("Type", "").lower() in _UNREAD_NOTES or note.get("Visible", "true").lower() == "false":
            continue
        for appearance in children(note, "Appearance"):
            _add_objects(found, appearance, _inside(place, appearance))
    found.in_note = False


def _inside(place: _Place, item: Element) -> _Place:
    """Where the inside of a unit is drawn: by its CTM, then within its boundary."""
    box = boundary(item.get("Boundary"))
    own = matrix(item.get("CTM"))
    if box is None:
        moved, seen = own.then(place.transform), place.seen
        outer = place.transform
    else:
        outer = Transform(e=box[0], f=box[1]).then(place.transform)
        moved = own.then(outer)
        seen = _common(place.seen, place.transform.box(box[0], box[1], box[0] + box[2], box[1] + box[3]))
    clip = place.clip
    for clips in children(item, "Clips"):
        is_turned = clips.get("TransFlag", "true").lower() != "false"
        for node in children(clips, "Clip"):
            areas = list(_areas(node, moved if is_turned else outer))
            if areas:
                lefts, tops, rights, bottoms = zip(*areas, strict=True)
                clip = _common(clip, (min(lefts), min(tops), max(rights), max(bottoms)))
    return _Place(moved, seen, place.depth + 1, clip)


def _areas(clip: Element, to_page: Transform) -> Iterator[Box]:
    """The boxes of the areas of a clip, of which it shows all."""
    for area in children(clip, "Area"):
        for path in children(area, "Path"):
            box = boundary(path.get("Boundary"))
            inside = matrix(path.get("CTM")).then(Transform(e=box[0], f=box[1]) if box is not None else IDENTITY)
            inside = inside.then(matrix(area.get("CTM"))).then(to_page)
            data = first(path, "AbbreviatedData")
            _, points = outline(data.text) if data is not None and data.text else ([], [])
            if points:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                yield inside.box(min(xs), min(ys), max(xs), max(ys))


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _add_objects(found: PageContent, parent: Element, place: _Place) -> None:
    if place.depth > _DEPTH:
        return
    for item in parent:
        found.objects += 1
        if found.objects > MAX_OBJECTS or len(found.glyphs) > MAX_GLYPHS:
            raise Unreadable(f"一页里有超过 {MAX_OBJECTS} 个图形对象，没有读完", "请核实文件来源。")
        name = local(item)
        if not name or item.get("Visible", "true").lower() == "false" or item.get("Alpha") == "0":
            continue
        if name == "PageBlock":
            _add_objects(found, item, replace(place, depth=place.depth + 1))
        elif name == "TextObject":
            _add_text(found, item, _inside(place, item))
        elif name == "PathObject":
            _add_path(found, item, _inside(place, item))
        elif name == "ImageObject":
            found.pictures.append(_picture(item, place))
            found.inks.picture(found.pictures[-1].box)
        elif name == "CompositeObject":
            unit = found.document.units.get(item.get("ResourceID", ""))
            content = first(unit, "Content") if unit is not None else None
            if content is not None:
                _add_objects(found, content, _inside(place, item))


def _picture(item: Element, place: _Place) -> Picture:
    """A picture fills the unit square, which its CTM brings to its place; without one it fills its boundary."""
    to_page, box = _inside(place, item).transform, boundary(item.get("Boundary"))
    if item.get("CTM") is None and box is not None:
        to_page = Transform(a=box[2], d=box[3]).then(to_page)
    is_mirrored = to_page.a * to_page.d < to_page.b * to_page.c
    return Picture(to_page.box(0, 0, 1, 1), item.get("ResourceID", ""), to_page.quarters() or 0, is_mirrored)


def _add_text(found: PageContent, item: Element, place: _Place) -> None:
    size = (numbers(item.get("Size")) or [0.0])[0]
    turned = _turn(item)
    quarter = turned.then(place.transform).quarters()
    if size <= 0 or quarter is None or not is_written(item):
        return
    stretch = (numbers(item.get("HScale")) or [1.0])[0]
    font = found.document.fonts.get(item.get("Font", ""), "")
    x = y = 0.0
    whole: list[tuple[str, Box]] = []
    for code in children(item, "TextCode"):
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        for character, left, base, wide in _characters(code, x, y, size, stretch, _runs(item)):
            text = _shown(found, character, font)
            if text is None:
                continue
            own = turned.then(Transform(e=left, f=base))
            corners = own.then(place.transform).box(0, -_ASCENT * size, wide, _DESCENT * size)
            if _lies_in(_middle(corners), place.seen):
                whole.append((text, _inked(text, corners, quarter)))
    shown = [glyph for glyph in whole if _lies_in(_middle(glyph[1]), place.clip)]
    if shown and len(shown) < len(whole):  # a cell too small for its text: the whole belongs where a part is seen
        lefts, tops, rights, bottoms = zip(*(box for _, box in shown), strict=True)
        box = min(lefts), min(tops), max(rights), max(bottoms)
        found.marks.append(Mark(*_middle(box), CUT))
        shown = [("".join(text for text, _ in whole), box)]
    glyphs = [Glyph(text, *box, turn=quarter) for text, box in shown]
    found.glyphs += glyphs
    found.inks.text(glyphs, darkness(item))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _turn(item: Element) -> Transform:
    """How each glyph is turned on its own (CharDirection), clockwise."""
    return {90: Transform(0, 1, -1, 0), 180: Transform(-1, 0, 0, -1), 270: Transform(0, -1, 1, 0)}.get(
        int((numbers(item.get("CharDirection")) or [0])[0]), IDENTITY
    )


def _runs(item: Element) -> tuple[float, float]:
    """The direction in which text without advances runs (ReadDirection)."""
    direction = int((numbers(item.get("ReadDirection")) or [0])[0])
    return {90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}.get(direction, (1.0, 0.0))


def _characters(
    code: Element, x: float, y: float, size: float, stretch: float, runs: tuple[float, float]
) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its origin and width. A program that counts a rare character as two gives it two steps."""
    text = (code.text or "").strip("\r\n\t")
    units = len(text.encode("utf-16-le")) // 2
    steps_x, steps_y = deltas(code.get("DeltaX"), units), deltas(code.get("DeltaY"), units)
    double = max(len(steps_x), len(steps_y)) >= units - 1 > len(text) - 1
    has_steps = bool(steps_x or steps_y)
    place = 0
    for character in text:
        wide = size * stretch * (0.5 if character in _HALF else 1.0)
        taken = 2 if double and ord(character) > 0xFFFF else 1
        dx, dy = sum(steps_x[place : place + taken]), sum(steps_y[place : place + taken])
        short = place >= max(len(steps_x), len(steps_y))
        if short and has_steps and place < len(text):
            dx, dy = (steps_x[-1] if steps_x else 0.0), (steps_y[-1] if steps_y else 0.0)
        elif not has_steps:
            dx, dy = runs[0] * wide, runs[1] * wide
        yield character, x, y, min(wide, dx) if 0.3 * size < dx else wide
        x, y = x + dx, y + dy
        place += taken


def _shown(found: PageContent, character: str, font: str) -> str | None:
    """A character as a reader sees it; None for what cannot be seen."""
    code = ord(character)
    if code in _BLANK:
        return None
    if character in _UNTOLD:
        found.unmapped += 1
        return UNREAD
    if 0xE000 <= code < 0xF900:
        return sign(code, font) or character
    return common(character)


def _inked(text: str, box: Box, quarter: int) -> Box:
    """The half of a full-width stop or bracket that holds ink."""
    middle = (box[0] + box[2]) / 2
    if quarter or box[2] - box[0] < 0.8 * (box[3] - box[1]):
        return box
    if text in CLOSING:
        return box[0], box[1], middle, box[3]
    return (middle, box[1], box[2], box[3]) if text in OPENING else box


def _lies_in(point: tuple[float, float], box: Box) -> bool:
    slack = 1.0
    return box[0] - slack <= point[0] <= box[2] + slack and box[1] - slack <= point[1] <= box[3] + slack


def _add_path(found: PageContent, item: Element, place: _Place) -> None:
    data = first(item, "AbbreviatedData")
    if data is None or not data.text:
        return
    pieces, points = outline(data.text)
    if not points:
        return
    target = found.strokes if found.in_note else found.rules
    to_page = place.transform
    strokes = item.get("Stroke", "true").lower() != "false"
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    whole = to_page.box(min(xs), min(ys), max(xs), max(ys))
    if min(whole[2] - whole[0], whole[3] - whole[1]) <= _THIN:
        if strokes or item.get("Fill", "false").lower() == "true":
            target += _rules(whole, _common(place.seen, place.clip))
        return
    found.inks.area(item, _common(whole, _common(place.seen, place.clip)), len(points))
    if strokes:
        for (x0, y0), (x1, y1) in pieces:
            target += _rules(
                to_page.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), _common(place.seen, place.clip)
            )


def _rules(box: Box, seen: Box) -> Iterator[Rule]:
    """A thin box as a rule, as far as it is seen; a line's boundary may be as thin as the line."""
    slack = _THIN
    left, right = max(box[0], seen[0] - slack), min(box[2], seen[2] + slack)
    top, bottom = max(box[1], seen[1] - slack), min(box[3], seen[3] + slack)
    wide, high = right - left, bottom - top
    if wide < 0 or high < 0:
        return
    if high <= _THIN and wide > high and wide >= _SHORT:
        yield Rule(True, (top + bottom) / 2, left, right)
    elif wide <= _THIN and high >= _SHORT:
        yield Rule(False, (left + right) / 2, top, bottom)
