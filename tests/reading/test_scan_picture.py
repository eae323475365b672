"""Drawn pictures of pages: rules, straightening and lines of text, without the recogniser."""

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

from jiheng.reading.scan.lines import Ink, cell_lines, free_lines, strokes  # noqa: E402
from jiheng.reading.scan.picture import Picture, prepare  # noqa: E402
from jiheng.reading.tables.grid import Rule, grids  # noqa: E402

WIDE, HIGH = 1700, 2400
XS, YS = (150, 500, 900, 1500), (300, 420, 640, 900)


def blank():
    return np.full((HIGH, WIDE), 255, np.uint8)


def ruled(thickness=3, shade=0):
    page = blank()
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), shade, thickness)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), shade, thickness)
    return page


def glyph(page, x, y, size=24):
    """Something like a character: a frame with a bar through it."""
    cv2.rectangle(page, (x, y), (x + size - 4, y + size), 0, 2)
    cv2.line(page, (x, y + size // 2), (x + size - 4, y + size // 2), 0, 2)


def write(page, x, y, count=4, size=24):
    for n in range(count):
        glyph(page, x + n * (size + 3), y, size)


def turned(page, angle):
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), angle, 1.0)
    return cv2.warpAffine(page, turn, (WIDE, HIGH), flags=cv2.INTER_CUBIC, borderValue=255)


def cells(picture: Picture):
    scale = 842 / max(picture.grey.shape)
    rules = [Rule(r.horizontal, r.at * scale, r.start * scale, r.end * scale) for r in picture.rules]
    found, _ = grids(rules, [])
    return [len(grid.regions) for grid in found]


def page_ink(page) -> Ink:
    return strokes(prepare(page).ink)


@pytest.mark.full
@pytest.mark.parametrize("thickness", [1, 2, 4, 7])
def test_rules_of_any_thickness_make_the_grid(thickness):
    assert cells(prepare(ruled(thickness))) == [9]


@pytest.mark.full
@pytest.mark.parametrize("angle", [-3.0, -1.0, -0.2, 0.4, 2.0])
def test_a_page_askew_is_straightened(angle):
    picture = prepare(turned(ruled(), angle))
    assert picture.turn == pytest.approx(-angle, abs=0.08)
    assert cells(picture) == [9]


def test_faint_rules_on_grey_uneven_paper_are_found():
    page = ruled(2, shade=120).astype(np.float32) * np.linspace(0.95, 0.6, WIDE)[None, :]
    assert cells(prepare(page.astype(np.uint8))) == [9]


def test_shaded_header_cells_do_not_hide_their_rules():
    page = ruled()
    page[YS[0] + 3 : YS[1] - 2, XS[0] + 3 : XS[-1] - 2] = np.minimum(
        page[YS[0] + 3 : YS[1] - 2, XS[0] + 3 : XS[-1] - 2], 200
    )
    page[YS[0] : YS[1], [XS[1], XS[2]]] = 0
    assert cells(prepare(page)) == [9]


def test_worn_rules_are_joined():
    page = ruled()
    for x in range(200, 1500, 90):
        page[:, x : x + 6] = np.where(np.isin(np.arange(WIDE)[x : x + 6], XS), page[:, x : x + 6], 255)
    assert cells(prepare(page)) == [9]


@pytest.mark.full
@pytest.mark.parametrize("sigma", [12, 22])
def test_noise_and_dust_make_no_rule_and_leave_the_text(sigma):
    random = np.random.default_rng(7)
    page = ruled()
    write(page, 520, 340, count=5)
    page = page.astype(np.float32) + random.normal(0, sigma, (HIGH, WIDE))
    page[random.integers(0, HIGH, 3000), random.integers(0, WIDE, 3000)] = 60
    picture = prepare(np.clip(page, 0, 255).astype(np.uint8))
    assert cells(picture) == [9]
    (line,) = cell_lines(strokes(picture.ink), (XS[1], YS[0], XS[2], YS[1]))
    assert (line.left, line.right) == (pytest.approx(520, abs=4), pytest.approx(648, abs=4))


