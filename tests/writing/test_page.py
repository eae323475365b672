import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jiheng.checks import Acceptance, Accepted, Audit
from jiheng.form import Form, Fund, Indicator, Problem
from jiheng.opinion.quality import quality
from jiheng.writing.html_report import write_page
from jiheng.writing.html_report.view import FormView, view
from jiheng.writing.official import lay_out, layouts
from jiheng.writing.official.own_layout import layout_for, own_layout
from jiheng.writing.report_model import Digest

from .sample import FULL_MARKS, RATE, SCRIPT, audited, form, many, sample

WHEN = datetime(2025, 4, 1, 9, 30)


def page(audit: Audit, folder: Path, **limits: int) -> str:
    path = folder / "报告.html"
    write_page(Digest(audit), path, WHEN, **limits)
    return path.read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Every element with its attributes, and every id and inner link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "input", "rect", "line", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name))]


def test_every_element_is_closed_and_every_link_has_its_end(tmp_path: Path) -> None:
    reader = Reader(page(sample(), tmp_path))
    assert reader.open == []
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    links = [link for link in reader.values("href") if link.startswith("#")]
    assert len(links) > 40
    assert {link[1:] for link in links} <= set(ids)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    reader = Reader(text)
    assert all(link.startswith("#") for link in reader.values("href"))
    assert not reader.values("src")
    assert not {"link", "iframe", "object", "embed", "img", "base"} & {tag for tag, _ in reader.elements}
    style = "".join(re.findall(r"<style>(.*?)</style>", text, re.S))
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    assert SCRIPT not in text
    assert "&lt;script&gt;alert(" in text
    assert text.count("<script>") == 1
    assert not [value for _, attributes in Reader(text).elements for value in attributes if value.startswith("on")]
    assert "\x07" not in text


def test_findings_and_their_cells_point_at_each_other(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    assert 'href="#m1"' in text
    assert re.search(r'<td class="figure error">92%<a class="mark error" id="m1" href="#p1"', text)
    assert 'id="p1"' in text
    assert 'id="n1"' in text


def test_recomputed_scores_stand_in_the_cells(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    assert re.search(r'<td class="figure">9\.2<small>复算 9</small></td>', text)
    assert "<small>复算 9.65</small>" in text


def test_a_finding_without_a_cell_stands_in_the_notes(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    number = next(line.number for line in Digest(sample()).lines if line.finding.code == "F01")
    assert re.search(rf'<span class="badge error" id="m{number}">', text)


def test_doubtful_cells_are_marked(tmp_path: Path) -> None:
    text = page(sample(), tmp_path)
    assert 'data-tip="读取存疑：此处文字跨页，可能缺了一行"' in text
    assert "<b>预期目标</b>读取存疑" in text


def test_nothing_at_all(tmp_path: Path) -> None:
    text = page(Audit((), {}, ()), tmp_path)
    assert "没有自评表。" in text
    assert Reader(text).open == []


def test_only_problems(tmp_path: Path) -> None:
    text = page(Audit((), {}, (), (), (Problem("坏<1>.docx", "文件已损坏。", "请重新另存。"),)), tmp_path)
    assert "没有读出任何自评表" in text
    assert "坏&lt;1&gt;.docx" in text


def test_accepted_only(tmp_path: Path) -> None:
    one = audited(form(), [], [Accepted(RATE, Acceptance("已核对", "某甲", "2025-01-02"))])
    text = page(Audit((one,), {}, ()), tmp_path)
    assert "1 张自评表，没有发现问题。" in text
    assert "已核对（某甲，2025-01-02）" in text


def test_a_large_audit_draws_the_faulty_forms_first_and_says_so(tmp_path: Path) -> None:
    text = page(many(20), tmp_path, max_forms=12, max_findings=7)
    assert "共 20 张表，本页画出其中 12 张" in text
    assert "共 40 处问题，本页列出前 7 处" in text
    shown = {int(number) for number in re.findall(r'<details class="form[^"]*" id="f(\d+)">', text)}
    assert shown == {*range(0, 20, 2), 1, 3}


def widths(rows: Any) -> Iterator[int]:
    """The columns each drawn row fills, cells from rows above included."""
    reach: dict[int, int] = {}
    for number, row in enumerate(rows):
        yield sum(cell.columns for cell in row) + sum(columns for end, columns in reach.items() if end > number)
        for cell in row:
            if cell.rows > 1:
                reach[number + cell.rows] = reach.get(number + cell.rows, 0) + cell.columns


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"indicators": []},
        {"funds": []},
        {"funds": [Fund("年度资金总额")]},
        {"indicators": [Indicator("产出指标", "数量指标", "甲", None, "3", None, "3", "90", "90", None)]},
        {"indicators": [Indicator("产出指标", None, "甲", "≥", "3", None), Indicator("", "", "乙", None, "4", None)]},
        {"blank_rows": ["指标2：", "……"], "leader": None, "phone": None, "totals": []},
        {"total_weight": None, "total_score": None, "totals": []},
    ],
)
def test_every_row_of_the_paper_is_as_wide_as_the_table(changes: dict[str, Any]) -> None:
    one = form(**changes)
    drawn = page_of(one)
    assert set(widths([[cell.cell for cell in row] for row in drawn.rows])) == {len(drawn.widths)}
    assert abs(sum(drawn.widths) - 100) < 0.1
    own = own_layout(one)
    assert set(widths(lay_out(one, own, blank_rows=True).rows())) == {len(own.widths)}


