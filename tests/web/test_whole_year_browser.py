"""One project through a whole year in a real browser on a real server, each step by the person whose it is."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PROJECT, CODE = "公园古树名木保护", "2024-014"
REACHED = ("37", "14", "100%", "9月30日", "41.16", "100%", "优（印发古树养护手册，签订管护责任书37份）", "95.6%")
FORECAST = ("37", "14", "100%", "9月30日", "42", "100%", "优", "95%")


class People:
    """The example's people, each in a browser of their own that stays open through the year."""

    def __init__(self, visit, url: str) -> None:
        self.visit, self.url, self.pages = visit, url, {}

    def at(self, username: str, path: str = "/") -> Page:
        """The page of one of them, gone to a path."""
        if username not in self.pages:
            self.pages[username] = self.visit(username)
        page = self.pages[username]
        page.goto(f"{self.url}{path}")
        return page

    def path(self, page: Page) -> str:
        """Where a page is."""
        return page.url.removeprefix(self.url)


def press(page: Page, name: str) -> None:
    """Press the button of exactly that name and wait for the page that comes of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def people(visit, workbench, tmp_path):
    return People(visit, workbench.url)


def test_a_project_through_the_year(people, tmp_path):
    proof = tmp_path / "材料.pdf"
    proof.write_bytes(PDF)
    goals = _goals_are_declared_and_approved(people)
    _goals_are_adjusted(people, goals)
    _the_year_is_watched(people)
    form = _the_form_is_filled_in_and_reviewed(people)
    _it_is_drawn_and_found_at_fault(people, form)
    _it_is_evaluated(people)
    _it_is_mended(people, form, proof)
    _it_is_used(people)
    _it_is_published(people)
    last = people.at("gongyuan", goals)
    expect(last.locator("main")).to_contain_text("第 2 版")


def _goals_are_declared_and_approved(people: People) -> str:
    officer = people.at("gongyuan", "/goals/?state=declaring")
    officer.get_by_role("link", name=PROJECT).click()
    path = people.path(officer)
    officer.get_by_label("第 2 行 年度指标值").fill("13")
    press(officer, "保存申报")
    officer.fill("#reason", "已核对")
    press(officer, "提交申报")
    for username, name in (("gyshenhe", "审核通过"), ("zhuguan", "审核通过"), ("caizheng", "批复")):
        page = people.at(username, path)
        press(page, name)
        expect(page.locator("main")).to_contain_text("已办好")
    return path


def _goals_are_adjusted(people: People, goals: str) -> None:
    officer = people.at("gongyuan", goals)
    press(officer, "申请调整")
    officer.fill("#why", "树木普查后需要支撑的树少了一处")
    officer.get_by_label("第 2 行 年度指标值").fill("12")
    press(officer, "保存申请")
    path = people.path(officer)
    for username, name in (("gyshenhe", "提交申请"), ("zhuguan", "审核通过"), ("caizheng", "批复调整")):
        page = people.at(username, path)
        press(page, name)
        expect(page.locator("main")).to_contain_text("已办好")


def _the_year_is_watched(people: People) -> None:
    officer = people.at("gongyuan", "/monitoring/")
    officer.get_by_role("link", name=PROJECT).click()
    path = people.path(officer)
    cells = {"executed": "38"}
    for number, (so_far, forecast) in enumerate(zip(REACHED, FORECAST, strict=True)):
        cells |= {f"so_far-{number}": so_far, f"forecast-{number}": forecast}
    cells["so_far-4"] = "38"
    for name, text in cells.items():
        officer.fill(f"[name={name}]", text)
        officer.keyboard.press("Tab")
        expect(officer.locator("#said")).to_contain_text("已保存")
    expect(officer.locator("#hindrances")).to_contain_text("都填好了")
    unit = people.at("gyshenhe", path)
    press(unit, "提交监控表")
    department = people.at("zhuguan", path)
    press(department, "审核通过")
    expect(department.locator(".heading")).to_contain_text("监控已审核")


def _the_form_is_filled_in_and_reviewed(people: People) -> str:
    officer = people.at("gongyuan", "/review/desk?all=1&q=" + PROJECT)
    officer.get_by_role("link", name=PROJECT).first.click()
    officer.wait_for_url(re.compile(r"/forms/\d+"))
    number = re.search(r"/forms/(\d+)", officer.url)[1]
    officer.goto(f"{people.url}/forms/{number}")
    expect(officer.locator("main")).to_contain_text("1—10月")
    typed = {"goal_actual": "古树体检、支撑、建档全部完成。"}
    typed |= {f"indicators[{row}].actual": text for row, text in enumerate(REACHED)}
    typed["indicators[6].score"] = "10"
    for place, text in typed.items():
        officer.locator(f'td[data-place="{place}"]').click()
        officer.keyboard.type(text)
        officer.keyboard.press("Tab")
    expect(officer.locator("td.unsaved")).to_have_count(0)
    expect(officer.locator("[data-saved]")).to_contain_text("已保存")
    officer.get_by_role("link", name="提交", exact=True).click()
    officer.fill("#reason", "已核对")
    press(officer, "提交单位审核")
    for username, after in (("gyshenhe", "待主管部门审核"), ("zhuguan", "待财政复核")):
        page = people.at(username, f"/review/forms/{number}")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^通过")).first.click()
        page.goto(f"{people.url}/review/forms/{number}")
        expect(page.locator(".heading")).to_contain_text(after)
    return number


def _it_is_drawn_and_found_at_fault(people: People, form: str) -> None:
    bureau = people.at("caizheng", "/review/spot-checks")
    bureau.get_by_label("按比例").check()
    bureau.get_by_label("抽取比例（%）").fill("100")
    press(bureau, "抽取")
    bureau.get_by_role("link", name="写结果、看汇总").click()
    bureau.fill(f"[name=score-{form}]", "95")
    bureau.select_option(f"[name=evidence-{form}]", "partly")
    bureau.check(f"[name=wrong-{form}]")
    bureau.fill(f"[name=conclusion-{form}]", "支撑验收单缺两处签字")
    press(bureau, "保存")
    expect(bureau.locator("main")).to_contain_text("有问题 1 张")
    page = people.at("caizheng", f"/review/forms/{form}")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^通过")).first.click()
    page.goto(f"{people.url}/review/forms/{form}")
    expect(page.locator(".heading")).to_contain_text("已定稿")


def _it_is_evaluated(people: People) -> None:
    bureau = people.at("caizheng", "/evaluations/?q=" + PROJECT)
    press(bureau, f"评价 2024年度 {CODE}")
    path = people.path(bureau)
    bureau.get_by_role("checkbox", name="第三方评价人").check()
    press(bureau, "保存框架和专家")
    press(bureau, "交专家评分")
    expert = people.at("pingjia", "/evaluations/")
    expert.get_by_role("link", name=PROJECT).click()
    items = expert.locator("section.item")
    for at in range(items.count()):
        weight = re.search(r"([\d.]+) 分", items.nth(at).locator("h2").inner_text())[1]
        expert.fill(f"#found-{at}", "查阅文件和验收单，与自评一致。")
        expert.fill(f"#source-{at}", "批复、合同、验收单")
        expert.fill(f"#score-{at}", str(float(weight) - 1) if at == 0 else weight)
    expert.fill("#reason-0", "立项论证只有会议纪要")
    press(expert, "交底稿")
    bureau = people.at("caizheng", path)
    press(bureau, "汇总评分，形成初稿")
    bureau.fill("#problems", "立项论证没有测算依据。")
    bureau.fill("#advice", "补充测算。")
    press(bureau, "保存")
    press(bureau, "送单位征求意见")
    unit = people.at("gyshenhe", path)
    unit.fill("#comment", "测算表已补。")
    press(unit, "提交意见")
    bureau = people.at("caizheng", path)
    bureau.fill("#answer", "已采纳，扣分不变。")
    press(bureau, "保存")
    press(bureau, "定稿")
    expect(bureau.locator("main")).to_contain_text("把问题写成整改通知")


def _it_is_mended(people: People, form: str, proof) -> None:
    bureau = people.at("caizheng", f"/corrections/new/{form}?source=spot")
    expect(bureau.locator("fieldset")).to_contain_text("支撑验收单缺两处签字")
    expect(bureau.locator("fieldset")).to_contain_text("立项论证没有测算依据。")
    expect(bureau.locator("fieldset input:checked")).to_have_count(1)
    bureau.get_by_text("立项论证没有测算依据。").click()
    press(bureau, "存为草稿")
    press(bureau, "发出通知")
    path = people.path(bureau)
    unit = people.at("gyshenhe", path)
    for box in unit.get_by_label("整改情况").all():
        box.fill("已补。")
    press(unit, "保存")
    unit.locator("input[type=file]").first.set_input_files(str(proof))
    with unit.expect_navigation():
        unit.get_by_role("button", name="上传材料").first.click()
    expect(unit.locator("main")).to_contain_text("已收下")
    press(unit, "提交整改情况")
    bureau = people.at("caizheng", path)
    press(bureau, "核验通过，销号")
    expect(bureau.locator(".heading")).to_contain_text("已销号")


def _it_is_used(people: People) -> None:
    bureau = people.at("caizheng", "/budget-advice/")
    press(bureau, "按规则提出建议")
    bureau.get_by_label(f"勾选 {CODE}").check()
    press(bureau, "把勾选的送预算处室")
    office = people.at("yusuan")
    office.get_by_role("link", name=re.compile("去答复")).click()
    office.get_by_role("link", name=PROJECT).click()
    office.select_option("#answered", "adopted")
    office.fill("#amount", "43")
    press(office, "答复")
    expect(office.locator(".heading")).to_contain_text("已答复")


def _it_is_published(people: People) -> None:
    bureau = people.at("caizheng", "/publishing/")
    press(bureau, "新建批次")
    bureau.get_by_label(f"公开 {PROJECT}").check()
    press(bureau, "保存所选")
    path = people.path(bureau)
    bureau.get_by_role("link", name="看公开的样子").first.click()
    expect(bureau.locator("table.paper")).to_be_visible()
    bureau.goto(people.url + path)
    press(bureau, "送主管部门确认")
    department = people.at("zhuguan", path)
    press(department, "确认可以公开")
    bureau.goto(people.url + path)
    bureau.fill("#address", "https://example.invalid/gk")
    press(bureau, "登记为已公开")
    expect(bureau.locator(".heading")).to_contain_text("已公开")
