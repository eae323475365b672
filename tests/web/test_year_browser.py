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
