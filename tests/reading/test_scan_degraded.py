"""Pages of made-up forms spoiled as scanners and telephones spoil them: every cell is right, or doubted."""

import io

import msgspec
import pytest

pytest.importorskip("rapidocr")
pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("pylopdf_fonts_zh_cn")

from bench.degraded import ORDINARY, POOR, Look, drawn  # noqa: E402
from bench.scan_exact import look, made_forms, outcomes  # noqa: E402
from PIL import Image  # noqa: E402

from jiheng.form import Form, Problem  # noqa: E402
from jiheng.reading import read_bytes  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made():
    return made_forms(2, 5)


def read(page):
    stream = io.BytesIO()
    Image.fromarray(page).save(stream, "PNG")
    return list(read_bytes(stream.getvalue(), "扫描.png"))


def became(made, way):
    """The places of all cells by what became of them."""
    dpi, spoil = way
    found = {"cells": [], "right": [], "doubted": [], "silent": [], "silent figures": []}
    for number, paper in enumerate(made):
        forms = read(spoil(drawn(paper, look(paper, number), dpi), np.random.default_rng(number)))
        form = next((one for one in forms if isinstance(one, Form)), None)
        for place, outcome in outcomes(paper.form, msgspec.to_builtins(form) if form else None):
            found[outcome].append(f"{number}: {place}")
    return found


@pytest.mark.parametrize("way", ORDINARY.values(), ids=ORDINARY)
def test_what_an_ordinary_scanner_gives_is_read_and_nothing_is_wrong_in_silence(made, way):
    found = became(made, way)
    assert found["silent"] == found["silent figures"] == []
    assert len(found["right"]) >= 0.95 * len(found["cells"])


@pytest.mark.parametrize("way", POOR.values(), ids=POOR)
def test_on_a_page_that_is_hard_to_read_no_figure_is_wrong_in_silence(made, way):
    found = became(made, way)
    assert found["silent figures"] == []
    assert len(found["right"]) >= 0.95 * len(found["cells"])


def test_a_table_with_level_rules_only_is_read_and_said(made):
    (form,) = read(drawn(made[0], Look(size=9.0, wide=True, level_only=True), 200))
    assert any("没有竖线" in doubt.why for doubt in form.uncertain)
    told = [outcome for _, outcome in outcomes(made[0].form, msgspec.to_builtins(form))]
    assert told.count("right") >= 0.95 * told.count("cells")


def test_a_table_without_any_rules_is_refused_by_name(made):
    page = drawn(made[0], Look(rule=0.0), 200)
    assert isinstance(read(page)[0], Problem) and "框线" in read(page)[0].message
