"""The pages of people in a real browser: no serious fault for axe, the first steps by keyboard, a second factor."""

import base64
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import TOTP
from tests.web.browsing import PATIENCE

pytestmark = pytest.mark.slow

PAGES = {
    "xitong": [
        "/organisations",
        "/organisations/3",
        "/organisations/2/add",
        "/people",
        "/people/add",
        "/people/3",
        "/me",
    ],
    "anquan": ["/roles", "/roles/3", "/me/password", "/me/second-factor", "/people"],
    "rizhi": ["/auditlog/", "/nothing-here"],
}


@pytest.mark.parametrize("username", PAGES)
def test_axe_finds_no_serious_fault(visit, workbench, username):
    page, found = visit(username), []
    for path in PAGES[username]:
        page.goto(f"{workbench.url}{path}")
        found += [
            (path, one["id"], one["nodes"][0]["html"][:200])
            for one in Axe().run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_axe_finds_no_serious_fault_before_signing_in(workbench, browser):
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{workbench.url}/sign-in")
    page.keyboard.type("tianbao")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message.error")
    assert [
        one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
    ] == []


def test_a_second_factor_from_the_picture_to_the_next_sign_in(visit, workbench):
    page = visit("anquan", "/me/second-factor")
    drawn = page.evaluate("document.querySelector('img.qr').naturalWidth")
    assert drawn > 100
    secret = page.inner_text("code.once").replace(" ", "")
    totp = TOTP(base64.b32decode(secret + "=" * (-len(secret) % 8)))
    totp.time = time.time()
    page.fill("#token", f"{totp.token():06}")
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    code = page.locator(".codes .once").first.inner_text()
    again = visit("anquan", "/roles")
    assert again.url.startswith(f"{workbench.url}/me/second-factor")
    again.fill("#token", code)
    again.keyboard.press("Enter")
    again.wait_for_url(f"{workbench.url}/roles")


def test_the_log_is_checked_while_one_watches(visit):
    page = visit("rizhi", "/auditlog/")
    page.click("text=核对有没有被动过")
    page.wait_for_selector("text=日志完好")
