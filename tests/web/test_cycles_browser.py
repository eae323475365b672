"""In a real browser: projects pasted in and begun, approval and evidence by mouse and keyboard, versions compared."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

TABLE = "项目代码\t项目名称\t单位\t全年预算数（万元）\nN1\t道路保洁\t局本级\t120.5\nN2\t路灯维修\t没有这个单位\t3\n"
_DROP = """([box, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const options = { bubbles: true, cancelable: true, dataTransfer: data };
  document.querySelector(box).dispatchEvent(new DragEvent("dragover", options));
  document.querySelector(box).dispatchEvent(new DragEvent("drop", options));
}"""


def _no_grave_fault(page: Page) -> None:
    """Nothing that keeps people with a disability out."""
    found = Axe().run(page).response["violations"]
    grave = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]
    assert not grave, f"{page.url}: {grave}"


def test_from_a_pasted_table_to_a_form_to_be_filled_in(visit, workbench):
    page = visit("zhuguan", "/cycles/projects")
    page.get_by_role("link", name="批量录入").click()
    page.get_by_label("粘贴表格").fill(TABLE)
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.get_by_text("参加单位里没有“没有这个单位”")).to_be_visible()
    page.get_by_role("button", name="写入这 1 个项目").click()
    expect(page.get_by_role("link", name="道路保洁")).to_be_visible()
    page.get_by_role("button", name=re.compile("下达自评表")).click()
    expect(page.get_by_text("下达了 1 张自评表")).to_be_visible()
    page.goto(f"{workbench.url}/cycles/projects?q=N1")
    page.get_by_role("link", name="录入", exact=True).click()
    page.get_by_label("年度总体目标").fill("完成城区道路保洁，路面整洁。")
    for column, text in (("一级指标", "产出指标"), ("二级指标", "数量指标"), ("三级指标", "保洁面积"), ("分值", "90")):
        page.get_by_label(f"第 1 行 {column}").fill(text)
    page.get_by_role("button", name="在第 1 行下面加一行").click()
    expect(page.get_by_label("第 2 行 二级指标")).to_have_value("数量指标")
    page.get_by_label("第 2 行 三级指标").fill("保洁次数")
    page.get_by_role("button", name="第 2 行上移").click()
    expect(page.get_by_label("第 1 行 三级指标")).to_have_value("保洁次数")
    page.get_by_role("button", name="保存批复内容").click()
    expect(page.get_by_text("已保存：2 项指标")).to_be_visible()
    expect(page.get_by_text("已填的自评表跟着改为新的一版")).to_be_visible()


def test_evidence_by_mouse_and_by_keyboard(visit, tmp_path):
    page = visit("gongyuan", "/forms/1/evidence")
    page.evaluate(_DROP, ["#evidence-0", "拖入.pdf", "%PDF-1.4 1"])
    expect(page.locator("#evidence-0")).to_contain_text("已收下“拖入.pdf”")
    page.evaluate(_DROP, ["#evidence-1", "程序.pdf", "MZ"])
    expect(page.locator("#evidence-1")).to_contain_text("没有收下")
    path = tmp_path / "照片.pdf"
    path.write_bytes(b"%PDF-1.4 2")
    box = page.locator("#evidence-2")
    box.get_by_label("说明").fill("第三方验收")
    box.locator("input[type=file]").set_input_files(path)
    expect(box).to_contain_text("第三方验收")
    with page.expect_download() as download:
        box.get_by_role("link", name="照片.pdf").click()
    assert download.value.path().read_bytes() == b"%PDF-1.4 2"
    box.get_by_role("button", name="移除 照片.pdf").click()
    expect(box).to_contain_text("移除过 1 份")


def test_a_difference_leads_to_its_cell_and_the_old_text_comes_back(visit):
    page = visit("gongyuan", "/forms/1/versions")
    expect(page.get_by_text("只有最初这一版")).to_be_visible()
    page.request.get(page.url)
    _save_by_restoring(page)


def _save_by_restoring(page: Page) -> None:
    """Change a cell in the editor, compare, point at it, restore."""
    page.get_by_role("link", name="回到自评表").click()
    cell = page.locator('td[data-place="goal_actual"]')
    was = cell.inner_text()
    cell.click()
    page.keyboard.type("全部做完了。")
    page.keyboard.press("Tab")
    expect(cell).to_have_text("全部做完了。")
    expect(page.locator("body")).to_contain_text("已保存")
    page.goto(page.url.rstrip("/") + "/versions")
    page.get_by_role("button", name="比较选中的两版").click()
    page.get_by_role("button", name="实际完成情况").click()
    expect(page.locator("td.pointed")).to_have_text("全部做完了。")
    page.get_by_role("button", name="恢复第 1 版").click()
    expect(page.get_by_text("已恢复到第 1 版所填的内容")).to_be_visible()
    page.get_by_role("link", name="回到自评表").click()
    expect(page.locator('td[data-place="goal_actual"]')).to_have_text(was)


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        (
            "caizheng",
            [
                "/cycles/",
                "/cycles/1",
                "/cycles/1/participants",
                "/cycles/projects",
                "/cycles/projects/1",
                "/cycles/projects/1/approved",
                "/cycles/projects/bulk",
                "/cycles/history/project/1",
            ],
        ),
        ("gongyuan", ["/forms/1/versions", "/forms/1/versions/1/1", "/forms/1/evidence"]),
    ],
)
def test_no_page_keeps_anybody_out(visit, workbench, username, paths):
    page = visit(username, paths[0])
    for path in paths:
        page.goto(f"{workbench.url}{path}")
        _no_grave_fault(page)
