"""Whole stories in a real browser on a real server, from an old Word form to the department's report."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from jiheng.form import from_json
from jiheng.writing.official import fill

pytestmark = pytest.mark.slow

PROJECT = "绿道照明设施维护"


@pytest.fixture
def old_form(seeded, tmp_path):
    """A Word form of a project that the workbench does not know."""
    from importlib import resources

    form = from_json((resources.files("jiheng.web.demo") / "forms.json").read_bytes())[10]
    form.project = PROJECT
    path = tmp_path / "绿道照明.docx"
    path.write_bytes(fill([form], ".docx"))
    return path


def test_from_an_old_form_to_the_departments_report(visit, workbench, old_form):
    department = visit("zhuguan", "/imports/")
    department.set_input_files("#files", str(old_form))
    department.get_by_role("button", name="上传并读取").click()
    department.get_by_role("link", name=PROJECT).click()
    department.get_by_text("新建项目").click()
    department.select_option("#unit", label="局本级")
    department.click("text=新建并对应")
    department.get_by_role("button", name="采用", exact=True).click()
    department.get_by_role("link", name=PROJECT).click()
    department.get_by_role("link", name="打开自评表").click()
    department.wait_for_url(re.compile(r"/forms/\d+"))
    number = int(re.search(r"/forms/(\d+)", department.url)[1])

    officer = visit("tianbao", f"/forms/{number}")
    officer.locator('td[data-place="goal_actual"]').click()
    officer.keyboard.type("照明设施全年完好，夜间巡查按计划完成。")
    officer.keyboard.press("Tab")
    expect(officer.locator("td.unsaved")).to_have_count(0)
    _hand_in(officer)

    reviewer = visit("shenhe", f"/review/forms/{number}")
    reviewer.locator('[href="#talk"]').click()
    reviewer.select_option("#remark-place", "goal_actual")
    reviewer.fill("#remark-text", "请写明完好率。")
    reviewer.click("text=记下意见")
    expect(reviewer.locator("#remarks")).to_contain_text("请写明完好率。")
    reviewer.fill("#reason", "请按意见补充")
    with reviewer.expect_navigation():
        reviewer.get_by_role("button", name="退回单位").click()

    officer.goto(f"{workbench.url}/forms/{number}")
    expect(officer.locator("#remarks")).to_contain_text("请写明完好率。")
    officer.locator('td[data-place="goal_actual"]').click()
    officer.keyboard.press("F2")
    officer.keyboard.type("完好率 99%。")
    officer.keyboard.press("Tab")
    expect(officer.locator("td.unsaved")).to_have_count(0)
    officer.locator("#remarks textarea").fill("已补充完好率。")
    officer.get_by_role("button", name="答复", exact=True).click()
    expect(officer.locator("#remarks")).to_contain_text("已答复")
    _hand_in(officer)

    for username, after in (("shenhe", "待主管部门审核"), ("zhuguan", "待财政复核"), ("caizheng", "已定稿")):
        page = visit(username, f"/review/forms/{number}")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^通过")).click()
        page.goto(f"{workbench.url}/review/forms/{number}")
        expect(page.locator(".heading")).to_contain_text(after)

    department.goto(f"{workbench.url}/dashboard/")
    department.get_by_role("link", name="下载", exact=True).first.click()
    department.get_by_label("评价报告（Word）").check()
    department.get_by_role("button", name="开始准备").click()
    ready = department.get_by_role("link", name=re.compile("^下载(（|文件)"))
    expect(ready).to_be_visible()
    with department.expect_download() as download:
        ready.click()
    report = zipfile.ZipFile(download.value.path())
    text = re.sub(r"<[^>]+>", "", report.read("word/document.xml").decode())
    assert "澜州市松泠区园林环境局" in text
    assert re.search(r"15 ?个项目", text)


def _hand_in(officer: Page) -> None:
    officer.get_by_role("link", name="提交", exact=True).click()
    officer.fill("#reason", "已核对")
    officer.get_by_role("button", name="提交单位审核").click()
    expect(officer.locator("main")).to_contain_text("待单位审核")
