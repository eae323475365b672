"""The editor in a real browser, on a real server."""

import json
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

PASSWORD = "Songling-2024"
FORM = 1


@pytest.fixture
def opened(visit):
    """opened("gongyuan") → a form in a new browser, signed in."""

    def open_form(username: str, form: int = FORM) -> Page:
        return visit(username, f"/forms/{form}")

    return open_form


def cell(page: Page, place: str):
    return page.locator(f'td[data-place="{place}"]')


def settled(page: Page) -> None:
    expect(page.locator("td.unsaved")).to_have_count(0)
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


def paste(page: Page, plain: str = "", html: str = "") -> None:
    """What Ctrl+V brings, with the clipboard as Excel or Word fills it."""
    page.evaluate(
        """([plain, html]) => {
            const data = new DataTransfer();
            if (plain) data.setData("text/plain", plain);
            if (html) data.setData("text/html", html);
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        [plain, html],
    )


def drafts(page: Page) -> dict[str, object]:
    found = page.evaluate("() => Object.entries(localStorage).filter(([key]) => key.startsWith('jiheng:'))")
    return {key: json.loads(value) for key, value in found}


def test_a_whole_form_is_filled_in_by_keyboard_alone(opened):
    page = opened("gongyuan")
    actuals = page.locator('td[data-open][data-place$=".actual"]')
    count, version = actuals.count(), 0
    assert count == 8
    cell(page, "funds[年度资金总额].initial").click()
    page.keyboard.press("Control+ArrowUp")
    typed: dict[str, str] = {}
    for _ in range(200):
        place = page.locator("td.active").get_attribute("data-place") or ""
        if place == "goal_actual":
            page.keyboard.type("按计划完成，验收合格。")
            typed[place] = "按计划完成，验收合格。"
        elif place.endswith(".actual"):
            version += 1
            typed[place] = f"{version}0"
            page.keyboard.type(typed[place])
        elif place.endswith(".reason"):
            typed[place] = f"原因{version}"
            page.keyboard.type(typed[place])
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.classList.contains('entry')"):
            break
    assert len(typed) == 1 + 2 * count
    settled(page)
    page.reload()
    for place, text in typed.items():
        expect(cell(page, place)).to_have_text(text)


def test_keys_move_edit_take_back_and_empty(opened):
    page = opened("gongyuan")
    at = cell(page, "indicators[1].actual")
    at.click()
    page.keyboard.type("99次")
    page.keyboard.press("Escape")
    expect(at).to_have_text("14次")
    page.keyboard.press("F2")
    page.keyboard.type("（含夜间）")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("已验收")
    page.keyboard.press("Enter")
    expect(at).to_have_text("14次（含夜间）\n已验收", use_inner_text=True)
    expect(page.locator("td.active")).to_have_attribute("data-place", "indicators[2].actual")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Delete")
    expect(at).to_have_text("")
    expect(cell(page, "indicators[1].score")).to_have_text("")
    expect(cell(page, "total_score")).to_have_text("")
    settled(page)
    page.keyboard.press("Control+z")
    expect(at).to_have_text("14次（含夜间）\n已验收", use_inner_text=True)
    page.keyboard.press("Control+z")
    expect(at).to_have_text("14次")
    page.keyboard.press("Control+y")
    expect(at).to_have_text("14次（含夜间）\n已验收", use_inner_text=True)
    settled(page)
    page.reload()
    expect(at).to_have_text("14次（含夜间）已验收")


def test_a_locked_cell_says_why_and_who_can_open_it(opened):
    page = opened("gongyuan")
    cell(page, "indicators[0].target").click()
    expect(page.locator("[data-cell]")).to_contain_text("不能修改：来自批复的绩效目标，由主管部门在项目页修改")
    page.keyboard.type("1")
    expect(page.locator("[data-said]")).to_contain_text("不能修改")
    expect(cell(page, "indicators[0].target")).to_have_text("≥86万平方米")


def test_a_block_from_excel_goes_into_the_open_cells_only(opened):
    page = opened("gongyuan")
    cell(page, "indicators[0].actual").click()
    paste(page, '80万平方米\t99\t8\t"天旱\n缺水"\r\n13次\t99\t10\t\r\n')
    expect(page.locator("dialog")).to_contain_text("办法算出 9.3 分，您填 8 分")
    page.locator("dialog textarea").fill("补种未计")
    page.locator("dialog button.main").click()
    settled(page)
    expect(cell(page, "indicators[0].actual")).to_have_text("80万平方米")
    expect(cell(page, "indicators[0].weight")).to_have_text("10")
    expect(cell(page, "indicators[0].score")).to_have_text("8")
    expect(cell(page, "indicators[0].reason")).to_have_text("天旱\n缺水", use_inner_text=True)
    expect(cell(page, "indicators[1].actual")).to_have_text("13次")
    expect(page.locator("[data-said]")).to_contain_text("2 格是锁定的，没有动")
    cell(page, "indicators[0].score").click()
    expect(page.locator("[data-cell]")).to_contain_text("自定 8 分，理由：补种未计")
    page.locator("[data-cell] button:has-text('恢复办法得分')").click()
    expect(cell(page, "indicators[0].score")).to_have_text("9.3")


def test_a_table_from_word_and_one_value_for_a_range(opened):
    page = opened("gongyuan")
    cell(page, "indicators[2].actual").click()
    paste(
        page,
        "nicht",
        "<html><body><table><tr><td><p>96%</p></td></tr><tr><td><p>1<span>天</span></p></td></tr></table>",
    )
    expect(cell(page, "indicators[2].actual")).to_have_text("96%")
    expect(cell(page, "indicators[3].actual")).to_have_text("1天")
    expect(page.locator("[data-said]")).to_have_text("贴进 2 格。")
    cell(page, "indicators[0].reason").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    paste(page, "无偏差")
    for row in range(3):
        expect(cell(page, f"indicators[{row}].reason")).to_have_text("无偏差")
    settled(page)
    copied = page.evaluate(
        """() => {
            const data = new DataTransfer();
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("copy", event));
            return data.getData("text/plain");
        }"""
    )
    assert copied == "无偏差\r\n无偏差\r\n无偏差"
    page.keyboard.press("Control+z")
    for row in range(3):
        expect(cell(page, f"indicators[{row}].reason")).to_have_text("")
    expect(page.locator("[data-said]")).to_have_text("")


def test_an_input_method_writes_into_the_cell(opened):
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2})
    expect(page.locator("textarea.entry")).to_have_class("entry typing")
    client.send("Input.insertText", {"text": "已全部完成"})
    page.keyboard.press("Enter")
    expect(cell(page, "goal_actual")).to_have_text("已全部完成")
    settled(page)


def test_a_score_out_of_bounds_is_not_saved_and_said_so(opened):
    page = opened("gongyuan")
    cell(page, "indicators[0].score").click()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("应在 0 到 10 之间")
    expect(cell(page, "indicators[0].score")).to_have_text("11")
    expect(page.locator("[data-saved]")).to_contain_text("1 格没有存上")
    cell(page, "indicators[0].score").click()
    expect(page.locator("[data-cell]")).to_contain_text("您填的是“11”")
    page.reload()
    offer = page.locator("[data-drafts]")
    expect(offer).to_contain_text("有 1 处尚未保存的修改")
    expect(cell(page, "indicators[0].score")).to_have_text("10")
    offer.locator("button:has-text('写回')").click()
    expect(cell(page, "indicators[0].score")).to_have_text("11")
    cell(page, "indicators[0].score").click()
    page.keyboard.press("Delete")
    expect(cell(page, "indicators[0].score")).to_have_text("10")
    settled(page)
    assert drafts(page) == {}


def write_own_score(page: Page) -> None:
    """Set a score of one's own, whose reason is asked for in a dialog; the dialog stands open."""
    cell(page, "indicators[0].score").click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator("dialog textarea")).to_be_focused()


