"""A real browser for the tests: people of the example who sign in and look at pages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

Visit = Callable[..., Page]
PATIENCE = 600_000
"""Milliseconds after which a page or an element that does not come is taken to hang, on the slowest machine."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one a module."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        running.close()


@pytest.fixture
def visit(workbench, browser) -> Iterator[Visit]:
    """visit("gongyuan", "/forms/1") → a page in a browser of its own; faults of scripts and policy fail the test."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def go(username: str, path: str = "/", **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, workbench.url, username)
        page.goto(f"{workbench.url}{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


def sign_in(page: Page, url: str, username: str) -> None:
    """Sign in as one of the example's people."""
    from jiheng.web.demo.seed import PASSWORD

    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('登录')")
    page.wait_for_url(lambda at: "/sign-in" not in at)