def test_a_rule_as_high_as_a_row_is_kept_on_noisy_paper():
    random = np.random.default_rng(3)
    page = ruled(2)
    for y in range(940, 1500, 40):
        cv2.line(page, (XS[0], y), (XS[-1], y), 0, 2)
        for x in XS[::3] if (y // 40) % 2 else (*XS, 700):
            cv2.line(page, (x, y), (x, y - 40), 90, 2)
    noisy = page.astype(np.float32) + random.normal(0, 14, page.shape)
    assert cells(prepare(np.clip(noisy, 0, 255).astype(np.uint8))) == cells(prepare(page))


def test_an_underline_and_touching_characters_are_no_rules():
    page = ruled()
    cv2.line(page, (560, 560), (700, 560), 0, 2)
    for n in range(12):
        glyph(page, 180 + n * 22, 480, 24)
    picture = prepare(page)
    assert cells(picture) == [9]
    assert picture.ink[470:515, 180:440].any()


def test_a_merged_cell_is_one_cell():
    page = ruled()
    page[YS[1] - 3 : YS[1] + 4, XS[0] + 4 : XS[1] - 3] = 255
    assert cells(prepare(page)) == [8]


def test_rules_are_taken_out_of_the_ink():
    assert not prepare(ruled()).ink.any()


def test_lines_of_a_cell_from_top_to_bottom():
    page = ruled()
    write(page, 520, 440)
    write(page, 520, 480, count=2)
    found = cell_lines(page_ink(page), (XS[1], YS[1], XS[2], YS[2]))
    assert [(line.top, line.left) for line in found] == [
        (pytest.approx(440, abs=2), pytest.approx(520, abs=2)),
        (pytest.approx(480, abs=2), pytest.approx(520, abs=2)),
    ]


def test_strokes_one_above_the_other_are_one_line_and_a_dash_is_told():
    page = ruled()
    write(page, 180, 330, count=6)
    cv2.rectangle(page, (600, 350), (622, 352), 0, -1)
    cv2.rectangle(page, (600, 360), (622, 362), 0, -1)
    cv2.rectangle(page, (1000, 355), (1024, 357), 0, -1)
    ink = page_ink(page)
    equal = cell_lines(ink, (XS[1], YS[0], XS[2], YS[1]))
    dash = cell_lines(ink, (XS[2], YS[0], XS[3], YS[1]))
    assert [line.is_stroke for line in equal] == [False]
    assert [line.is_stroke for line in dash] == [True]


def test_a_speck_alone_is_no_text_and_a_point_beside_its_figure_is():
    page = ruled()
    write(page, 180, 330, count=6)
    cv2.rectangle(page, (700, 350), (703, 353), 0, -1)
    write(page, 1000, 330, count=2)
    cv2.rectangle(page, (1056, 350), (1060, 354), 0, -1)
    ink = page_ink(page)
    assert cell_lines(ink, (XS[1], YS[0], XS[2], YS[1])) == []
    (line,) = cell_lines(ink, (XS[2], YS[0], XS[3], YS[1]))
    assert line.right >= 1060


def test_a_flat_speck_alone_may_be_a_hyphen_and_a_rest_of_the_rule_is_none():
    page = ruled()
    write(page, 180, 330, count=6)
    cv2.rectangle(page, (700, 355), (704, 356), 0, -1)
    cv2.rectangle(page, (1000, YS[0] + 8), (1004, YS[0] + 9), 0, -1)
    ink = page_ink(page)
    (hyphen,) = cell_lines(ink, (XS[1], YS[0], XS[2], YS[1]))
    assert hyphen.is_stroke and hyphen.is_faint
    assert cell_lines(ink, (XS[2], YS[0], XS[3], YS[1])) == []


def test_text_outside_the_table_is_found_apart():
    page = ruled()
    write(page, 700, 150, count=8)
    write(page, 160, 1000, count=3)
    write(page, 1200, 1000, count=3)
    found = free_lines(page_ink(page), [(XS[0], YS[0], XS[-1], YS[-1])])
    assert [(round(line.left, -1), round(line.top, -1)) for line in found] == [(700, 150), (160, 1000), (1200, 1000)]


@pytest.mark.parametrize("shape", [(64, 64), (100, 3000), (3000, 100)])
def test_odd_pictures_are_borne(shape):
    random = np.random.default_rng(3)
    for page in (
        np.zeros(shape, np.uint8),
        np.full(shape, 255, np.uint8),
        random.integers(0, 255, shape).astype(np.uint8),
    ):
        assert len(cells(prepare(page))) <= 3