@pytest.mark.parametrize("leave", ["save", "take back", "escape"])
def test_however_a_dialog_is_left_the_sheet_takes_what_is_typed(opened, leave):
    page = opened("gongyuan")
    write_own_score(page)
    if leave == "save":
        page.locator("dialog textarea").fill("补种未计")
        page.locator("dialog button.main").click()
    elif leave == "take back":
        page.locator("dialog button:has-text('不改了')").click()
    else:
        page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    cell(page, "indicators[1].actual").click()
    page.keyboard.type("95%")
    page.keyboard.press("Enter")
    expect(cell(page, "indicators[1].actual")).to_have_text("95%")
    client = page.context.new_cdp_session(page)
    cell(page, "goal_actual").click()
    page.keyboard.type("B")
    client.send("Input.imeSetComposition", {"text": "gai", "selectionStart": 3, "selectionEnd": 3})
    client.send("Input.insertText", {"text": "改第4行"})
    page.keyboard.press("Enter")
    expect(cell(page, "goal_actual")).to_have_text("B改第4行")
    settled(page)


def test_long_texts_are_written_in_a_wide_box_and_clipped_at_rest(opened):
    page = opened("gongyuan")
    reason = cell(page, "indicators[0].reason")
    reason.click()
    page.keyboard.type("受持续降雨影响，部分地块土壤含水量过高，补植时间推后。" * 6)
    entry, sheet = page.locator("textarea.entry").bounding_box(), page.locator(".sheet .scroll").bounding_box()
    assert entry["width"] >= 400
    assert entry["x"] >= sheet["x"] - 1
    assert entry["x"] + entry["width"] <= sheet["x"] + sheet["width"] + 1
    page.keyboard.press("Enter")
    settled(page)
    assert reason.bounding_box()["height"] < 160
    reason.click()
    expect(page.locator("[data-cell] .whole")).to_contain_text("补植时间推后。")


