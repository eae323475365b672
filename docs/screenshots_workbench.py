"""Takes a picture of every page of the workbench with the example in it: `python docs/screenshots_workbench.py`.

Writes docs/img/workbench-*.png and docs/workbench/pages.md, which shows them. Word documents are drawn by LibreOffice.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

REPO = Path(__file__).resolve().parent.parent
IMAGES = REPO / "docs" / "img"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "Songling-2024"
_SIZE: Any = {"width": 1366, "height": 768}
_PATIENCE = 600
"""Seconds after which a server or page that does not come is taken to hang."""

PAGES = (
    ("", "sign-in", "/sign-in", "登录"),
    ("gongyuan", "home", "/", "填报人的首页：现在要做什么"),
    ("gongyuan", "editor", "/forms/2", "填报页：批复的内容锁定，问题标在格子上，右边是得分和检查结果"),
    ("gongyuan", "submit", "/review/forms/2/submit", "提交前：还空着什么，还有什么错误"),
    ("gongyuan", "versions", "/forms/2/versions", "历次修改"),
    ("gongyuan", "evidence", "/forms/2/evidence", "佐证材料"),
    ("gongyuan", "imports", "/imports/", "导入"),
    ("caizheng", "home-finance", "/", "财政绩效评审人的首页"),
    ("caizheng", "desk", "/review/desk", "审核台：按单位、状态、问题筛选，一次办理多张"),
    ("caizheng", "review", "/review/forms/5", "审核页：表、逐项核对、问题、意见、原件"),
    ("caizheng", "spot-checks", "/review/spot-checks", "抽查"),
    ("gongyuan", "goals", "/goals/14", "填绩效目标：分值合计和检查随写随看"),
    ("zhuguan", "adjustment", "/adjustments/1", "一份目标调整申请：原批复和调整后"),
    ("caizheng", "monitoring", "/monitoring/?period=1", "运行监控：各项目的灯"),
    ("gyshenhe", "monitoring-sheet", "/monitoring/2/1", "一张监控表：写一格存一格，灯随即亮起"),
    ("tianbao", "form-monitoring", "/forms/12", "自评表旁边是监控各期的完成值、预计和灯"),
    ("caizheng", "corrections", "/corrections/", "整改台账"),
    ("caizheng", "correction", "/corrections/2", "一份整改通知：逐条核验，通过就销号"),
    ("caizheng", "verdicts", "/verdicts/1", "抽查结果：核定分、佐证、结论，推算差错率"),
    ("pingjia", "commission", "/commissions/1", "一项委托评价：评了几行、要交的成果"),
    ("caizheng", "evaluation", "/evaluations/1", "一项重点评价：专家评分的平均和差距"),
    ("caizheng", "budget-advice", "/budget-advice/", "结果应用：逐个项目的建议、理由和预算处室的答复"),
    ("zhuguan", "publishing", "/publishing/1", "一个公开批次：预览、确认、期限"),
    ("caizheng", "dashboard", "/dashboard/2", "部门页：进度"),
    ("caizheng", "dashboard-scores", "/dashboard/2/scores", "部门页：得分"),
    ("caizheng", "dashboard-findings", "/dashboard/2/findings", "部门页：问题"),
    ("caizheng", "dashboard-money", "/dashboard/2/money", "部门页：资金与核对"),
    ("caizheng", "dashboard-downloads", "/dashboard/2/downloads", "部门页：下载"),
    ("caizheng", "projects", "/cycles/projects", "项目"),
    ("caizheng", "year-new", "/cycles/new", "新建年度：各项已按上一年度填好"),
    ("caizheng", "packs", "/places/", "本地的办法和表样：上传、检查、试用、启用"),
    ("caizheng", "notices", "/notices/", "通知"),
    ("caizheng", "account", "/me", "我的账号"),
    ("xitong", "organisations", "/organisations", "系统管理员：机构"),
    ("xitong", "roster", "/roster", "系统管理员：一张表录入机构、人员、角色"),
    ("xitong", "people", "/people", "系统管理员：人员"),
    ("xitong", "backup", "/backup/", "系统管理员：备份"),
    ("anquan", "roles", "/roles", "安全管理员：授权"),
    ("rizhi", "auditlog", "/auditlog/", "审计管理员：审计日志"),
)
"""Who, name of the picture, address, what is seen."""
DOCUMENTS = (
    ("caizheng", "monitoring-report", "/monitoring/1/report.docx", "《绩效运行监控报告》第一页"),
    ("caizheng", "correction-notice", "/corrections/2.docx", "整改通知书"),
    ("tianbao", "form-with-monitoring", "/forms/12/paper.docx?beside", "自评表（连同监控）"),
)
"""Word documents whose first page is shown, likewise."""


def main() -> None:
    """Start the workbench with the example, sign in as each person, take the pictures."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        pages = {user: _visitor(browser, url, user) for user in dict.fromkeys(user for user, *_ in PAGES)}
        pages["caizheng"].goto(f"{url}/dashboard/2/scores")
        pages["caizheng"].wait_for_selector("svg")
        for user, name, path, _ in PAGES:
            page = pages[user]
            page.goto(url + path)
            page.wait_for_load_state("networkidle")
            if name != "desk":  # as tall as it is: what sticks to the lower edge would else lie over the rows
                page.set_viewport_size({**_SIZE, "height": page.evaluate("document.documentElement.scrollHeight")})
            page.screenshot(path=IMAGES / f"workbench-{name}.png")
            page.set_viewport_size(_SIZE)
        for user, name, path, _ in DOCUMENTS:
            word = Path(folder) / f"{name}.docx"
            word.write_bytes(pages[user].request.get(url + path).body())
            _first_page(word, IMAGES / f"workbench-{name}.png")
        browser.close()
    everything = (*PAGES, *DOCUMENTS)
    shown = "\n\n".join(f"## {text}\n\n![{text}](../img/workbench-{name}.png)" for _, name, _, text in everything)
    (REPO / "docs" / "workbench" / "pages.md").write_text(f"# 工作台的页面\n\n{shown}\n", encoding="utf-8")


def _visitor(browser: Browser, url: str, user: str) -> Page:
    page = browser.new_context(viewport=_SIZE, locale="zh-CN").new_page()
    page.set_default_timeout(_PATIENCE * 1000)
    if user:
        page.goto(f"{url}/sign-in")
        page.fill("[name=username]", user)
        page.fill("[name=password]", PASSWORD)
        page.click("main button:has-text('登录')")
        page.wait_for_url(lambda at: "/sign-in" not in at)
    return page


def _first_page(word: Path, picture: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(word.parent), str(word)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    pypdfium2.PdfDocument(word.with_suffix(".pdf"))[0].render(scale=1.3).to_pil().save(picture)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiheng", "serve", "--demo", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "JIHENG_DATA": str(data)}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):
                break
        except OSError:
            continue
    yield url
    process.terminate()
    process.wait(_PATIENCE)


if __name__ == "__main__":
    main()
