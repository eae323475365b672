"""Setting a district up in a real browser, and its pages at three sizes: clean for axe, nowhere wider than seen."""

import io
import re
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

SIZES = ((1366, 768), (911, 512), (390, 844))
SQUEEZED = """[
  ...[...document.querySelectorAll('table.list .button, table.list button')]
    .filter(one => one.offsetHeight > 2 * parseFloat(getComputedStyle(one).lineHeight)),
  ...[...document.querySelectorAll('table.list tbody a:not(.button)')]
    .filter(one => one.getClientRects().length > 2 && one.getClientRects().length * 3 > one.textContent.trim().length),
].map(one => one.textContent)"""
"""Buttons and names in lists whose words stand one below the other, two signs a line."""
CUT = "(nav => nav.scrollWidth > nav.clientWidth)(document.querySelector('.top nav'))"
"""Whether an entry of the menu is out of sight; on a phone the line is pushed along."""
TABLE = """主管部门\t单位\t姓名\t用户名\t角色
松泠区水务局\t\t水局长\tshuiju\t主管部门
\t河道所\t何填\thetian\t填报人、单位审核
"""


def clean(page: Page) -> None:
    """No serious fault, and no page that slides sideways, at any size."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width + 1, (page.url, width)
        assert page.evaluate(SQUEEZED) == [], (page.url, width)
        page.mouse.wheel(0, 400)
        top = page.locator(".top").bounding_box()
        assert top["y"] + top["height"] <= height / 6, (page.url, width)  # on a phone it goes with the page
        assert width < 800 or page.evaluate(CUT) is False, (page.url, width)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    found = Axe().run(page).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert not grave


def test_a_table_is_pasted_written_granted_and_undone(visit, workbench):
    system = visit("xitong", "/roster")
    clean(system)
    system.fill("#id_text", TABLE)
    system.get_by_role("button", name="看看会怎样").click()
    expect(system.get_by_text("还没有写入")).to_be_visible()
    clean(system)
    system.get_by_role("button", name=re.compile("^写入这")).click()
    expect(system.get_by_role("heading", name="已新建 2 个账号")).to_be_visible()
    clean(system)
    security = visit("anquan", "/")
    security.get_by_role("link", name=re.compile("^去核对：授予名册")).click()
    security.get_by_role("link", name="核对并授予").click()
    clean(security)
    security.get_by_role("button", name="授予全部 3 个角色").click()
    expect(security.get_by_text("已授予 3 个角色")).to_be_visible()
    system.goto(f"{workbench.url}/roster")
    system.get_by_role("button", name="撤销").click()
    expect(system.get_by_text("已经授予")).to_be_visible()


def test_the_pages_of_a_year_fit_every_size(visit, workbench):
    finance = visit("caizheng", "/cycles/new")
    for path in (
        "/cycles/new",
        "/cycles/projects",
        "/places/",
        "/cycles/requests",
        "/dashboard/2",
        "/review/desk?all=1",
        "/review/spot-checks/1",
    ):
        finance.goto(f"{workbench.url}{path}")
        clean(finance)
    for username in ("gongyuan", "zhuguan"):  # several years to choose from, and a long name
        clean(visit(username, "/"))
    system = visit("xitong", "/")
    for path in ("/organisations", "/people", "/backup/"):
        system.goto(f"{workbench.url}{path}")
        clean(system)


def test_another_rulebook_brings_its_layout_and_another_year_its_name(visit):
    page = visit("caizheng", "/cycles/new")
    year = page.locator("[name=year]")
    year.fill("2031")
    year.blur()
    expect(page.locator("[name=name]")).to_have_value(re.compile("2031"))
    before = page.locator("[name=layout]:checked").get_attribute("value")
    with_it = page.evaluate("JSON.parse(document.getElementById('layout-of').textContent)['hubei-2020']")
    assert with_it != before
    page.locator("[name=rulebook][value='hubei-2020']").check()
    expect(page.locator("[name=layout]:checked")).to_have_value(with_it)


def test_a_pack_is_brought_tried_and_put_to_use(visit, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "muzhou-2024/place.toml",
            'id = "muzhou-2024"\nname = "木洲区自评"\nregion = "木洲区"\n'
            'extends = "beijing-2024"\nsources = ["木洲区办法"]\n',
        )
    pack = tmp_path / "muzhou.zip"
    pack.write_bytes(out.getvalue())
    page = visit("caizheng", "/places/")
    page.set_input_files("#files", str(pack))
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("可以用：")).to_be_visible()
    page.select_option("#form", index=1)
    expect(page.get_by_text("这个地方包")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_text("新建年度时可以选")).to_be_visible()
    page.goto(page.url.partition("/places/")[0] + "/cycles/new")
    expect(page.locator("[name=rulebook][value='muzhou-2024@1']")).to_have_count(1)


def test_undo_outlasts_a_reload(visit):
    page = visit("gongyuan", "/forms/2")
    cell = page.locator('td[data-place="goal_actual"]')
    cell.click()
    page.keyboard.type("改过的完成情况")
    page.keyboard.press("Tab")
    expect(page.locator("td.unsaved")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-undo]")).to_be_enabled()
    page.locator("[data-undo]").click()
    expect(cell).not_to_contain_text("改过的完成情况")
    expect(page.locator("td.unsaved")).to_have_count(0)


def test_a_link_from_the_submit_page_leads_to_the_cell(visit, workbench):
    page = visit("gongyuan", "/review/forms/2/submit")
    page.locator("main li a").first.click()
    page.wait_for_url(re.compile(r"/forms/2#"))
    place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    expect(page.locator(f'td[data-place="{place}"]')).to_have_class(re.compile("active"))
