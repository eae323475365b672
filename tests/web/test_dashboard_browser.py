"""The first page and the overview in a real browser: figures come by themselves, charts lead on, downloads arrive."""

import time
import zipfile

import pytest
from tests.web.browsing import PATIENCE

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = pytest.mark.slow

PASSWORD = "Songling-2024"


@pytest.fixture
def visit(browser, workbench):
    """visit("zhuguan", width): a page of a person signed in; what the browser complains of is kept in page.said."""
    opened = []

    def sign_in(username, width=1366):
        context = browser.new_context(viewport={"width": width, "height": 768}, base_url=workbench.url)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.goto("/sign-in")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("text=现在要做")
        return page

    yield sign_in
    for context in opened:
        context.close()


def faults(page):
    found = axe.Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found if one["impact"] != "minor"]


def test_figures_arrive_charts_lead_on_and_a_download_is_fetched(visit, tmp_path):
    page = visit("zhuguan")
    page.click("text=看汇总")
    page.wait_for_selector("text=整体得分，优")  # added up in the background; the page reloads by itself
    page.click("nav.tabs >> text=得分")
    bar = page.locator("figure:has-text('等级分布') a").first
    count = bar.get_attribute("aria-label").split()[-1]
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/desk?**grade=**")
    assert count in page.inner_text("main")
    page.go_back()
    page.click("nav.tabs >> text=下载")
    page.check("input[value=rollup]")
    page.check("input[value=docx]")
    page.click("text=开始准备")
    with page.expect_download() as coming:
        page.click(".made a")
    target = tmp_path / "all.zip"
    coming.value.save_as(target)
    names = zipfile.ZipFile(target).namelist()
    assert "汇总.xlsx" in names
    assert sum(name.endswith(".docx") for name in names) == 14
    page.goto("/")
    assert page.inner_text("a:has-text('通知') .count") == "1"
    assert page.said == []


@pytest.mark.parametrize("width", [1366, 390])
def test_no_page_has_a_serious_fault_or_runs_off_the_screen(visit, width):
    for username, paths in (
        ("tianbao", ("/",)),
        (
            "zhuguan",
            ("/", *(f"/dashboard/2/{tab}" for tab in ("progress", "scores", "findings", "money", "downloads"))),
        ),
        ("caizheng", ("/", "/dashboard/1/progress", "/dashboard/1/scores", "/dashboard/1/money")),
        ("xitong", ("/",)),
    ):
        page = visit(username, width)
        for path in paths:
            page.goto(path)
            assert faults(page) == [], (username, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (username, path)
        assert page.said == []


def test_everything_is_reached_without_scripts(browser, workbench):
    context = browser.new_context(java_script_enabled=False, base_url=workbench.url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=username]", "zhuguan")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button")
    page.click("text=看汇总")
    page.click("nav.tabs >> text=下载")
    page.check("input[value=rollup]")
    page.click("text=开始准备")
    link = page.locator(".made a.button")
    until = time.monotonic() + PATIENCE / 1000
    while not link.count() and time.monotonic() < until:
        page.reload()
    with page.expect_download():
        link.click()
    context.close()
