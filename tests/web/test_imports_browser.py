"""Importing in a real browser, on a real server with a real worker: from the drop to the editor."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.import_files import OFFICE, PARK, docx, packed, record

pytestmark = pytest.mark.slow

SHOW = re.compile(r"/imports/\d+$")
DROP = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const drop = new DragEvent("drop", { dataTransfer: transfer, bubbles: true });
  document.querySelector("[data-target]").dispatchEvent(drop);
}"""


@pytest.fixture
def opened(visit):
    """opened("zhuguan") → the page of imports in a new browser, signed in."""

    def open_page(username: str, path: str = "/imports/", **options) -> Page:
        return visit(username, path, **options)

    return open_page


def _read(page: Page) -> None:
    """Wait until the import on the page is read."""
    page.wait_for_url(SHOW)
    expect(page.locator("table.list")).to_be_visible()
    expect(page.locator("[data-reload-when-done]")).to_have_count(0)


def test_from_the_drop_to_the_editor(opened):
    page = opened("zhuguan")
    papers = {"一.docx": docx(record("浏览器里的项目", PARK)), "二.docx": docx(record("", PARK))}
    page.evaluate(DROP, [base64.b64encode(packed(papers)).decode(), "全部.zip"])
    expect(page.locator("[data-said]")).to_contain_text("已选 1 个文件")
    page.click("[data-start]")
    _read(page)
    expect(page.locator("table.list tbody tr")).to_have_count(2)

    page.click("table.list a:has-text('没有读到项目名称')")
    expect(page.locator("#doubts")).to_contain_text("没有读到项目名称")
    page.click("#doubts a:has-text('要改')")
    page.fill(".mending textarea", "补上名称的项目")
    page.click("button:has-text('改好了')")
    expect(page.locator("h1")).to_have_text("补上名称的项目")
    expect(page.locator("button:has-text('采用')").first).to_be_disabled()

    page.click("summary:has-text('新建项目')")
    page.fill("#code", "B-001")
    page.select_option("#unit", label=PARK)
    page.click("button:has-text('新建并对应')")
    expect(page.locator(".messages")).to_contain_text("已新建项目")
    page.click("main button.main:has-text('采用')")
    expect(page.locator(".messages")).to_contain_text("已采用“补上名称的项目”")
    expect(page.locator("h1")).to_have_text("浏览器里的项目")  # on to the next that waits

    page.click("main a:has-text('已填的自评表')")
    page.click("nav.tabs a:has-text('已采用')")
    page.click("table.list a:has-text('补上名称的项目')")
    form = page.locator("a:has-text('打开自评表')").get_attribute("href")
    there = opened("gongyuan", form)
    expect(there.locator("table.paper")).to_contain_text("补上名称的项目")
    expect(there.locator("td[data-open]").first).to_be_visible()


def test_a_cell_points_to_its_place_in_the_original_and_is_mended_by_keyboard(opened):
    page = opened("tianbao")
    page.set_input_files(
        "#files", [{"name": "旧.docx", "mimeType": "", "buffer": docx(record("键盘改的项目", OFFICE))}]
    )
    page.click("[data-start]")
    _read(page)
    page.click("table.list a:has-text('键盘改的项目')")
    cell = page.locator(".paper td[data-place='indicators[0].actual']")
    text = cell.inner_text()
    cell.focus()
    expect(page.locator(".original td.here")).to_have_text(text)
    cell.press("Enter")
    expect(page.locator(".mending textarea")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("改过的值")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".paper td[data-place='indicators[0].actual']")).to_have_text("改过的值")


def test_an_original_that_is_not_drawn_takes_no_room_from_the_form(opened):
    page = opened("tianbao")
    text = Path(__file__).parents[2] / "examples" / "松泠区园林环境局" / "局本级-逐格文本.txt"
    page.set_input_files("#files", text)
    page.click("[data-start]")
    _read(page)
    page.locator("table.list tbody a[href*='/imports/forms/']").first.click()
    expect(page.locator(".original")).to_contain_text("请下载原件对照")
    assert page.locator(".original").bounding_box()["height"] < page.viewport_size["height"] / 4
    sheet, original = (page.locator(one).bounding_box() for one in (".read", ".original"))
    assert original["y"] >= sheet["y"] + sheet["height"]


def test_without_a_script_the_same_comes_about(opened):
    page = opened("tianbao", java_script_enabled=False)
    page.set_input_files("#files", [{"name": "旧.docx", "mimeType": "", "buffer": docx(record("没有脚本的项目"))}])
    page.click("[data-start]")
    page.wait_for_url(SHOW)
    link = page.locator("table.list a:has-text('没有脚本的项目')")
    expect(link).to_be_visible()  # the page fetches itself anew


def test_a_folder_is_handed_in_with_its_paths(opened, tmp_path):
    folder = tmp_path / "交来的"
    (folder / "甲科").mkdir(parents=True)
    (folder / "甲科" / "一.docx").write_bytes(docx(record("文件夹里的项目一")))
    (folder / "二.docx").write_bytes(docx(record("文件夹里的项目二")))
    (folder / "~$二.docx").write_bytes(b"x")
    page = opened("tianbao")
    page.set_input_files("#folder", folder)
    page.click("[data-start]")
    _read(page)
    expect(page.locator("td.file", has_text="交来的/甲科/一.docx")).to_be_visible()
    expect(page.locator("table.list tbody tr")).to_have_count(2)


def test_axe_finds_no_serious_fault(opened):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    page = opened("zhuguan")
    pages = [page.url]
    page.set_input_files("#files", [{"name": "旧.pdf", "mimeType": "", "buffer": docx(record("看得见的项目", PARK))}])
    page.click("[data-start]")
    _read(page)
    pages.append(page.url)
    page.click("table.list a:has-text('看得见的项目')")
    page.click(".paper td[data-place='indicators[0].actual']")
    pages.append(page.url)
    for at in pages:
        page.goto(at)
        found = axe.run(page).response["violations"]
        grave = [(at, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert not grave
