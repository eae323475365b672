"""Pages whose text runs sideways or upside down, turned so that most of it runs to the right."""

from collections import Counter

from jiheng.reading.tables.page import Box, Glyph, Mark, Page, Rule


def upright(page: Page) -> tuple[Page, int]:
    """The page as it is read, and by how many quarters clockwise it was turned for that."""
    turns = Counter(glyph.turn for glyph in page.glyphs)
    most = max(turns, key=lambda turn: (turns[turn], -turn), default=0)
    quarters = -most % 4
    return (page, 0) if not quarters else (_turned(page, quarters), quarters)


def back(box: Box, width: float, height: float, quarters: int) -> Box:
    """A box of the turned page as a box of the page before; width and height are those of the page before."""
    x0, y0, x1, y1 = box
    if quarters == 1:
        return y0, height - x1, y1, height - x0
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    if quarters == 3:
        return width - y1, x0, width - y0, x1
    return box


def _turned(page: Page, quarters: int) -> Page:
    width, height = page.width, page.height

    def box(left: float, top: float, right: float, bottom: float) -> Box:
        if quarters == 1:
            return height - bottom, left, height - top, right
        if quarters == 2:
            return width - right, height - bottom, width - left, height - top
        return top, width - right, bottom, width - left

    glyphs = [Glyph(g.text, *box(g.left, g.top, g.right, g.bottom), turn=(g.turn + quarters) % 4) for g in page.glyphs]
    marks = [Mark(*box(m.x, m.y, m.x, m.y)[:2], m.word) for m in page.marks]
    rules = []
    for rule in page.rules:
        start = (
            (rule.start, rule.at, rule.end, rule.at) if rule.horizontal else (rule.at, rule.start, rule.at, rule.end)
        )
        left, top, right, bottom = box(*start)
        level = rule.horizontal == (quarters == 2)
        rules.append(Rule(True, top, left, right) if level else Rule(False, left, top, bottom))
    size = (width, height) if quarters == 2 else (height, width)
    return Page(page.number, *size, rules, glyphs, page.unmapped, page.pictures, marks)