def test_the_cell_above_is_filled_down_and_the_sheet_s_ends_are_one_key_away(opened):
    page = opened("gongyuan")
    cell(page, "indicators[0].reason").click()
    page.keyboard.type("无偏差")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+d")
    expect(cell(page, "indicators[1].reason")).to_have_text("无偏差")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("Control+d")
    expect(cell(page, "indicators[6].reason")).to_have_text("无偏差")
    page.keyboard.press("Control+Home")
    first = page.locator("td[data-place]").first.get_attribute("data-place")
    expect(page.locator("td.active")).to_have_attribute("data-place", first)
    settled(page)


def test_why_and_findings_lead_to_their_cells(opened):
    page = opened("gongyuan")
    cell(page, "indicators[0].actual").click()
    page.keyboard.type("80万平方米")
    page.keyboard.press("Enter")
    page.locator("[data-found] button.finding.error").first.click()
    expect(page.locator("td.active")).to_have_attribute("data-place", "indicators[0].reason")
    expect(page.locator("[data-cell] .said.error")).to_contain_text("偏差原因")
    cell(page, "indicators[0].score").click()
    page.locator("[data-cell] button:has-text('为什么')").click()
    expect(page.locator("[data-why]")).to_contain_text("80万平方米 ÷ 目标 86万平方米")
    expect(page.locator("[data-why] details")).to_contain_text("依据：")


def test_two_people_see_each_other_and_settle_a_clash_cell_by_cell(opened):
    first, second = opened("gongyuan"), opened("gongyuan")
    cell(first, "goal_actual").click()
    cell(second, "goal_actual").click()
    first.keyboard.type("第一处写的")
    first.keyboard.press("Enter")
    settled(first)
    second.keyboard.type("第二处写的")
    second.keyboard.press("Enter")
    dialog = second.locator("dialog")
    expect(dialog).to_contain_text("第一处写的")
    expect(dialog).to_contain_text("第二处写的")
    dialog.locator("[data-later]").click()
    second.reload()
    expect(cell(second, "goal_actual")).to_have_text("第一处写的")
    second.locator("[data-settle]").click()
    expect(dialog.locator("input:checked")).to_have_count(0)
    expect(dialog.locator("button.main")).to_be_disabled()
    second.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.locator("textarea[data-other]").fill("商定的")
    dialog.locator("button.main").click()
    expect(cell(second, "goal_actual")).to_have_text("商定的")
    second.keyboard.type("7")
    expect(second.locator("textarea.entry")).to_have_value("7")
    second.keyboard.press("Escape")
    expect(second.locator("[data-conflict]")).to_have_count(0)
    cell(first, "indicators[0].reason").click()
    first.keyboard.type("无")
    first.keyboard.press("Enter")
    expect(cell(first, "goal_actual")).to_have_text("商定的")


def test_what_is_typed_without_connection_is_kept_and_saved_later(opened):
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    page.context.set_offline(True)
    page.keyboard.type("断网时写的")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("还没有存上")
    expect(cell(page, "goal_actual")).to_have_text("断网时写的")
    assert drafts(page)
    page.context.set_offline(False)
    settled(page)
    assert drafts(page) == {}
    page.reload()
    expect(cell(page, "goal_actual")).to_have_text("断网时写的")


