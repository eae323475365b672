"""The page of doubtful cells, and what was mended there merged back."""

import io
import json
import re
from base64 import b64decode

import pytest
from tests.reading.formats.ofd_file import one_page

from jiheng.form import Doubt, Form, Fund, Indicator, Origin, Total
from jiheng.trouble import Trouble
from jiheng.writing import doubt_page
from jiheng.writing.doubt_page import Mended

SOURCE = "扫描.png#1"


def form() -> Form:
    return Form(
        source=SOURCE,
        project="<云溪区>图书馆",
        funds=[Fund("年度资金总额", "100", "100", "86", "10", "88%", "8.6")],
        indicators=[Indicator("产出指标", "数量指标", "开放天数", target="280", actual="286", weight="90", score="90")],
        totals=[Total("总分", "100", "98.6")],
        total_weight="100",
        total_score="98.6",
        uncertain=[
            Doubt("funds[年度资金总额].rate", "把握只有 40%"),
            Doubt("funds[年度资金总额].rate", "两次识别不一致"),
            Doubt("totals[0].score", "盖有红色印章"),
            Doubt("project", "只读到一部分"),
        ],
        origins={"funds[年度资金总额].rate": Origin("扫描.png", page=1, box=(100.0, 100.0, 160.0, 120.0))},
    )


def test_every_doubtful_cell_stands_once_on_the_page_with_all_its_doubts(tmp_path):
    assert doubt_page.write([form()], lambda name: None, tmp_path / "核对") == 3
    page = (tmp_path / "核对" / doubt_page.PAGE).read_text(encoding="utf-8")
    assert page.count("<article") == 3
    assert "把握只有 40%；两次识别不一致" in page
    assert "&lt;云溪区&gt;" in page and "<云溪区>" not in page
    assert "没有图" in page and "http" not in page


def test_what_is_doubtful_about_a_form_as_a_whole_stands_above_the_cells(tmp_path):
    read = form()
    read.uncertain += [Doubt("form", "栏名「分宜」认不出是哪一栏"), Doubt("indicators[0]", "这一格没有读入", "其他 3")]
    assert doubt_page.write([read], lambda name: None, tmp_path) == 3
    page = (tmp_path / doubt_page.PAGE).read_text(encoding="utf-8")
    above = page[: page.index("<article")]
    assert "栏名「分宜」认不出是哪一栏" in above and "（其他 3）" in above
    assert "先看整张表" not in page_of(form(), tmp_path)


def page_of(read, folder):
    doubt_page.write([read], lambda name: None, folder)
    return (folder / doubt_page.PAGE).read_text(encoding="utf-8")


