"""Seals, slanted photographs, turned pages, lost rules and lone strokes, on drawn pictures without the recogniser."""

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("onnxruntime")

from jiheng.reading.scan import bend, lost_rules, open_columns, perspective, rules, seal, shapes, skew  # noqa: E402
from jiheng.reading.scan.lines import InkLine, cell_lines, strokes  # noqa: E402
from jiheng.reading.scan.ocr import Seen  # noqa: E402
from jiheng.reading.scan.picture import prepare  # noqa: E402
from jiheng.reading.tables.grid import Rule, grids  # noqa: E402

WIDE, HIGH = 1700, 2400
XS, YS = (150, 500, 900, 1550), (300, 600, 1000, 1400, 2000)


def ruled():
    page = np.full((HIGH, WIDE), 255, np.uint8)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), 0, 3)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), 0, 3)
    return page


def cells(picture):
    scale = 842 / max(picture.grey.shape)
    found = [Rule(r.horizontal, r.at * scale, r.start * scale, r.end * scale) for r in picture.rules]
    return [len(grid.regions) for grid in grids(found, [])[0]]


def shown(picture, x, y):
    at = picture.origin @ [x, y, 1.0]
    return at[:2] / at[2]


@pytest.mark.full
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_turned_by_quarters_is_upright_and_its_places_are_known(quarters):
    page = ruled()
    cv2.rectangle(page, (600, 700), (640, 740), 0, -1)
    source = np.ascontiguousarray(np.rot90(page, -quarters))
    picture = prepare(source, quarters)
    assert cells(picture) == [12]
    left, top = shown(picture, 600, 700)
    assert source[int(top) - 60 : int(top) + 60, int(left) - 60 : int(left) + 60].min() == 0
    square = np.argwhere(cv2.erode(255 - source, np.ones((20, 20), np.uint8)) > 0).mean(axis=0)
    y, x = np.argwhere(cv2.erode(picture.ink, np.ones((20, 20), np.uint8)) > 0).mean(axis=0)
    assert shown(picture, x, y) == pytest.approx(square[::-1], abs=3)


@pytest.mark.full
@pytest.mark.parametrize("slant", [0.015, 0.03, 0.06])
def test_a_photograph_at_a_slant_is_made_square(slant):
    wide, high = WIDE * slant, HIGH * slant
    target = np.array([[2 * wide, high], [WIDE - wide, 0], [WIDE, HIGH - high], [0, HIGH]], np.float32)
    source = np.array([[0, 0], [WIDE, 0], [WIDE, HIGH], [0, HIGH]], np.float32)
    moved = cv2.getPerspectiveTransform(source, target)
    picture = prepare(cv2.warpPerspective(ruled(), moved, (WIDE, HIGH), borderValue=(120,), flags=cv2.INTER_CUBIC))
    assert cells(picture) == [12]


@pytest.mark.full
@pytest.mark.parametrize("amount", [12, 35])
def test_a_sheet_that_is_not_flat_is_flattened(amount):
    page = ruled()
    for row in range(700, 2000, 130):
        write(page, 540, row, count=9)
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    bent = cv2.remap(page, x, y + amount * np.sin(x / WIDE * 3.3), cv2.INTER_CUBIC, borderValue=(255,))
    assert cells(prepare(bent)) == [12]


def test_a_flat_page_is_left_as_it_is():
    page = ruled()
    write(page, 540, 700, count=9)
    assert bend.flattened(page) is page
    blank = np.full((300, 200), 255, np.uint8)
    assert bend.flattened(blank) is blank


def test_a_page_that_is_square_or_only_askew_is_not_taken_for_a_photograph():
    assert perspective.corners(ruled()) is None
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), 2.5, 1.0)
    askew = cv2.warpAffine(ruled(), turn, (WIDE, HIGH), borderValue=255)
    assert perspective.corners(askew) is None
    assert skew.angle(askew) == pytest.approx(-2.5, abs=0.05)


def test_broken_rules_are_followed_over_their_gaps():
    random = np.random.default_rng(4)
    page = ruled()
    for _ in range(220):
        y, x = random.integers(250, 2050), random.integers(100, 1600)
        page[y : y + 18, x : x + 18] = 255
    assert cells(prepare(page)) == [12]