def page_of(one: Form) -> FormView:
    seen = audited(one, [])
    return view(0, seen, [], quality(seen))


def test_a_form_that_a_place_prints_whole_is_drawn_as_it_prints_it() -> None:
    one = form(leader=None, phone=None)
    for row in one.indicators:
        row.property = row.unit = None
    assert layout_for(one) is layouts()["mof-2020"]
    assert layout_for(form()).id == "own"


def test_every_cell_that_the_form_has_is_drawn_at_its_place() -> None:
    one = form(secrecy="内部", blank_rows=["……"])
    seen = page_of(one)
    cells = [cell.cell for cell in (*(cell for _, cell in seen.above), *(cell for row in seen.rows for cell in row))]
    drawn = {str(place): cell for cell in cells for place in cell.places}
    for index, row in enumerate(one.indicators):
        for field in ("l1", "l2", "l3", "property", "target", "unit", "actual", "weight", "score", "reason"):
            assert drawn[f"indicators[{index}].{field}"].text == (getattr(row, field) or "")
    for fund in one.funds:
        for field in ("initial", "budget", "executed", "weight", "rate", "score"):
            assert drawn[f"funds[{fund.name}].{field}"].text == getattr(fund, field)
    for field in ("project", "department", "unit", "leader", "phone", "goal_expected", "goal_actual", "secrecy"):
        assert drawn[field].text == getattr(one, field)
    assert drawn["total_score"].text == drawn["totals[0].score"].text == "97.2"
    assert drawn["indicators[0].l1"] is drawn["indicators[3].l1"]
    assert drawn["indicators[0].l1"].rows == 4


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        except sync.Error:
            pytest.skip("没有 Chromium，跳过")
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any, tmp_path: Path) -> Iterator[Any]:
    page(sample(), tmp_path)
    opened = browser.new_page(viewport={"width": 1366, "height": 768})
    opened.trouble = []
    opened.on("request", lambda request: opened.trouble.append(request.url))
    opened.on("console", lambda message: opened.trouble.append(message.text))
    opened.on("pageerror", lambda error: opened.trouble.append(str(error)))
    opened.on("dialog", lambda dialog: opened.trouble.append(dialog.message))
    opened.goto((tmp_path / "报告.html").as_uri())
    yield opened
    assert len(opened.trouble) == 1, opened.trouble
    opened.close()


def shown(tab: Any) -> int:
    tab.wait_for_timeout(150)
    count = tab.locator("#list > .item:visible").count()
    assert tab.locator("#shown").inner_text() == f"显示 {count} / 15 处"
    return int(count)


@pytest.mark.slow
def test_the_filter_in_a_browser(tab: Any) -> None:
    assert shown(tab) == 15
    tab.uncheck("[value=notice]")
    assert shown(tab) == 13
    tab.select_option("[name=family]", "A")
    assert shown(tab) == 5
    tab.select_option("[name=form]", "4")
    assert shown(tab) == 1
    tab.click("[type=reset]")
    assert shown(tab) == 15
    tab.fill("[name=text]", "没有资金 没有全年预算数")
    assert shown(tab) == 1
    tab.fill("[name=text]", "找不到的字")
    assert shown(tab) == 0
    assert tab.locator("#none").is_visible()
    tab.fill("[name=text]", "")
    tab.select_option("[name=form]", "5")
    assert shown(tab) == 2, "a batch finding belongs to each of its forms"


