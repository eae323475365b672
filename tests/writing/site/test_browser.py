"""The site in a browser: without script, by keyboard, on a phone, and by axe. Slow: it starts Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
playwright = pytest.importorskip("playwright.sync_api")

SIZES = ((1366, 768), (390, 844))
PAGES = ("index.html", "list.html", "data.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = os.environ.get("JIHENG_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip(f"没有浏览器（{path}），跳过：设 JIHENG_CHROMIUM 指向 chromium 即可运行")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def addresses(site: Path) -> list[str]:
    projects = sorted((site / "projects").glob("*.html"))
    return [(site / name).as_uri() for name in PAGES] + [page.as_uri() for page in projects]


def test_no_page_asks_outside_or_breaks_its_policy(browser: Any, site: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: request.url.startswith("file:") or said.append(request.url))
    for address in addresses(site):
        page.goto(address)
    assert said == []
    page.close()


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_no_page_is_wider_than_the_screen(browser: Any, site: Path, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    for address in addresses(site):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
    page.close()


def test_everything_is_there_without_script(browser: Any, site: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(addresses(site)[0])
    assert page.locator("tbody th a").first.is_visible()
    assert not page.locator("input").first.is_visible()
    page.locator("tbody th a", has_text="河道保洁").first.click()
    assert page.locator("td", has_text="保持十二条河道全年整洁。").is_visible()
    page.close()


def test_the_filter_and_the_order(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto(addresses(site)[0])
    page.get_by_role("searchbox").fill("巡查")
    playwright.expect(page.get_by_role("status")).to_contain_text("找到 1 个")
    assert page.locator("tbody tr:visible").count() == 1
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="自评").click()
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.goto(addresses(site)[1])
    page.get_by_role("searchbox").fill("满意度 巡查")
    playwright.expect(page.get_by_role("status")).to_contain_text("找到 1 个")
    page.close()


def test_the_first_key_leads_past_the_head(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto(addresses(site)[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_axe_finds_nothing(browser: Any, site: Path, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # The strict policy of the pages would keep axe out as well.
    page = browser.new_context(bypass_csp=True, viewport={"width": size[0], "height": size[1]}).new_page()
    for address in addresses(site):
        page.goto(address)
        found = axe.run(page).response["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found] == [], address
    page.close()
