"""A district set up from nothing in a real browser, every click counted: `python -m bench.district`.

From an empty installation to 60 departments, 300 units, 600 people and 2,000 forms issued; prints what each step took,
and keeps a picture of each below out/district.
"""

import argparse
import base64
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django_otp.oath import totp
from playwright.sync_api import Browser, Page, sync_playwright

_CHROMIUM = "/usr/bin/chromium"
_UNITS_EACH = 5
_PATIENCE = 600_000
"""Milliseconds for the slowest step."""
_NEW_PASSWORD = "Muzhou-Lantian-7391"


@dataclass
class Film:
    """What was done: clicks, pictures, and the seconds of each step."""

    folder: Path
    clicks: int = 0
    steps: list[tuple[str, int, float]] = field(default_factory=list)
    _began: tuple[int, float] = (0, 0.0)

    def click(self, page: Page, name: str, role: str = "button") -> None:
        """One click on what is called so."""
        self.clicks += 1
        page.get_by_role(role, name=re.compile(name)).first.click(timeout=_PATIENCE)  # type: ignore[arg-type]

    @contextmanager
    def step(self, page: Page, name: str) -> Iterator[None]:
        """A step of the story, with a picture at its end."""
        clicks, began = self.clicks, time.monotonic()
        yield
        self.steps.append((name, self.clicks - clicks, time.monotonic() - began))
        page.screenshot(path=self.folder / f"{len(self.steps):02}.png")


