"""A project through the whole year in a real browser: from its goals to the web, every step on record."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

PROJECT, CODE = "公园古树名木保护", "2024-014"
PASSES = (("gyshenhe", "待主管部门审核"), ("zhuguan", "待财政复核"), ("caizheng", "已定稿"))
ON_RECORD = {
    "goals.declaration": ["submit", "pass", "pass", "approve"],
    "adjustments.adjustment": ["submit", "pass", "approve"],
    "monitoring.sheet": ["submit", "pass"],
    "corrections.correction": ["issue", "answer", "accept"],
    "budget_advice.budgetadvice": ["send", "answer"],
    "publishing.batch": ["ask", "confirm", "publish"],
}
"""The steps that each object of the year takes in the story."""


@pytest.fixture
def act(visit, workbench):
    """act("zhuguan", "/goals/14", "审核通过"): a person presses a button of a page and is told that it is done."""

    def press(username: str, path: str, name: str) -> Page:
        page = visit(username, path)
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("main")).to_contain_text("已办好")
        return page

    return press


def path_of(page: Page, workbench) -> str:
    return page.url.removeprefix(workbench.url).split("?")[0]


def test_a_project_through_the_year(visit, workbench, act):
    goals = _goals(visit, workbench, act)
    _adjusted(visit, workbench, act, goals)
    _watched(visit, workbench, act)
    form = _self_evaluated(visit, workbench)
    correction = _checked(visit, workbench)
    _mended(visit, workbench, correction)
    _used(visit, workbench, act)
    _published(visit, workbench, act, form)
    assert _recorded(workbench.data) == ON_RECORD
    log = visit("rizhi", "/auditlog/")
    expect(log.locator("main")).to_contain_text("登记为已公开")


def _goals(visit, workbench, act) -> str:
    officer = visit("gongyuan", "/goals/?state=declaring")
    officer.get_by_role("link", name=PROJECT).click()
    path = path_of(officer, workbench)
    officer.get_by_role("button", name="保存申报").click()
    expect(officer.locator("main")).to_contain_text("已保存")
    officer.fill("#reason", "已核对")
    officer.get_by_role("button", name="提交申报").click()
    for username, name in (("gyshenhe", "审核通过"), ("zhuguan", "审核通过"), ("caizheng", "批复")):
        act(username, path, name)
    return path


def _adjusted(visit, workbench, act, goals: str) -> None:
    officer = visit("gongyuan", goals)
    officer.get_by_role("button", name="申请调整").click()
    officer.fill("#why", "普查后株数有变化")
    officer.get_by_label("第 1 行 年度指标值").fill("40")
    officer.get_by_role("button", name="保存申请").click()
    expect(officer.locator("main")).to_contain_text("已保存")
    path = path_of(officer, workbench)
    for username, name in (("gyshenhe", "提交申请"), ("zhuguan", "审核通过"), ("caizheng", "批复调整")):
        act(username, path, name)


def _watched(visit, workbench, act) -> None:
    officer = visit("gongyuan", "/monitoring/")
    officer.get_by_role("link", name=PROJECT).click()
    path = path_of(officer, workbench)
    for name in ("executed", "executed_forecast"):
        officer.fill(f"[name={name}]", "1")
    for box in officer.locator("[name^=so_far-], [name^=forecast-]").all():
        box.fill("40")
    for box in officer.locator("[name^=reason-], [name^=measure-], [name=money_reason], [name=money_measure]").all():
        box.fill("苗木到场晚，十月补做")
    officer.get_by_role("button", name="保存", exact=True).click()
    expect(officer.locator("main")).to_contain_text("已保存")
    expect(officer.locator("#hindrances")).to_contain_text("都填好了")
    act("gyshenhe", path, "提交监控表")
    act("zhuguan", path, "审核通过")


def _self_evaluated(visit, workbench) -> int:
    officer = visit("gongyuan", "/review/desk?all=1")
    officer.get_by_role("link", name=PROJECT).first.click()
    form = int(officer.url.split("/forms/")[1].split("?")[0])
    officer.goto(f"{workbench.url}/forms/{form}")
    expect(officer.locator("main")).to_contain_text("1—10月：完成 40")
    for at in officer.locator('td[data-open][data-place$=".actual"], td[data-place="goal_actual"]').all():
        at.click()
        officer.keyboard.type("40" if at.get_attribute("data-place") != "goal_actual" else "复壮 40 株。")
        officer.keyboard.press("Tab")
    expect(officer.locator("td.unsaved")).to_have_count(0)
    officer.get_by_role("link", name="提交", exact=True).click()
    officer.fill("#reason", "已核对，余下的按实际填")
    officer.get_by_role("button", name="提交单位审核").click()
    expect(officer.locator("main")).to_contain_text("待单位审核")
    for username, after in PASSES:
        page = visit(username, f"/review/forms/{form}")
        with page.expect_navigation():
            page.locator("button[value='form.pass']").first.click()
        page.goto(f"{workbench.url}/review/forms/{form}")
        expect(page.locator(".heading")).to_contain_text(after)
    return form


def _checked(visit, workbench) -> str:
    bureau = visit("caizheng", "/review/spot-checks")
    bureau.get_by_label("按比例").check()
    bureau.get_by_label("抽取比例（%）").fill("100")
    bureau.get_by_role("button", name="抽取", exact=True).click()
    bureau.get_by_role("link", name="写结果、看汇总").click()
    bureau.get_by_label(f"{CODE} 核定分").fill("60")
    bureau.get_by_label(f"{CODE} 佐证").select_option(label="部分相符")
    bureau.get_by_label(f"{CODE} 有问题").check()
    bureau.get_by_label(f"{CODE} 抽查结论").fill("满意度没有问卷")
    bureau.get_by_role("button", name="保存").first.click()
    expect(bureau.locator("main")).to_contain_text("有问题 1 张")
    bureau.get_by_role("link", name="发整改通知").click()
    bureau.get_by_role("button", name="存为草稿").click()
    bureau.get_by_role("button", name="发出通知").click()
    expect(bureau.locator("h1")).to_contain_text("绩整〔")
    return path_of(bureau, workbench)


def _mended(visit, workbench, path: str) -> None:
    unit = visit("gyshenhe", path)
    for box in unit.get_by_label("整改情况").all():
        box.fill("已补问卷 120 份。")
    unit.get_by_role("button", name="提交整改情况").click()
    expect(unit.locator(".heading")).to_contain_text("待核验")
    bureau = visit("caizheng", path)
    bureau.get_by_role("button", name="核验通过，销号").click()
    expect(bureau.locator(".heading")).to_contain_text("已销号")


def _used(visit, workbench, act) -> None:
    bureau = visit("caizheng", "/budget-advice/")
    bureau.get_by_role("button", name="按规则提出建议").click()
    expect(bureau.locator("main")).to_contain_text("按规则新提 1 条")
    bureau.get_by_label(f"勾选 {CODE}").check()
    bureau.get_by_role("button", name="把勾选的送预算处室").click()
    expect(bureau.locator("main")).to_contain_text("已送预算处室 1 条")
    bureau.get_by_role("link", name=PROJECT).click()
    bureau.get_by_label("答复", exact=True).select_option(label="采纳")
    bureau.get_by_label("下年安排（万元）").fill("50")
    bureau.get_by_role("button", name="答复", exact=True).click()
    expect(bureau.locator("main")).to_contain_text("50 万元")
    unit = visit("gyshenhe", path_of(bureau, workbench))
    expect(unit.locator("main")).to_contain_text("采纳")


def _published(visit, workbench, act, form: int) -> None:
    bureau = visit("caizheng", "/publishing/")
    bureau.get_by_role("button", name="新建批次").click()
    path = path_of(bureau, workbench)
    bureau.get_by_role("checkbox", name=f"公开 {PROJECT}").check()
    bureau.get_by_role("button", name="保存所选").click()
    expect(bureau.locator("main")).to_contain_text("已保存")
    for username, name in (("caizheng", "送主管部门确认"), ("zhuguan", "确认可以公开"), ("caizheng", "登记为已公开")):
        page = act(username, path, name)
    expect(page.locator(".heading")).to_contain_text("已公开")


def _recorded(data: Path) -> dict[str, list[str]]:
    """The steps of the project's objects, and those of the newest batch, as the database holds them."""
    with closing(sqlite3.connect(data / "jiheng.sqlite3")) as database:
        project = database.execute("SELECT id FROM cycles_project WHERE code = ?", [CODE]).fetchone()[0]
        batch = database.execute("SELECT max(id) FROM publishing_batch").fetchone()[0]
        steps = database.execute(
            "SELECT subject, action FROM procedure_step WHERE project_id = ? OR subject = ? ORDER BY id",
            [project, f"publishing.batch:{batch}"],
        ).fetchall()
        moves = database.execute(
            "SELECT count(*) FROM workflow_transition JOIN forms_selfevaluation form ON form.id = form_id "
            "WHERE form.project_id = ?",
            [project],
        ).fetchone()[0]
    assert moves >= len(PASSES) + 1
    found: dict[str, list[str]] = {}
    for subject, action in steps:
        found.setdefault(subject.partition(":")[0], []).append(action.partition(".")[2])
    return found