def test_a_gap_between_two_crossing_rules_is_a_cell_that_spans_it():
    page = ruled()
    page[YS[1] - 3 : YS[1] + 4, XS[1] + 3 : XS[2] - 2] = 255
    assert cells(prepare(page)) == [11]


def test_a_thin_rule_that_passes_from_row_to_row_is_kept():
    page = np.full((HIGH, WIDE), 255, np.float32)
    for x in range(100, 1600):  # half a degree askew: its darkness is shared between two rows of pixels
        at = 500 + x * 0.0087
        page[int(at), x] -= 90 * (1 - at % 1)
        page[int(at) + 1, x] -= 90 * (at % 1)
    assert rules._is_drawn(page.astype(np.uint8), 100, 500, 1600, 515)


def test_a_red_seal_goes_and_black_print_under_it_stays():
    page = cv2.cvtColor(ruled(), cv2.COLOR_GRAY2RGB)
    page[800:830, 1000:1200] = 10
    cv2.circle(page, (1100, 800), 180, (205, 40, 45), 24)
    cv2.circle(page, (1100, 800), 40, (205, 40, 45), -1)
    page[800:830, 1080:1120] = (40, 0, 0)  # printed where the seal is
    grey, where = seal.take_out(page)
    assert grey[815, 1100] < 80 and grey[800, 1100 - 180] > 230 and grey[780, 1100] > 230
    assert where is not None and where[780, 1100] == 255 and where[600, 300] == 0
    assert seal.take_out(cv2.cvtColor(ruled(), cv2.COLOR_GRAY2RGB))[1] is None