def main() -> None:
    """Set the district up and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=60)
    parser.add_argument("--projects", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=Path("out/district"), help="where the pictures go")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    film = Film(options.folder)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as data, _served(Path(data)) as (url, password), sync_playwright() as running:
        browser = running.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        told = _story(film, browser, url, password, options.departments, options.projects)
        browser.close()
    print("| 步骤 | 点击 | 秒 |\n| --- | --- | --- |")
    for name, clicks, seconds in film.steps:
        print(f"| {name} | {clicks} | {seconds:.1f} |")
    print(f"| 合计 | {film.clicks} | {time.monotonic() - began:.0f} |\n\n{told}")


def roster(departments: int) -> str:
    """The table of organisations, people and roles: in each department one reviewer, in its units nine people."""
    rows = ["主管部门\t单位\t单位代码\t姓名\t用户名\t角色"]
    rows.append("木洲区财政局\t\t\t财政甲\tcz001\t财政绩效")
    for number in range(1, departments + 1):
        above = f"木洲区第{number:02}局"
        rows.append(f"{above}\t\t{number:03}\t主管{number}\tzg{number:03}\t主管部门")
        for unit in range(1, _UNITS_EACH + 1):
            name, code = f"第{number:02}局{unit}中心", f"{number:03}{unit:03}"
            rows.append(f"{above}\t{name}\t{code}\t经办{code}\ttb{code}\t填报人")
            # The last unit of a department is reviewed by the person of the one before it.
            reviewer = f"{number:03}{min(unit, _UNITS_EACH - 1):03}"
            if number < departments or unit < _UNITS_EACH:
                rows.append(f"{above}\t{name}\t{code}\t审核{reviewer}\tsh{reviewer}\t单位审核")
    return "\n".join(rows)


def projects(departments: int, count: int) -> str:
    """The table of projects, dealt out to the units in turn."""
    rows = ["项目代码\t项目名称\t单位\t年初预算数（万元）\t全年预算数（万元）"]
    units = departments * _UNITS_EACH
    for number in range(count):
        department, unit = divmod(number % units, _UNITS_EACH)
        amount = f"{20 + number % 480}.5"
        name = f"第{department + 1:02}局{unit + 1}中心"
        rows.append(f"M{number:05}\t{name}第{number // units + 1}项业务运行\t{name}\t{amount}\t{amount}")
    return "\n".join(rows)


def _story(film: Film, browser: Browser, url: str, password: str, departments: int, count: int) -> str:
    admin = _page(browser)
    with film.step(admin, "系统管理员登录、改密码"):
        _sign_in(film, admin, url, "admin", password)
    with film.step(admin, "设立另外两位管理员"):
        admin.goto(f"{url}/first")
        admin.fill("[name=place]", "木洲区财政局")
        admin.fill("[name=security_name]", "安全员")
        admin.fill("[name=audit_name]", "审计员")
        film.click(admin, "^设立")
        passwords = _once(admin)
    with film.step(admin, "粘贴机构、人员、角色，看会怎样"):
        admin.goto(url)
        film.click(admin, "^去办", "link")
        admin.fill("[name=text]", roster(departments))
        film.click(admin, "看看会怎样")
        admin.get_by_text("还没有写入").wait_for(timeout=_PATIENCE)
    with film.step(admin, "写入，得到一次性密码"):
        film.click(admin, "^写入这")
        admin.get_by_text("一次性密码", exact=True).wait_for(timeout=_PATIENCE)
        passwords |= _once(admin)
    security = _page(browser)
    with film.step(security, "安全管理员登录、改密码"):
        _sign_in(film, security, url, "anquan", passwords["anquan"])
    with film.step(security, "授予名册里的角色"):
        security.goto(url)
        film.click(security, "^去核对", "link")
        film.click(security, "^核对并授予", "link")
        film.click(security, "^授予全部")
        security.get_by_text("已授予").first.wait_for(timeout=_PATIENCE)
    finance = _page(browser)
    with film.step(finance, "财政登录、改密码"):
        _sign_in(film, finance, url, "cz001", passwords["cz001"])
    with film.step(finance, "打开先填好的年度"):
        finance.goto(url)
        film.click(finance, "^去办", "link")
        finance.locator("[name=year]").wait_for()
    with film.step(finance, "新建年度"):
        film.click(finance, "^新建，下一步")
    with film.step(finance, "选定参加单位"):
        film.click(finance, "^保存$")
        finance.get_by_text("个单位参加").wait_for(timeout=_PATIENCE)
    with film.step(finance, f"粘贴 {count:,} 个项目"):
        finance.goto(url)
        film.click(finance, "^去办", "link")
        finance.fill("[name=text]", projects(departments, count))
        film.click(finance, "看看会怎样")
        film.click(finance, "^写入这")
    with film.step(finance, f"下达 {count:,} 张自评表"):
        film.click(finance, "^下达自评表")
        done = finance.get_by_text("下达了")
        done.wait_for(timeout=_PATIENCE)
        told = done.first.inner_text()
    filler = _page(browser)
    with film.step(filler, "填报人登录、改密码、看到自己的表"):
        _sign_in(film, filler, url, "tb001001", passwords["tb001001"])
        filler.goto(url)
    return told


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def _sign_in(film: Film, page: Page, url: str, username: str, password: str) -> None:
    """Sign in, and change the password that another gave."""
    page.goto(f"{url}/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    film.click(page, "^登录$")
    page.wait_for_url(re.compile("/me/"))
    if "second-factor" in page.url:
        key = page.locator("code.once").inner_text().replace(" ", "")
        page.fill("#token", f"{totp(base64.b32decode(key)):06}")
        film.click(page, "^启用$")
        film.click(page, "^已抄好", "link")
    page.goto(f"{url}/me/password")
    fields = page.locator("input[type=password]")
    fields.nth(0).fill(password)
    for number in range(1, fields.count()):
        fields.nth(number).fill(_NEW_PASSWORD)
    film.click(page, "^保存新密码")
    page.wait_for_url(lambda at: "password" not in at)


def _once(page: Page) -> dict[str, str]:
    """The one-time passwords on the page, by user name."""
    rows = page.locator("table.list tbody tr")
    texts = [row.split("\t") for row in rows.all_inner_texts()]
    return {row[-2].strip(): row[-1].strip() for row in texts}


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, str]]:
    """An empty workbench of its own: its address and the first password."""
    command = [sys.executable, "-m", "jiheng", "serve", "--data", str(data / "data"), "--port", "8797"]
    log = data / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        until = time.monotonic() + 120
        while (
            not (found := re.search(r"一次性密码\s*(\S+?)（", log.read_text(encoding="utf-8")))
            and time.monotonic() < until
        ):
            time.sleep(0.2)
        assert found, log.read_text(encoding="utf-8")
        time.sleep(3)
        yield "http://127.0.0.1:8797", found[1]
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
