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


def settled(changes=None, strokes=(), looks=None):
    """The one form of the table as settled; `changes` are (row, column) → (first, second) as seen there.

    `looks` are (row, column) → what else was noticed about the line there.
    """
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
                look = {"height": 10.0} | (looks or {}).get((r, c), {})
                lines.append(SeenLine(inner, (r, c) in strokes, first, second, **look))
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


@pytest.mark.parametrize("read", ["W", "M", "m", "2"])
def test_what_is_no_sign_in_the_column_of_signs_is_doubted_as_it_is_read(read):
    form, doubts = settled({(7, 3): (seen(read), None)}, looks={(7, 3): {"height": 11.0}})
    assert form.indicators[0].property == read and f"「{read}」" in doubts["indicators[0].property"]


@pytest.mark.parametrize("word", ["大于等于", "定量", "正向指标", "≥", ""])
def test_signs_in_words_are_signs(word):
    form, doubts = settled({(7, 3): (seen(word) if word else None, None)})
    assert form.indicators[0].property == word and doubts == {}


@pytest.mark.parametrize(
    ("place", "read", "text"), [((7, 8), "60.", "60"), ((4, 6), "80%.", "80%"), ((7, 4), "12.", "12")]
)
def test_a_stop_behind_a_figure_is_dust_and_doubted(place, read, text):
    form, doubts = settled({place: (seen(read), None)})
    row, fund = form.indicators[0], form.fund("当年财政拨款")
    assert {(7, 8): row.score, (4, 6): fund.rate, (7, 4): row.target}[place] == text
    assert any(f"「{read}」" in why for why in doubts.values()) and len(doubts) == 1


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


@pytest.mark.parametrize("read", ["行率", "执行率.", "丸行率", "执行率(9"])
def test_a_misread_label_of_a_column_is_mended_and_the_column_doubted(read):
    form, doubts = settled({(2, 6): (seen(read, certainty=0.7), None)})
    fund = form.fund("年度资金总额")
    assert (fund.rate, fund.weight, fund.score) == ("80%", "10", "8") and form.others == settled()[0].others
    assert "「执行率」" in doubts["funds[年度资金总额].rate"] and "funds[年度资金总额].score" not in doubts


def test_a_column_under_a_label_that_says_nothing_is_never_lost_in_silence():
    form, doubts = settled({(6, 7): (seen("久隹", certainty=0.7), None)})
    assert [row.weight for row in form.indicators] == [None, None]
    assert "「久隹」" in doubts["form"] and [other.text for other in form.others][:2] == ["60", "30"]


def test_a_label_that_was_read_surely_is_no_other_label():
    form, doubts = settled({(6, 7): (seen("积分"), None)})
    assert [row.weight for row in form.indicators] == [None, None]
    assert "「积分」" in doubts["form"]


def test_figures_that_break_a_sum_are_doubted_where_they_were_read_less_surely():
    form, doubts = settled({(8, 8): (seen("23", certainty=0.998), None)})
    assert form.indicators[1].score == "23"
    assert set(doubts) >= {"indicators[1].score"} and "总分" in doubts["indicators[1].score"]
    assert settled()[1] == {}


def test_a_column_of_cells_with_two_texts_each_is_said():
    looks = {(row, 6): {"has_gap": True} for row in (6, 7, 8)}
    _, doubts = settled(looks=looks)
    assert "两栏" in doubts["form"]
    assert "form" not in settled(looks={(7, 6): {"has_gap": True}})[1]


def test_low_certainty_is_told_with_the_character():
    _, doubts = settled({(0, 1): (seen("河湖水质监测", certainty=0.4), None)})
    assert "40%" in doubts["project"]
    _, doubts = settled({(7, 7): (seen("60", certainty=0.6), None)})
    assert "60%" in doubts["indicators[0].weight"]


@pytest.mark.full
@pytest.mark.parametrize("place", [(7, 5), (7, 7), (7, 8), (4, 6)])
@pytest.mark.parametrize("misread", ["1", "l", "/", "一"])
def test_a_slanting_stroke_alone_is_a_slash(place, misread):
    form, _ = settled({place: (seen(misread), None)}, looks={place: {"is_slash": True}})
    row = form.indicators[0]
    found = {(7, 5): row.unit, (7, 7): row.weight, (7, 8): row.score, (4, 6): form.fund("当年财政拨款").rate}[place]
    assert found == "/"
    assert settled({(7, 8): (seen("1"), None)})[0].indicators[0].score == "1"


@pytest.mark.parametrize(
    ("read", "text"), [("0.5%0", "0.5‰"), ("≤3%o", "≤3‰"), ("%0", "‰"), ("0.5%", "0.5%"), ("100%", "100%")]
)
def test_a_nought_behind_a_percent_sign_makes_per_mille_and_is_doubted(read, text):
    form, doubts = settled({(7, 6): (seen(read), None)})
    assert form.indicators[0].actual == text
    assert ("indicators[0].actual" in doubts) is (read != text)


def test_a_tall_m_is_square_metres_and_a_low_one_metres():
    tall = {(7, 5): {"height": 11.0}}  # the boxes of these lines are ten points high
    form, doubts = settled({(7, 5): (seen("m"), None)}, looks=tall)
    assert form.indicators[0].unit == "㎡" and "㎡" in doubts["indicators[0].unit"]
    form, doubts = settled({(7, 5): (seen("m"), None)}, looks={(7, 5): {"height": 20.0}})
    assert form.indicators[0].unit == "m" and doubts == {}


def test_metres_are_doubted_where_an_area_is_meant():
    assert "㎡" in settled({(7, 6): (seen("5元/m"), None)})[1]["indicators[0].actual"]
    assert settled({(7, 6): (seen("500m"), None)})[1] == {}
    area = {(7, 2): (seen("绿化面积"), None), (7, 6): (seen("500m"), None)}
    assert "㎡" in settled(area)[1]["indicators[0].actual"]


def test_two_figures_in_one_cell_are_doubted():
    apart = {(7, 8): {"has_gap": True}}
    _, doubts = settled({(7, 8): (seen("6060"), None)}, looks=apart)
    assert "两个数" in doubts["indicators[0].score"]
    assert settled({(7, 6): (seen("12次"), None)}, looks={(7, 6): {"has_gap": True}})[1] == {}


@pytest.mark.parametrize(("look", "word"), [("is_stamped", "印章"), ("has_unread", "没认出来")])
def test_what_was_under_a_seal_or_read_in_part_is_doubted(look, word):
    form, doubts = settled(looks={(8, 8): {look: True}})
    assert form.indicators[1].score == "28"
    assert word in doubts["indicators[1].score"] and len(doubts) == 1


def test_print_that_says_nothing_does_not_leave_an_empty_cell():
    nothing = Seen(np.zeros((3, 6), np.int32), np.ones((3, 6), np.float32), ("",))
    form, doubts = settled({(7, 6): (nothing, None)})
    assert form.indicators[0].actual == "\ufffd" and "没有认出来" in doubts["indicators[0].actual"]
    form, doubts = settled({(7, 6): (nothing, None)}, looks={(7, 6): {"is_stamped": True}})
    assert form.indicators[0].actual == ""


def test_a_box_on_the_upright_page_is_shown_where_it_lies_on_the_turned_one():
    turned = np.array([[0.0, -1.0, 842.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # by a quarter
    page = SeenPage(Page(1, 595.0, 842.0, [], [], 0, 1), [], turned)
    assert page.shown((100.0, 200.0, 300.0, 220.0)) == (622.0, 100.0, 642.0, 300.0)