def grey_seal(page, x, y, radius=170, shade=120):
    ring = np.full(page.shape, 255, np.uint8)
    cv2.circle(ring, (x, y), radius, (shade,), 14)
    cv2.circle(ring, (x, y), radius // 4, (shade,), -1)
    for n in range(9):
        angle = 2 * np.pi * n / 9
        at = (int(x + 0.65 * radius * np.cos(angle)), int(y + 0.65 * radius * np.sin(angle)))
        cv2.rectangle(ring, (at[0] - 12, at[1] - 12), (at[0] + 12, at[1] + 12), (shade,), 6)
    return np.minimum(page, ring)


@pytest.mark.full
@pytest.mark.parametrize(("x", "y"), [(900, 700), (1100, 1000), (420, 1450)])
def test_a_seal_on_a_grey_page_goes_and_black_print_and_rules_under_it_stay(x, y):
    page = ruled()
    page[y - 130 : y - 100, x + 80 : x + 110] = 10
    source = grey_seal(page, x, y)
    source[y - 130 : y - 100, x + 80 : x + 110] = 10  # printed over a stroke of the seal
    grey, where = seal.take_out_grey(source)
    assert grey[y - 115, x + 95] < 40 and grey[y + 10, x + 10] > 230
    assert where is not None and where[y + 120, x - 120] == 255 and not where[300:340, 160:480].any()
    picture = prepare(source)
    assert cells(picture) == [12] and picture.stamped is not None


def test_grey_print_and_shaded_cells_are_no_seal():
    page = ruled()
    page[700:1000, 910:1540] = np.minimum(page[700:1000, 910:1540], 180)
    for row in range(6):
        for n in range(20):
            cv2.rectangle(page, (180 + n * 34, 1450 + row * 60), (204 + n * 34, 1480 + row * 60), (110,), 8)
    assert seal.take_out_grey(page)[1] is None
    assert seal.take_out_grey(ruled())[1] is None


def drawn(*points, thickness=3):
    ink = np.zeros((100, 200), np.uint8)
    cv2.polylines(ink, [np.array(points, np.int32)], False, 255, thickness)
    y, x = np.nonzero(ink)
    return ink, InkLine(int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1, 200.0)


@pytest.mark.parametrize(
    ("points", "slash"),
    [
        (((50, 70), (62, 40)), True),
        (((50, 72), (70, 40)), True),
        (((60, 70), (60, 40)), False),
        (((50, 40), (62, 70)), False),
        (((50, 40), (68, 40), (56, 70)), False),
        (((54, 46), (60, 40), (60, 70)), False),
        (((50, 55), (75, 55)), False),
    ],
    ids=["slash", "flat slash", "one", "backslash", "seven", "one with flag", "dash"],
)
def test_a_slash_is_told_by_its_stroke(points, slash):
    ink, line = drawn(*points)
    assert shapes.is_slash(ink, line, 30.0) is slash


def seen(text, width=200):
    """A reading of a text whose characters stand evenly over the picture."""
    steps = np.zeros((len(text) * 2 + 1, 6), np.int32)
    steps[1::2, 0] = range(1, len(text) + 1)
    return Seen(steps, np.ones((len(steps), 6), np.float32), ("", *text), len(steps))


def test_strokes_that_no_character_was_read_from_are_told():
    boxes = np.array([[10, 10, 40, 40], [60, 10, 90, 40], [160, 10, 190, 40]], np.int32)
    line = InkLine(10, 10, 190, 40, 200.0, frame=(0, 0, 100, 50))
    assert shapes.has_unread(boxes, line, seen("一二"), 30.0)
    assert not shapes.has_unread(boxes[:2], line, seen("一二"), 30.0)
    assert shapes.has_unread(boxes, line, seen(""), 30.0)


def write(page, x, y, count=2):
    for n in range(count):
        cv2.rectangle(page, (x + 30 * n, y), (x + 30 * n + 22, y + 24), 0, 2)


def lines_of(page, boxes):
    ink = strokes(prepare(page).ink)
    return ink, [line for box in boxes for line in cell_lines(ink, box)]


def test_two_labels_in_one_cell_are_two_columns():
    page = np.full((HIGH, WIDE), 255, np.uint8)
    for y in (330, 430, 530):
        write(page, 520, y)
        write(page, 720, y)
    boxes = [(500.0, 300.0, 900.0, 400.0), (500.0, 400.0, 900.0, 500.0), (500.0, 500.0, 900.0, 600.0)]
    ink, lines = lines_of(page, boxes)
    head = lines[0]
    assert len(lines) == 3
    framed = InkLine(
        head.left, head.top, head.right, head.bottom, head.room, gaps=head.gaps, frame=(500, 320, 900, 360)
    )
    steps = np.zeros((40, 6), np.int32)
    for step, character in ((2, 1), (5, 2), (22, 3), (25, 2)):
        steps[step, 0] = character
    label = Seen(steps, np.ones((40, 6), np.float32), ("", "分", "值", "权"), 40)
    other = Seen(np.zeros((4, 6), np.int32), np.ones((4, 6), np.float32), ("",), 4)
    assert lost_rules.find(boxes, ink, [framed, *lines[1:]], [other, other, other], []) == []
    steps[22, 0], steps[25, 0] = 4, 1
    label = Seen(steps, np.ones((40, 6), np.float32), ("", "分", "值", "权", "得"), 40)
    (rule,) = lost_rules.find(boxes, ink, [framed, *lines[1:]], [label, other, other], [])
    assert 580 < rule.at < 720 and (rule.start, rule.end) == (300, 600)


def test_a_rule_that_is_missing_in_one_row_is_put_back_only_where_nothing_crosses_it():
    boxes = [(500.0, 400.0, 900.0, 500.0)]
    above = Rule(False, 700.0, 300.0, 400.0)
    empty = Seen(np.zeros((4, 6), np.int32), np.ones((4, 6), np.float32), ("",), 4)
    page = np.full((HIGH, WIDE), 255, np.uint8)
    write(page, 540, 430)
    write(page, 800, 430)
    ink, lines = lines_of(page, boxes)
    assert lost_rules.find(boxes, ink, lines, [empty] * len(lines), [above]) == [Rule(False, 700.0, 400.0, 500.0)]
    write(page, 520, 462, count=10)  # a text of two lines with blanks in the first
    ink, lines = lines_of(page, boxes)
    assert lost_rules.find(boxes, ink, lines, [empty] * len(lines), [above]) == []


def letters(*placed):
    """A reading of characters at steps of its picture."""
    alphabet = ["", *sorted({c for _, c in placed})]
    steps = np.zeros((40, 6), np.int32)
    for step, character in placed:
        steps[step, 0] = alphabet.index(character)
    return Seen(steps, np.ones((40, 6), np.float32), tuple(alphabet), 40)


def test_the_figure_behind_the_label_of_a_row_is_parted_from_it_in_the_whole_column():
    page = np.full((HIGH, WIDE), 255, np.uint8)
    write(page, 760, 330)
    write(page, 520, 430, count=3)
    write(page, 760, 430)
    write(page, 520, 530, count=3)
    boxes = [(500.0, 300.0, 900.0, 400.0), (500.0, 400.0, 900.0, 500.0), (500.0, 500.0, 900.0, 600.0)]
    ink, lines = lines_of(page, boxes)
    framed = [InkLine(r.left, r.top, r.right, r.bottom, r.room, gaps=r.gaps, frame=(500, 0, 900, 40)) for r in lines]
    row = letters((2, "其"), (6, "他"), (9, "资"), (12, "金"), (28, "6"), (31, "4"))
    others = [letters((28, "预"), (31, "算")), row, letters((2, "合"), (6, "计"))]
    found = lost_rules.find(boxes, ink, framed, others, [])
    assert [(rule.start, rule.end) for rule in found] == [(300, 400), (400, 500), (500, 600)]
    assert len({rule.at for rule in found}) == 1 and 620 < found[0].at < 760
    words = letters((2, "其"), (6, "他"), (9, "资"), (12, "金"), (28, "不"), (31, "足"))
    assert lost_rules.find(boxes, ink, framed, [others[0], words, others[2]], []) == []


def test_a_label_behind_a_name_is_parted_from_it():
    page = np.full((HIGH, WIDE), 255, np.uint8)
    write(page, 520, 430, count=3)
    write(page, 760, 430, count=4)
    boxes = [(500.0, 400.0, 900.0, 500.0)]
    ink, lines = lines_of(page, boxes)
    framed = [InkLine(r.left, r.top, r.right, r.bottom, r.room, gaps=r.gaps, frame=(500, 0, 900, 40)) for r in lines]
    both = letters((2, "水"), (5, "务"), (8, "局"), (27, "实"), (30, "施"), (33, "单"), (36, "位"))
    (rule,) = lost_rules.find(boxes, ink, framed, [both], [])
    assert 610 < rule.at < 760 and (rule.start, rule.end) == (400, 500)


def level_table(rows, xs=(180, 620, 1010), skip=()):
    """A page with level rules only: rows of lines of some characters, each cell at its column."""
    page = np.full((HIGH, WIDE), 255, np.uint8)
    y = 300
    cv2.line(page, (150, y), (1550, y), 0, 3)
    for number, lines in enumerate(rows):
        for column, x in enumerate(xs):
            for line in range(lines if column == 0 else 1):
                if (number, column) not in skip:
                    write(page, x, y + 20 + 34 * line, count=6)
        y += 34 * lines + 36
        cv2.line(page, (150, y), (1550, y), 0, 3)
    return page


def columns_of(page):
    picture = prepare(page)
    return open_columns.find(picture.rules, strokes(picture.ink))


def test_columns_of_a_table_with_level_rules_only_are_told_by_blank_strips():
    found = columns_of(level_table([1, 2, 1, 3], skip={(1, 1), (3, 2)}))
    inner = sorted(rule.at for rule in found if not rule.horizontal)[1:-1]
    assert len(inner) == 2 and 350 < inner[0] < 620 and 790 < inner[1] < 1010
    assert all(rule.end - rule.start > 350 for rule in found)


def test_rows_of_one_line_without_rules_between_them_are_told_and_folded_ones_are_not():
    page = level_table([1, 1, 1, 1, 1])
    third = sorted(rule.at for rule in prepare(page).rules)[3]
    page[int(third) - 4 : int(third) + 5] = 255
    (level,) = [rule for rule in columns_of(page) if rule.horizontal]
    assert abs(level.at - third) < 20
    second = sorted(rule.at for rule in prepare(level_table([1, 2, 2, 2, 1])).rules)[2]
    page = level_table([1, 2, 2, 2, 1])
    page[int(second) - 4 : int(second) + 5] = 255
    assert columns_of(page) == []
    assert columns_of(level_table([1, 1, 1], xs=(180,))) == []