def test_after_a_closed_lid_the_typed_text_is_offered_again(opened, workbench):
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    page.context.set_offline(True)
    page.keyboard.type("合上盖子前写的")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("还没有存上")
    page.keyboard.type("写到一半")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(f"{workbench.url}/forms/{FORM}")
    offer = again.locator("[data-drafts]")
    expect(offer).to_contain_text("有 2 处尚未保存的修改")
    expect(offer).to_contain_text("合上盖子前写的")
    offer.locator("button:has-text('写回')").click()
    expect(cell(again, "goal_actual")).to_have_text("合上盖子前写的")
    settled(again)
    assert drafts(again) == {}


def test_signed_out_elsewhere_the_text_waits_for_the_next_sign_in(opened, workbench):
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    page.context.clear_cookies()
    page.keyboard.type("退出以后写的")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("已退出登录")
    page.locator("[data-saved] a").click()
    page.fill("[name=username]", "gongyuan")
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('登录')")
    page.locator("[data-drafts] button:has-text('写回')").click()
    expect(cell(page, "goal_actual")).to_have_text("退出以后写的")
    settled(page)


def test_a_reviewer_reads_the_same_sheet_and_is_told_why(opened):
    page = opened("zhuguan")
    expect(page.locator(".message.locked")).to_contain_text("只能查看")
    expect(page.locator("td[data-open]")).to_have_count(0)
    cell(page, "indicators[0].score").click()
    expect(page.locator("[data-cell]")).to_contain_text("办法算出 10 分")
    page.keyboard.type("5")
    expect(cell(page, "indicators[0].score")).to_have_text("10")


def test_axe_finds_no_serious_fault(opened):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for page in (opened("gongyuan"), opened("shenji")):
        cell(page, "indicators[0].actual").click()
        if page.locator("[data-undo]").count():
            page.keyboard.type("80万平方米")
            page.keyboard.press("Enter")
            settled(page)
            page.keyboard.type("写到一半")
        found = axe.run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_nothing_of_a_secret_form_stays_in_the_browser(opened, workbench):
    with closing(sqlite3.connect(workbench.data / "jiheng.sqlite3")) as base, base:
        project, person = base.execute(
            "SELECT f.project_id, p.id FROM forms_selfevaluation f, accounts_person p"
            " WHERE f.id = ? AND p.username = ?",
            (FORM, "gongyuan"),
        ).fetchone()
        base.execute("UPDATE cycles_project SET secret = 1 WHERE id = ?", (project,))
        base.execute("INSERT INTO cycles_project_named (project_id, person_id) VALUES (?, ?)", (project, person))
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    page.context.set_offline(True)
    page.keyboard.type("涉密内容")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("还没有存上")
    assert drafts(page) == {}
    page.context.set_offline(False)
    settled(page)


def test_paragraphs_from_word_stay_in_one_cell(opened):
    page = opened("gongyuan")
    cell(page, "goal_actual").click()
    paste(page, "第一段\r\n第二段", "<html><body><p>第一段</p><p>第二段</p></body></html>")
    expect(cell(page, "goal_actual")).to_have_text("第一段\n第二段", use_inner_text=True)
    settled(page)


def test_where_nothing_was_approved_rows_come_move_go_and_come_back(opened, workbench):
    with closing(sqlite3.connect(workbench.data / "jiheng.sqlite3")) as base, base:
        base.execute(
            "UPDATE cycles_project SET approved = NULL"
            " WHERE id = (SELECT project_id FROM forms_selfevaluation WHERE id = ?)",
            (FORM,),
        )
    page = opened("gongyuan")
    names = page.locator('td[data-place$=".l3"]')
    before = names.all_inner_texts()
    cell(page, "indicators[0].l3").click()
    page.locator("[data-cell] button:has-text('下面加一行')").click()
    expect(names).to_have_count(len(before) + 1)
    cell(page, "indicators[1].l3").click()
    page.keyboard.type("新加的指标")
    page.keyboard.press("Enter")
    settled(page)
    cell(page, "indicators[1].l3").click()
    page.locator("[data-cell] button:has-text('上移')").click()
    expect(names.first).to_have_text("新加的指标")
    cell(page, "indicators[1].l3").click()
    page.locator("[data-cell] button:has-text('删去这行')").click()
    expect(names).to_have_text(["新加的指标", *before[1:]])
    page.keyboard.press("Control+z")
    expect(names).to_have_text(["新加的指标", *before])
    expect(cell(page, "indicators[1].score")).to_have_text("10")
    page.reload()
    expect(names).to_have_text(["新加的指标", *before])


