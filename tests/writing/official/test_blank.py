"""Blank forms: what is open and locked, and that a filled-in one is scored by its formulas as by Jiheng."""

import datetime
import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import Book, load
from jiheng.scoring import Verdict, score
from jiheng.writing.official import layouts
from jiheng.writing.official.blank import FORM_SHEET, GUIDE_SHEET, blank

from .test_round_trip import read

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_ROWS = (
    ("产出指标", "数量指标", "巡查次数", "≥", "120", "次", "10"),
    ("产出指标", "数量指标", "编制报告份数", "=", "7", "份", "10"),
    ("产出指标", "质量指标", "检修合格率", "≥", "98.5", "%", "10"),
    ("产出指标", "时效指标", "故障修复时间", "≤", "48", "小时", "10"),
    ("产出指标", "成本指标", "项目总成本", "≤", "288.6", "万元", "10"),
    ("产出指标", "质量指标", "安全事故次数", "=", "0", "起", "5"),
    ("效益指标", "社会效益指标", "设施使用情况", "定性", "优良中低差", "", "15.5"),
    ("效益指标", "社会效益指标", "便民程度", "", "群众出行更方便", "", "9.5"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥", "90", "%", "10"),
)


def goals(unit_column: bool = True) -> Form:
    """A project with goals only: every way in which an indicator can be scored."""
    rows = []
    for l1, l2, l3, sign, target, unit, weight in _ROWS:
        if unit_column:
            rows.append(Indicator(l1, l2, l3, sign, target, unit, "", weight))
        else:
            rows.append(Indicator(l1, l2, l3, None, ("" if sign == "定性" else sign) + target + unit, None, "", weight))
    funds = [Fund(TOTAL_FUND, "288.60", "1,288.60", weight="10"), Fund("当年财政拨款", "288.60", "1,288.60", score="—")]
    return Form(
        year="2024",
        project="古桥安全监测",
        department="海云市文化和水务局",
        unit="海云市公共设施管理中心",
        funds=[*funds, Fund("其他资金", score="—")],
        goal_expected="完成全年监测，保证古桥安全。",
        indicators=rows,
        money_unit="万元",
    )


def cells_of(data: bytes) -> dict[str, str]:
    """The address of each cell on the sheet by its place in the record."""
    form = read(data, ".xlsx")[0]
    found = {
        place: f"{get_column_letter(origin.column)}{origin.row}"
        for place, origin in form.origins.items()
        if origin.row and origin.column
    }
    sheet = openpyxl.load_workbook(io.BytesIO(data))[FORM_SHEET]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "实际完成情况")
    return found | {"goal_actual": f"{heading.column_letter}{heading.row + 1}"}


