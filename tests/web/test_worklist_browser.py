"""The reviewer's pages in a real browser: by keyboard, remarks at cells, opinions, many at once; no fault for axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow


def clean(page: Page) -> None:
    """No serious fault."""
    found = Axe().run(page).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert not grave


def test_a_form_is_reviewed_returned_answered_and_comes_back(visit):
    unit = visit("shenhe", "/review/desk?state=unit")
    clean(unit)
    unit.get_by_role("link", name="审核", exact=True).click()
    name = unit.locator("h1").inner_text()
    clean(unit)
    unit.locator('#paper [data-place="goal_actual"]').click()
    expect(unit.locator("#remark-text")).to_be_focused()
    unit.keyboard.type("请写明数量")
    unit.get_by_role("button", name="记下意见").click()
    expect(unit.locator("li.remark")).to_contain_text("请写明数量")
    expect(unit.locator('#paper [data-place="goal_actual"]')).to_have_class(re.compile("remarked"))
    clean(unit)
    unit.get_by_label("说明", exact=True).fill("请按意见补充")
    unit.get_by_role("button", name="退回单位").click()
    expect(unit.locator(".message.success")).to_contain_text("已退回")

    filler = visit("tianbao", "/notices/")
    clean(filler)
    filler.get_by_role("button", name=re.compile("^《.*被退回：请按意见补充")).click()
    expect(filler.locator("h1")).to_have_text(name)
    filler.get_by_label(re.compile("^答复")).fill("已补充")
    filler.get_by_role("button", name="答复", exact=True).click()
    expect(filler.locator("li.remark .tag.good")).to_have_text("已答复")
    clean(filler)


def test_opinions_are_given_by_keyboard_alone(visit):
    page = visit("zhuguan", "/review/desk?state=department")
    page.get_by_role("link", name="审核", exact=True).first.click()
    page.get_by_role("link", name="逐项核对与评审").press("Enter")
    scores = page.locator('input[data-column="score"]')
    scores.nth(1).focus()
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator("#told-1")).to_have_text("已保存")
    expect(scores.nth(2)).to_be_focused()
    page.keyboard.type("999")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#told-2")).to_contain_text("没有保存")
    expect(page.locator("#totals")).to_contain_text("已评 1／")
    clean(page)
    page.reload()
    expect(scores.nth(1)).to_have_value("1.50")
    expect(scores.nth(2)).to_have_value("")


def test_many_are_passed_with_their_outcomes_listed(visit):
    page = visit("caizheng", "/review/desk?state=finance")
    page.get_by_label("选中本页全部").check()
    expect(page.locator("[data-bulk-count]")).to_contain_text("已选 2 张")
    page.get_by_role("button", name="通过所选").click()
    expect(page.locator("table.list .tag.good").first).to_have_text("已通过")
    expect(page.locator("table.list tbody tr")).to_have_count(2)
    clean(page)


def test_a_spot_check_is_drawn_and_drawn_again(visit):
    page = visit("caizheng", "/review/spot-checks")
    clean(page)
    page.locator("#seed").fill("20250301")
    page.get_by_role("button", name="抽取").click()
    expect(page.locator("h1")).to_have_text("抽查结果")
    page.get_by_role("link", name="重抽核对").click()
    expect(page.locator(".message.success").last).to_contain_text("再抽一次，得到同样的")
    clean(page)