@pytest.mark.slow
def test_from_a_finding_to_its_cell_and_back_by_keyboard(tab: Any) -> None:
    assert not tab.locator("#f0 table.paper").is_visible()
    tab.focus("#n1 a")
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(100)
    mark = tab.locator("#m1")
    assert mark.is_visible()
    assert mark.evaluate("element => element === document.activeElement")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#p1"
    tab.uncheck("[value=error]")
    assert shown(tab) == 8
    tab.click("#p1 >> text=回清单")
    assert tab.locator("#n1").is_visible()


@pytest.mark.slow
def test_a_mark_tells_its_finding_on_focus(tab: Any) -> None:
    tab.click("#f0 > summary")
    tab.focus("#m1")
    assert tab.locator("#tip").inner_text() == RATE.message
    tab.keyboard.press("Escape")
    assert tab.locator("#tip").is_hidden()


@pytest.mark.slow
def test_only_faulty_forms(tab: Any) -> None:
    tab.check("#only-faulty")
    assert tab.locator("#forms > .form:visible").count() == 5


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1366])
def test_readable_without_scripts_and_never_wider_than_the_screen(browser: Any, tmp_path: Path, width: int) -> None:
    page(sample(), tmp_path)
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.goto((tmp_path / "报告.html").as_uri())
    assert tab.locator("#list > .item:visible").count() == 15
    assert not tab.locator("#filter").is_visible()
    tab.click("#f0 > summary")
    assert tab.locator("#f0 table.paper").is_visible()
    assert FULL_MARKS.message in tab.locator("#f0 .notes").inner_text()
    box = tab.locator("main").bounding_box()
    assert box["width"] <= width
    context.close()


def test_a_form_shows_its_quality_and_its_goal_beside_what_answers_it(tmp_path: Path) -> None:
    made = form(goal_expected="打捞漂浮物四百吨；修建两座公厕。", goal_actual="全年打捞漂浮物386吨。")
    text = page(Audit((audited(made, [RATE]),), {}, ()), tmp_path)
    assert "自评质量 95 分" in text and "A01 项目资金·年度资金总额·执行率 −5" in text
    table = text.split("目标—指标—完成对照")[1]
    assert "第2行 打捞漂浮物重量 ≥400吨 → 386" in table and "全年打捞漂浮物386吨" in table
    assert table.count('class="gap"') == 2, "公厕没有指标，也没有完成情况"


def test_what_follows_from_a_finding_is_folded_under_it(tmp_path: Path) -> None:
    follows = msgspec.structs.replace(RATE, code="A02", place="total_score", places=("total_score",), under=RATE.code)
    text = page(Audit((audited(form(), [RATE, follows]),), {}, ()), tmp_path)
    assert text.index("随之还有 1 处，改正后再核对") > text.index('<ol class="notes">')
    assert "随 A01：改正后再核对" in text


def test_what_follows_from_what_was_told_elsewhere_stands_for_itself(tmp_path: Path) -> None:
    follows = msgspec.structs.replace(RATE, under="B09")
    text = page(Audit((audited(form(), [follows]),), {}, ()), tmp_path)
    assert "随之还有" not in text and text.count('id="p1"') == 1


@pytest.mark.slow
def test_on_paper_no_page_holds_a_fold_or_a_header_alone(browser: Any, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    tab = browser.new_page()
    page(Audit(many(17).forms, {}, sample().batch), tmp_path)
    tab.goto((tmp_path / "报告.html").as_uri())
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    pages = [one.get_textpage().get_text_range() for one in PdfDocument(tab.pdf(prefer_css_page_size=True))]
    assert len(pages) <= 22, "a page a form with findings, and the lists"
    for text in pages:
        lines = [line for line in text.splitlines() if line.strip()]
        assert len(lines) > 4, text
        assert not lines[-1].strip().startswith(("逐表查看", "问题清单")), text
        assert "每一分怎么得来" not in text
    tab.close()