def recalculated(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it, every formula worked out."""
    assert OFFICE
    path, out = folder / "收.xlsx", folder / "out"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return (out / path.name).read_bytes()


def filled(data: bytes, values: dict[str, object]) -> bytes:
    """The workbook with values typed into cells, by place."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, at = book[FORM_SHEET], cells_of(data)
    for place, value in values.items():
        assert not sheet[at[place]].protection.locked, place
        sheet[at[place]].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Opened(NamedTuple):
    """The blank of the goals by the national rules as a unit opens it. Never change it."""

    book: openpyxl.Workbook
    sheet: Worksheet
    at: dict[str, str]
    """The address of each cell on the sheet by its place in the record."""

    @property
    def rules(self) -> dict[str, DataValidation]:
        return {str(rule.sqref): rule for rule in self.sheet.data_validations.dataValidation}


@pytest.fixture(scope="module")
def opened() -> Opened:
    data = blank(goals(), load("mof-2020"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    return Opened(book, book[FORM_SHEET], cells_of(data))


def test_goals_are_locked_and_results_open(opened: Opened) -> None:
    book, sheet, at = opened
    locked = {place: sheet[cell].protection.locked for place, cell in at.items()}
    assert sheet.protection.sheet and not sheet.protection.password
    for place in ("project", "goal_expected", "indicators[0].l3", "indicators[0].target", "indicators[0].weight"):
        assert locked[place], place
    for place in ("goal_actual", "indicators[0].actual", "indicators[0].reason", "indicators[6].score"):
        assert not locked[place], place
    for place in ("total_score", "indicators[0].score", f"funds[{TOTAL_FUND}].rate"):
        assert locked[place] and str(sheet[at[place]].value).startswith("="), place
    assert sheet[at["goal_actual"]].fill.fgColor.rgb != sheet[at["project"]].fill.fgColor.rgb
    assert book.sheetnames == [FORM_SHEET, GUIDE_SHEET]


def test_a_password_is_set_when_asked_for() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank(goals(), load("mof-2020"), password="桥")))
    assert book[FORM_SHEET].protection.password


def test_levels_are_chosen_from_the_scale(opened: Opened) -> None:
    rules, at = opened.rules, opened.at
    assert rules[at["indicators[6].actual"]].formula1 == '"优,良,中,低,差"'
    assert "15.5" in rules[at["indicators[6].score"]].formula2
    assert rules[at["indicators[7].score"]].formula2 == "=9.5" or rules[at["indicators[7].score"]].formula2 == "9.5"


def test_the_guide_names_the_rulebook_and_its_sources(opened: Opened) -> None:
    book = load("mof-2020")
    guide = opened.book[GUIDE_SHEET]
    text = "\n".join(str(row[0]) for row in guide.iter_rows(values_only=True))
    assert book.title in text
    assert book.parameter("positive.formula").source in text
    assert guide.sheet_state == "visible"


@pytest.mark.parametrize("layout", ["beijing-2023", "beijing-2024", "mof-2020"])
def test_reads_back_as_the_goals(layout: str) -> None:
    form = goals(unit_column=layout == "beijing-2024")
    (again,) = read(blank(form, load("mof-2020"), layouts()[layout]), ".xlsx")
    for field in ("project", "department", "unit", "goal_expected", "year"):
        assert getattr(again, field) == getattr(form, field)
    assert [fund.budget for fund in again.funds] == [fund.budget for fund in form.funds]
    for field in ("l1", "l2", "l3", "property", "target", "unit", "weight"):
        assert [getattr(row, field) for row in again.indicators] == [getattr(row, field) for row in form.indicators]
    assert again.total_weight == "100"


def test_results_of_an_old_record_are_left_out() -> None:
    form = goals()
    form.goal_actual, form.total_score, form.funds[0].executed = "去年的结果", "99", "280"
    form.indicators[0] = msgspec.structs.replace(form.indicators[0], actual="121", score="10", reason="去年的原因")
    (again,) = read(blank(form, load("mof-2020")), ".xlsx")
    assert (again.goal_actual or "") == "" and "去年" not in repr(again)
    assert not again.indicators[0].actual and not again.funds[0].executed


_BANDS = ({"from": Decimal("0.9"), "share": Decimal(1)}, {"from": Decimal("0.8"), "share": Decimal("0.75")})
_BOOKS: dict[str, dict[str, object]] = {
    "national": {},
    "excess": {"reverse.formula": "excess_deducted", "zero_target.formula": "undecided"},
    "cut off": {"rounding.mode": "down", "rounding.places": Decimal(1), "execution.capped": False},
    "even": {"rounding.mode": "half_even", "rounding.places": Decimal(3), "equal.below": "judgement"},
    "bands": {"satisfaction.formula": "bands", "satisfaction.bands": _BANDS},
}


def book_with(changes: dict[str, object]) -> Book:
    base = load("mof-2020")
    parameters = dict(base.parameters)
    for path, value in changes.items():
        parameters[path] = msgspec.structs.replace(parameters[path], value=value)
    return msgspec.structs.replace(base, parameters=parameters)


_figures = st.tuples(*(st.integers(0, 130) for _ in range(7)))


def results(percents: tuple[int, ...], unit_column: bool) -> dict[str, object]:
    """What a unit types in, as per cent of each target."""
    places: dict[str, object] = {}
    goals_of = (120, 7, 0.985, 48, 288.6, 0, None, None, 0.9)
    for index, (goal, percent) in enumerate(zip(goals_of, (*percents[:6], 0, 0, percents[6]), strict=True)):
        if goal is not None:
            places[f"indicators[{index}].actual"] = round(goal * percent / 100, 4) if goal else percent % 3
    places |= {"indicators[6].actual": "良", "indicators[6].score": 13, "indicators[7].score": 9.5}
    places |= {
        "indicators[7].actual": "更方便了",
        "funds[当年财政拨款].executed": round(1288.6 * percents[0] / 100, 2),
    }
    return places | {"goal_actual": "完成了全年监测。", "funds[其他资金].executed": 1.23}


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="没有 LibreOffice")
@pytest.mark.parametrize("name", _BOOKS)
@pytest.mark.parametrize("unit_column", (True, False))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(percents=_figures)
def test_formulas_score_as_jiheng_does(
    name: str, unit_column: bool, percents: tuple[int, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rules = book_with(_BOOKS[name])
    typed = results(percents, unit_column)
    if name == "excess":
        typed["indicators[5].score"] = 5
    done = recalculated(filled(blank(goals(unit_column), rules), typed), tmp_path_factory.mktemp("收"))
    (form,) = read(done, ".xlsx")
    ours = score(form, rules)
    assert form.funds[0].executed and form.funds[0].rate
    assert Decimal(form.funds[0].score or "x") == ours.execution.score
    for row in ours.indicators:
        printed = Decimal(form.indicators[row.index].score or "x")
        if row.score.verdict is Verdict.SCORED:
            assert printed == row.score.score, row
        elif row.score.verdict is Verdict.JUDGEMENT:
            assert printed == row.score.alternatives[0].score, row
        assert row.score.verdict is not Verdict.UNDECIDED or row.index in (5, 7), row
    assert Decimal(form.total_score or "x") == sum(Decimal(row.score or "0") for row in form.indicators) + Decimal(
        form.funds[0].score or "0"
    )


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="没有 LibreOffice")
def test_without_all_results_there_is_no_total(tmp_path: Path) -> None:
    data = filled(blank(goals(), load("mof-2020")), {"indicators[0].actual": 60, "indicators[4].actual": 2886000})
    (form,) = read(recalculated(data, tmp_path), ".xlsx")
    assert form.indicators[0].score == "5"
    assert re.search("单位", form.indicators[4].score or "")
    assert not form.total_score


def test_what_is_typed_as_text_stays_text() -> None:
    form = goals(False)
    form.leader = form.phone = ""
    data = blank(form, load("mof-2020"), layouts()["beijing-2023"])
    sheet = openpyxl.load_workbook(io.BytesIO(data))[FORM_SHEET]
    ruled = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked and cell.has_style]
    texts = {cell.coordinate for cell in open_cells if cell.number_format == "@"}
    assert len(texts) > 12, "leader, phone, goal, a reason a row"
    assert {cell.coordinate for cell in open_cells if type(cell).__name__ == "Cell"} <= texts | ruled


def test_a_share_is_bounded(opened: Opened) -> None:
    rule = opened.rules[opened.at["indicators[2].actual"]]
    assert (float(rule.formula1), float(rule.formula2)) == (-3, 3)


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="没有 LibreOffice")
def test_a_slip_of_the_cell_gets_no_marks(tmp_path: Path) -> None:
    a_day = datetime.date(2026, 3, 4)
    typed = {"indicators[0].actual": a_day, "indicators[2].actual": 95, "indicators[8].actual": 5}
    (form,) = read(recalculated(filled(blank(goals(), load("mof-2020")), typed), tmp_path), ".xlsx")
    assert [form.indicators[row].score for row in (0, 2, 8)] == ["像是日期", "应写成%", "应写成%"]
    assert not form.total_score