def test_a_cell_is_shown_as_it_looks_in_the_file(tmp_path):
    image = pytest.importorskip("PIL.Image")
    picture = image.new("RGB", (1240, 1754), "white")
    picture.paste((0, 0, 0), (208, 208, 333, 250))  # the cell, at 150 dots to the inch
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    doubt_page.write([form()], {"扫描.png": stream.getvalue()}.get, tmp_path)
    page = (tmp_path / doubt_page.PAGE).read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 1
    data = page.split("data:image/png;base64,")[1].split('"')[0]
    crop = image.open(io.BytesIO(b64decode(data))).convert("L")
    assert crop.getpixel((crop.width // 2, crop.height // 2)) < 50
    assert crop.getpixel((2, 2)) > 200


def test_mended_texts_go_in_and_their_doubts_go_away():
    read = form()
    mended = [
        Mended(SOURCE, "funds[年度资金总额].rate", "88%", "86%"),
        Mended(SOURCE, "totals[0].score", "98.6", "98.6"),
        Mended("别的.png#1", "project", "", "不相干"),
    ]
    assert doubt_page.merge(read, mended) == []
    assert read.funds[0].rate == "86%"
    assert [doubt.place for doubt in read.uncertain] == ["project"]


def test_a_mended_total_is_mended_in_both_its_places():
    read = form()
    doubt_page.merge(read, [Mended(SOURCE, "totals[0].score", "98.6", "96.8")])
    assert (read.total_score, read.totals[0].score) == ("96.8", "96.8")
    doubt_page.merge(read, [Mended(SOURCE, "total_score", "96.8", "98.6")])
    assert (read.total_score, read.totals[0].score) == ("98.6", "98.6")


def test_what_has_changed_since_is_left_alone_and_said():
    read = form()
    (word,) = doubt_page.merge(read, [Mended(SOURCE, "funds[年度资金总额].rate", "68%", "86%")])
    assert "执行率" in word and "68%" in word
    assert read.funds[0].rate == "88%" and len(read.uncertain) == 4
    (word,) = doubt_page.merge(read, [Mended(SOURCE, "indicators[7].score", "1", "2")])
    assert "没有改成「2」" in word


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", json.dumps([{"source": "a"}])], ids=["empty", "object", "number", "part"]
)
def test_another_file_is_refused(text):
    with pytest.raises(Trouble, match="不是核对页"):
        doubt_page.read(text.encode())


@pytest.fixture
def tab(tmp_path):
    sync = pytest.importorskip("playwright.sync_api")
    page_of(form(), tmp_path)
    with sync.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        except sync.Error:
            pytest.skip("没有 Chromium，跳过")
        opened = browser.new_page()
        opened.trouble = []
        opened.on("pageerror", lambda error: opened.trouble.append(str(error)))
        opened.goto((tmp_path / doubt_page.PAGE).as_uri())
        yield opened
        assert opened.trouble == []
        browser.close()


@pytest.mark.slow
def test_cells_are_mended_by_keyboard_alone_and_merged_back(tab, tmp_path):
    def press(*keys):
        for key in keys:
            tab.keyboard.press(key)

    tab.keyboard.type("86%")  # the first cell is open, its text marked
    press("Enter")
    tab.keyboard.type("0")
    press("Escape", "Enter")  # the second is right after all
    press("ArrowUp", "ArrowDown")
    tab.keyboard.type("<云溪区>图书馆夜间开放")
    press("Enter")
    assert tab.locator("#seen").inner_text() == "3"
    with tab.expect_download() as waiting:
        press("Enter")  # behind the last cell stands the button
    saved = tmp_path / "存下.json"
    waiting.value.save_as(saved)
    read = form()
    assert doubt_page.merge(read, doubt_page.read(saved.read_bytes())) == []
    assert (read.funds[0].rate, read.total_score, read.project) == ("86%", "98.6", "<云溪区>图书馆夜间开放")
    assert read.uncertain == []
    tab.reload()  # closed by mistake: nothing is lost
    assert tab.locator("#seen").inner_text() == "3" and tab.locator("textarea").first.input_value() == "86%"


def test_a_cell_of_an_ofd_page_is_drawn_with_its_characters(tmp_path):
    code = '<ofd:TextCode X="0" Y="4" DeltaX="2 2">{}</ofd:TextCode>'
    text = '<ofd:TextObject Boundary="{} 40 20 6" Size="4" Font="1">' + code + "</ofd:TextObject>"
    data = one_page(text.format(40, "88%") + text.format(120, "远处"), {})
    at = 40 * 72 / 25.4
    read = form()
    read.origins = {"funds[年度资金总额].rate": Origin("公开.ofd", page=1, box=(at, at, at + 30, at + 12))}
    doubt_page.write([read], {"公开.ofd": data}.get, tmp_path)
    page = (tmp_path / doubt_page.PAGE).read_text(encoding="utf-8")
    drawing = b64decode(page.split("data:image/svg+xml;base64,")[1].split('"')[0]).decode()
    assert "".join(re.findall(r"<text[^>]*>([^<]+)</text>", drawing)) == "88%"


def test_a_cell_of_a_picture_in_an_ofd_file_is_cut_from_where_it_lies(tmp_path):
    image = pytest.importorskip("PIL.Image")
    stream = io.BytesIO()
    image.new("L", (200, 100), 0).save(stream, "PNG")
    picture = '<ofd:ImageObject Boundary="40 40 10 10" CTM="10 0 0 10 0 0" ResourceID="5"/>'
    data = one_page(picture, {"5": stream.getvalue()})
    read = form()
    at = 45 * 72 / 25.4
    read.origins = {"funds[年度资金总额].rate": Origin("扫描.ofd", page=1, box=(at - 5, at - 5, at + 5, at + 5))}
    doubt_page.write([read], {"扫描.ofd": data}.get, tmp_path)
    page = (tmp_path / doubt_page.PAGE).read_text(encoding="utf-8")
    crop = image.open(io.BytesIO(b64decode(page.split("data:image/png;base64,")[1].split('"')[0]))).convert("L")
    assert crop.getpixel((crop.width // 2, crop.height // 2)) < 50
