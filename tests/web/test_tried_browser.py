"""Small things that were met when the workbench was tried as its users would: layout and gestures, in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow


def box(element):
    found = element.bounding_box()
    assert found is not None
    return found


def inside(page: Page, element) -> bool:
    """Whether all of an element is in sight."""
    at, size = box(element), page.viewport_size
    return at["y"] >= 0 and at["y"] + at["height"] <= size["height"] + 0.5


@pytest.mark.parametrize("width", [1366, 390])
def test_p7_a_tick_box_stands_beside_its_words(visit, width):
    page = visit("caizheng", "/review/desk?all=1", viewport={"width": width, "height": 768})
    page.get_by_text("更多条件").click()
    for name in ("只看已过期限", "已交第三方评价"):
        words = page.locator("label.beside", has_text=name)
        tick = box(words.locator("input"))
        start = words.evaluate(
            "label => { const range = document.createRange(); range.selectNodeContents(label.lastChild);"
            " const {x, y, height} = range.getBoundingClientRect(); return {x, y, height}; }"
        )
        assert 0 <= start["x"] - (tick["x"] + tick["width"]) <= 12
        assert abs(start["y"] + start["height"] / 2 - tick["y"] - tick["height"] / 2) <= 6


def test_p8_what_is_done_to_ticked_forms_is_in_sight_and_p22_asked_about_once(visit):
    page = visit("shenhe", "/review/desk?all=1", viewport={"width": 1366, "height": 420})
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.evaluate("scrollTo(0, 0)")
    passing = page.get_by_role("button", name="通过所选")
    assert not inside(page, passing), "the list is longer than the window"
    page.locator('input[name="form"]').first.check()
    expect(page.locator("[data-bulk-bar]")).not_to_have_class("bulk panel idle")
    assert inside(page, passing)
    passing.dblclick()
    page.wait_for_url("**/review/bulk/*")
    assert len(asked) == 1


def test_p9_kinds_of_findings_are_grouped_and_found_by_their_code(visit):
    page = visit("caizheng", "/review/desk?all=1")
    groups = page.locator("#f-code optgroup")
    assert groups.count() >= 5
    for option in page.locator("#f-code optgroup option").all():
        value = option.get_attribute("value")
        assert (option.text_content() or "").startswith(value or "?")
    page.locator("#f-code").focus()
    page.keyboard.press("T")
    expect(page.locator("#f-code")).to_have_value("T")
    assert "code" not in page.url, "what is chosen by keyboard waits for the button"
    with page.expect_navigation():
        page.get_by_role("button", name="筛选", exact=True).click()
    assert "code=T" in page.url


def test_p19_a_draft_prints_without_the_frames_of_its_findings(visit):
    page = visit("tianbao", "/forms/13")
    marked = page.locator(".paper td[data-severity]")
    expect(marked.first).to_be_visible()
    look = "cell => { const {boxShadow, outlineStyle} = getComputedStyle(cell); return [boxShadow, outlineStyle]; }"
    assert marked.first.evaluate(look)[0] != "none"
    page.emulate_media(media="print")
    page.wait_for_function("matchMedia('print').matches")
    for cell in marked.all():
        assert cell.evaluate(look) == ["none", "none"]
    for gone in (".top", ".side"):
        expect(page.locator(gone).first).to_be_hidden()


def test_p22_a_question_is_asked_once_wherever_it_is_asked(visit):
    page = visit("zhuguan", "/dashboard/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    with page.expect_navigation():
        page.get_by_role("button", name="催办").dblclick()
    expect(page.locator(".message").first).to_be_visible()
    assert len(asked) == 1


def test_a_sheet_that_is_wider_than_a_telephone_is_scrolled_by_keyboard(visit):
    page = visit("zhuguan", "/review/desk?state=department", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="审核", exact=True).first.click()
    sheet = page.locator("#paper .scroll")
    sheet.focus()
    expect(sheet).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('#paper .scroll').scrollLeft > 0")
    found = Axe().run(page).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_no_figure_of_a_sheet_is_broken_over_lines(visit):
    page = visit("gongyuan", "/forms/2", viewport={"width": 1024, "height": 768})
    broken = page.locator(".paper").first.evaluate(
        "sheet => { const broken = [], all = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);"
        " while (all.nextNode()) { const range = document.createRange(), text = all.currentNode;"
        "  range.selectNodeContents(text);"
        "  const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)));"
        "  if (/^[\\d.,%]+$/.test(text.data.trim()) && lines.size > 1) broken.push(text.data.trim()); }"
        " return broken; }"
    )
    assert broken == []
