"""The steps of the year beside the self-evaluation, each as a story in a real browser on a real server."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_from_a_form_to_a_notice_that_is_mended_and_closed(visit, workbench, tmp_path):
    bureau = visit("caizheng", "/review/forms/7")
    bureau.get_by_role("link", name="整改", exact=True).last.click()
    bureau.get_by_role("link", name="把问题写成整改通知").click()
    bureau.fill("#responsible", "经办人")
    bureau.fill("#more", "数量指标没有依据\n满意度没有问卷")
    bureau.get_by_role("button", name="存为草稿").click()
    expect(bureau.locator("h1")).to_contain_text("草拟")
    bureau.get_by_role("button", name="发出通知").click()
    expect(bureau.locator("h1")).to_contain_text("绩整〔")
    number, page = bureau.locator("h1").inner_text(), bureau.url.removeprefix(workbench.url)
    with bureau.expect_download() as download:
        bureau.get_by_role("link", name="下载通知书（Word）").click()
    assert download.value.suggested_filename == f"{number} 绩效整改通知书.docx"

    unit = visit("shenhe")
    expect(unit.locator(".todos")).to_contain_text("收到整改通知")
    unit.goto(workbench.url + page)
    boxes = unit.get_by_label("整改情况")
    boxes.nth(0).fill("已补监测记录。")
    boxes.nth(1).fill("已补问卷 120 份。")
    unit.get_by_role("button", name="保存").click()
    proof = tmp_path / "问卷.pdf"
    proof.write_bytes(PDF)
    unit.locator("input[type=file]").nth(1).set_input_files(str(proof))
    unit.get_by_role("button", name="上传材料").nth(1).click()
    expect(unit.locator("main")).to_contain_text("已收下“问卷.pdf”")
    unit.get_by_role("button", name="提交整改情况").click()
    expect(unit.locator(".heading")).to_contain_text("待核验")

    bureau.goto(workbench.url + page)
    bureau.get_by_role("button", name="核验通过，销号").click()
    expect(bureau.locator(".heading")).to_contain_text("已销号")
    bureau.goto(f"{workbench.url}/corrections/?show=closed")
    expect(bureau.get_by_role("row", name=re.compile(re.escape(number)))).to_contain_text("已销号")


def test_from_values_in_october_to_a_reviewed_sheet(visit, workbench):
    officer = visit("tianbao")
    officer.get_by_role("link", name="去填写：填运行监控表").click()
    officer.get_by_role("link", name="行道树修剪与补植").click()
    path = officer.url.removeprefix(workbench.url)
    officer.fill("[name=executed]", "1")
    officer.keyboard.press("Tab")
    expect(officer.locator("#light-money")).to_contain_text("红")
    rows = officer.locator("table.watched tbody tr")
    before = rows.nth(0).locator("td").nth(1).get_attribute("title").split(" / ")[1]  # what was foreseen in July
    for number in range(rows.count()):
        box = officer.locator(f"[name=so_far-{number}]")
        box.fill(before if number == 0 else "3")
        box.press("Tab")
        expect(officer.locator("#said")).to_contain_text("已保存")
    offer = officer.locator("[data-fill=forecast-0]")
    expect(offer).to_be_visible()
    offered = offer.get_attribute("data-value")
    offer.click()
    expect(officer.locator("#propose-0")).to_be_empty()
    expect(officer.locator("[name=forecast-0]")).to_have_value(offered)
    for name in ("money_reason", "money_measure"):
        officer.fill(f"[name={name}]", "年底集中支付")
    for number in range(rows.count()):
        for name in ("reason", "measure"):
            box = officer.locator(f"[name={name}-{number}]")
            box.fill("受汛期影响，十月补做")
            box.press("Tab")
    expect(officer.locator("#hindrances")).to_contain_text("都填好了")

    unit = visit("shenhe", path)
    unit.get_by_role("button", name="提交监控表").click()
    expect(unit.locator(".heading")).to_contain_text("监控待审核")
    department = visit("zhuguan")
    department.get_by_role("link", name="去审核：审核监控表").click()
    department.get_by_role("link", name="行道树修剪与补植").click()
    department.get_by_role("button", name="审核通过").click()
    expect(department.locator(".heading")).to_contain_text("监控已审核")
    department.goto(f"{workbench.url}/monitoring/")
    with department.expect_download() as download:
        department.get_by_role("link", name="监控报告（Word）").click()
    assert download.value.suggested_filename == "2024年1—10月绩效运行监控报告.docx"


def test_from_a_declaration_to_an_approved_version_and_an_adjustment(visit, workbench):
    officer = visit("gongyuan", "/goals/?state=declaring")
    officer.get_by_role("link", name="公园古树名木保护").click()
    path = officer.url.removeprefix(workbench.url)
    expect(officer.locator("#whole-weight")).to_have_text("100")
    weight = officer.get_by_label("第 1 行 分值")
    weight.fill("5")
    weight.press("Tab")
    expect(officer.locator("#whole-weight")).to_have_text("95")
    expect(officer.locator("#judgement")).to_contain_text("错误")
    weight.fill("10")
    weight.press("Tab")
    expect(officer.locator("#whole-weight")).to_have_text("100")
    officer.get_by_label("第 1 行 年度指标值").fill("38")
    officer.get_by_role("button", name="保存申报").click()
    expect(officer.locator("main")).to_contain_text("已保存")
    officer.fill("#reason", "已核对")
    officer.get_by_role("button", name="提交申报").click()
    for username, name in (("gyshenhe", "审核通过"), ("zhuguan", "审核通过"), ("caizheng", "批复")):
        page = visit(username, path)
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("main")).to_contain_text("已办好")
    officer.goto(workbench.url + path)
    expect(officer.locator("main")).to_contain_text("第 2 版")

    officer.get_by_role("button", name="申请调整").click()
    officer.fill("#why", "树木普查后株数有变化")
    officer.get_by_label("第 1 行 年度指标值").fill("40")
    officer.get_by_role("button", name="保存申请").click()
    expect(officer.locator("table").first).to_contain_text("40")
    path = officer.url.removeprefix(workbench.url)
    for username, name in (("gyshenhe", "提交申请"), ("zhuguan", "审核通过"), ("caizheng", "批复调整")):
        page = visit(username, path)
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("main")).to_contain_text("已办好")
    expect(page.locator(".heading")).to_contain_text("已调整")


def test_from_final_forms_to_a_site_that_is_published(visit, workbench):
    bureau = visit("caizheng", "/publishing/")
    bureau.get_by_role("button", name="新建批次").click()
    bureau.fill("#approved_on", "2025-06-20")
    bureau.get_by_role("checkbox", name="全选").check()
    bureau.get_by_role("button", name="保存所选").click()
    expect(bureau.locator("main")).to_contain_text("已保存")
    path = bureau.url.removeprefix(workbench.url)
    bureau.get_by_role("link", name="看公开的样子").first.click()
    expect(bureau.locator("table.paper")).to_be_visible()
    bureau.goto(workbench.url + path)
    bureau.get_by_role("button", name="送主管部门确认").click()
    department = visit("zhuguan", path)
    department.get_by_role("button", name="确认可以公开").click()
    bureau.goto(workbench.url + path)
    bureau.get_by_role("button", name="生成公开网站").click()
    bureau.fill("#address", "https://example.invalid/gk")
    bureau.get_by_role("button", name="登记为已公开").click()
    expect(bureau.locator(".heading")).to_contain_text("已公开")
    bureau.evaluate("""() => {
      const look = async () => {
        window.told = (await (await fetch("/notices/")).text()).includes("的网站已备好");
        if (!window.told) setTimeout(look, 500);
      };
      look();
    }""")
    bureau.wait_for_function("() => window.told")
    bureau.goto(f"{workbench.url}/notices/")
    with bureau.expect_download() as download:
        bureau.get_by_role("listitem").filter(has_text="的网站已备好").get_by_role("button").first.click()
    assert download.value.suggested_filename.endswith("公开网站.zip")


def test_from_an_entrusted_evaluation_to_its_acceptance(visit, workbench, tmp_path):
    party = visit("pingjia", "/commissions/")
    party.locator("table.list tbody th a").first.click()
    task = party.url.removeprefix(workbench.url)
    forms = party.get_by_label("委托的自评表").locator("th a")
    for number in range(forms.count()):
        forms.nth(number).click()
        party.get_by_role("link", name="逐项核对").click()
        expect(party.locator("table.judging")).to_be_visible()
        agree = party.get_by_role("button", name="没有评的都同意自评分")
        if agree.count():
            agree.click()
            expect(agree).to_have_count(0)
        party.goto(workbench.url + task)
    expect(party.get_by_label("委托的自评表").get_by_text("评完")).to_have_count(forms.count())
    expect(party.locator("#left + ul")).to_contain_text("评价报告")

    party.fill("#conclusion", "总体真实，满意度依据不足。")
    party.get_by_role("button", name="保存").click()
    for part in ("signed", "report"):
        paper = tmp_path / f"{part}.pdf"
        paper.write_bytes(PDF + part.encode())
        party.set_input_files(f"#files-{part}", str(paper))
        party.locator(f"form.attach:has(#files-{part}) button").click()
        expect(party.locator("main")).to_contain_text(f"{part}.pdf")
    expect(party.locator("#left")).to_have_count(0)
    party.get_by_role("button", name="交付评价成果").click()
    expect(party.get_by_role("button", name="交付评价成果")).to_have_count(0)

    bureau = visit("caizheng")
    bureau.goto(workbench.url + task)
    bureau.fill("#reason", "报告没有写抽样方法。")
    bureau.get_by_role("button", name="退回补充").click()
    party.goto(workbench.url + task)
    expect(party.locator("main")).to_contain_text("报告没有写抽样方法。")
    party.fill("#conclusion", "总体真实，满意度依据不足。抽样方法见报告第二节。")
    party.get_by_role("button", name="保存").click()
    party.get_by_role("button", name="交付评价成果").click()

    bureau.goto(workbench.url + task)
    bureau.get_by_role("button", name="验收通过").click()
    expect(bureau.locator(".heading .tag").first).to_contain_text("已验收")
    with bureau.expect_download() as download:
        bureau.get_by_role("link", name="评价结果（Excel）").click()
    assert download.value.suggested_filename.endswith(".xlsx")
