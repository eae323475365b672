"""What was seen in the cells of a table → texts and doubts, by the place of each cell in the form."""

import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("rapidocr")
np = pytest.importorskip("numpy")

from jiheng.form import Origin  # noqa: E402
from jiheng.reading.form import recognise  # noqa: E402
from jiheng.reading.scan.decide import settle  # noqa: E402
from jiheng.reading.scan.ocr import Seen  # noqa: E402
from jiheng.reading.scan.page import SeenLine, SeenPage  # noqa: E402
from jiheng.reading.tables.page import Page  # noqa: E402
from jiheng.reading.tables.table import Cell, Table  # noqa: E402

ROWS = (
    ("项目名称", "河湖水质监测", "", "", "", "", "", "", ""),
    ("主管部门", "云溪区水务局", "实施单位", "云溪区水质监测站", "", "", "", "", ""),
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""),
    ("", "年度资金总额", "50", "50", "40", "10", "80%", "8", ""),
    ("", "其中：当年财政拨款", "50", "50", "40", "—", "80%", "—", ""),
    ("年度总体目标", "预期目标", "每月监测一次", "实际完成情况", "每月监测一次，共十二次", "", "", "", ""),
    ("一级指标", "二级指标", "三级指标", "绩效指标性质", "年度指标值", "度量单位", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "监测次数", "≥", "12", "次", "12次", "60", "60"),
    ("效益指标", "社会效益指标", "群众用水放心", "定性", "优良中低差", "项", "优", "30", "28"),
    ("总分", "", "", "", "", "", "", "100", "96"),
)


def seen(text, certainty=0.99, others=None):
    """What the model would have seen: each character with the other candidates named for it."""
    alphabet = ["", *sorted({*text, *"".join((others or {}).values())})]
    steps = []
    for place, character in enumerate(text):
        steps += [[character, *(others or {}).get(place, "")], [""]]
    wide = max(len(step) for step in steps)
    candidates = [[alphabet.index(c) for c in step] + [0] * (wide - len(step)) for step in steps]
    certainties = [[certainty] + [0.1] * (wide - 1) for _ in steps]
    return Seen(np.array(candidates, np.int32), np.array(certainties, np.float32), tuple(alphabet))


def settled(changes=None, strokes=()):
    """The one form of the table as settled; `changes` are (row, column) → (first, second) as seen there."""
    table, lines = Table(aligned=True), []
    for r, row in enumerate(ROWS):
        cells = []
        for c, text in enumerate(row):
            box = (c * 50.0, r * 20.0, c * 50.0 + 50, r * 20.0 + 20)
            first, second = (changes or {}).get((r, c), (seen(text) if text else None, None))
            cells.append(
                Cell(
                    first.read().text if first else "",
                    r,
                    c,
                    origin=Origin("扫描.pdf", page=1, row=r + 1, column=c + 1, box=box),
                )
            )
            if first:
                inner = (box[0] + 5, box[1] + 5, box[2] - 5, box[3] - 5)
                lines.append(SeenLine(inner, (r, c) in strokes, first, second))
        table.rows.append(cells)
    page = SeenPage(Page(1, 595.0, 842.0, [], [], 0, 1), lines, np.eye(3))
    (form,) = recognise.forms(settle(table, {1: page}))
    return form, {doubt.place: doubt.why for doubt in form.uncertain}


def test_a_page_that_is_read_surely_is_left_without_doubt():
    form, doubts = settled()
    assert form.project == "河湖水质监测" and form.total_score == "96"
    assert doubts == {}


@pytest.mark.parametrize("misread", ["一", "-", "1", "二"])
def test_a_flat_stroke_in_a_column_of_figures_is_a_dash(misread):
    form, doubts = settled({(4, 5): (seen(misread), None)}, strokes={(4, 5)})
    assert form.fund("当年财政拨款").weight == "—"
    assert "funds[当年财政拨款].weight" not in doubts


def test_a_stroke_in_a_text_is_the_character():
    form, _ = settled({(8, 6): (seen("一般"), None)})
    assert form.indicators[1].actual == "一般"


def test_the_column_of_signs_admits_only_signs():
    form, doubts = settled({(7, 3): (seen("Z", others={0: "≥"}), None)})
    assert form.indicators[0].property == "≥"
    form, doubts = settled({(7, 3): (seen("V", others={0: "≥"}), None)})
    assert form.indicators[0].property == "≥"
    assert "「V」" in doubts["indicators[0].property"]


def test_two_strokes_in_the_column_of_signs_are_an_equals_sign():
    assert settled({(7, 3): (seen("二"), None)})[0].indicators[0].property == "="


def test_a_letter_in_a_column_of_figures_is_read_as_a_figure_and_doubted():
    form, doubts = settled({(7, 8): (seen("6O", others={1: "0"}), None)})
    assert form.indicators[0].score == "60"
    assert "6O" in doubts["indicators[0].score"]


def test_two_readings_that_differ_are_doubted_with_both():
    form, doubts = settled({(7, 4): (seen("12"), seen("72"))})
    assert form.indicators[0].target == "12"
    assert "72" in doubts["indicators[0].target"]


def test_the_sums_of_the_form_pick_the_reading_and_say_so():
    form, doubts = settled({(8, 8): (seen("23"), seen("28"))})
    assert form.indicators[1].score == "28"
    assert "总分" in doubts["indicators[1].score"] and "23" in doubts["indicators[1].score"]


def test_low_certainty_is_told_with_the_character():
    _, doubts = settled({(0, 1): (seen("河湖水质监测", certainty=0.4), None)})
    assert "40%" in doubts["project"]
    _, doubts = settled({(7, 7): (seen("60", certainty=0.6), None)})
    assert "60%" in doubts["indicators[0].weight"]