def test_a_whole_table_of_indicators_is_pasted_where_nothing_was_approved(opened, workbench):
    with closing(sqlite3.connect(workbench.data / "jiheng.sqlite3")) as base, base:
        base.execute(
            "UPDATE cycles_project SET approved = NULL"
            " WHERE id = (SELECT project_id FROM forms_selfevaluation WHERE id = ?)",
            (FORM,),
        )
    page = opened("gongyuan")
    cell(page, "indicators[0].l1").click()
    rows = [
        "<tr><td rowspan=2>产出</td><td>数量</td><td>甲</td><td></td><td>≥1次</td></tr>",
        "<tr><td>质量</td><td>乙</td><td></td><td>≥2次</td></tr>",
        "<tr><td>效益</td><td>社会效益</td><td>丙</td><td></td><td>≥3次</td></tr>",
    ]
    paste(page, "x", f"<table>{''.join(rows)}</table>")
    expect(page.locator('td[data-place="indicators[2].l1"]')).to_have_text("效益")
    expect(cell(page, "indicators[0].l1")).to_have_attribute("rowspan", "2")
    expect(cell(page, "indicators[1].l2")).to_have_text("质量")
    expect(cell(page, "indicators[2].target")).to_have_text("≥3次")
    page.keyboard.press("Control+z")
    expect(cell(page, "indicators[0].l1")).to_have_text("产出指标")


WPS = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--
.et1 {mso-style-parent:style0; text-decoration:line-through;}
.et2 {vertical-align:super;}
.et3 {display:none;}
--></style></head><body><!--StartFragment--><table>
<tr><td><font class="et1">20</font>17.6万平方米<font class="et2">1</font></td></tr>
<tr><td>13次<span class="et3">旧稿</span></td></tr></table>
<p>说明</p><table><tr><td>98%</td></tr></table><!--EndFragment--></body></html>"""


def test_what_wps_and_pages_put_on_the_clipboard_comes_as_it_is_seen(opened):
    """Struck, raised and hidden parts, two tables, a name with blanks, a code that a workbook shortened."""
    page = opened("gongyuan")
    said = page.locator("[data-said]")
    cell(page, "indicators[0].actual").click()
    paste(page, "20 17.6万平方米1", WPS)
    for row, text in enumerate(("17.6万平方米", "13次", "98%")):
        expect(cell(page, f"indicators[{row}].actual")).to_have_text(text)
    for word in ("有划掉的字“20”，没有贴", "有上标“1”，当作注号，没有贴", "有 2 个表"):
        expect(said).to_contain_text(word)
    cell(page, "indicators[0].reason").click()
    paste(page, "张  三\t3.2E+17")
    expect(cell(page, "indicators[0].reason")).to_have_text("张  三", use_inner_text=True)
    cell(page, "indicators[1].reason").click()
    paste(page, "3.2E+17")
    expect(said).to_contain_text("“3.2E+17”像是编号被表格软件改成了科学计数")
    settled(page)


_SIZES = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 3,
    },
    "150 %": {"viewport": {"width": 911, "height": 512}, "device_scale_factor": 1.5},
}


@pytest.mark.parametrize("size", _SIZES.values(), ids=_SIZES)
def test_a_form_is_filled_in_at_every_size(visit, size):
    page = visit("gongyuan", f"/forms/{FORM}", **size)
    client = page.context.new_cdp_session(page)
    open_cells = page.locator('td[data-open][data-place$=".actual"]').all()
    places = [one.get_attribute("data-place") for one in open_cells if not one.inner_text().strip()]
    for number, place in enumerate(places, 1):
        target = cell(page, place)
        target.scroll_into_view_if_needed()
        (target.tap if size.get("has_touch") else target.click)()
        page.keyboard.type(f"{number}0")
        page.keyboard.press("Enter")
        expect(target).to_have_text(f"{number}0")
    goal = cell(page, "goal_actual")
    goal.scroll_into_view_if_needed()
    (goal.tap if size.get("has_touch") else goal.click)()
    client.send("Input.imeSetComposition", {"text": "an", "selectionStart": 2, "selectionEnd": 2})
    client.send("Input.insertText", {"text": "按计划完成"})
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["viewport"]["width"]
    page.reload()
    expect(goal).to_have_text("按计划完成")
    assert [cell(page, place).inner_text() for place in places] == [f"{n}0" for n in range(1, len(places) + 1)]
