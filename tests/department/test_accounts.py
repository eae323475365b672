"""The forms beside the final accounts: awkward tables, names that nearly agree, causes, mappings."""

import io
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.yaml_file import read_yaml
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng.department import add_up
from jiheng.department.accounts.column_mapping import load_mapping, mapping_text, parse_pairs
from jiheng.department.accounts.compare import closings, compare_accounts
from jiheng.department.accounts.result import AccountsComparison, MatchResult
from jiheng.department.accounts.table import read_accounts, still_fits
from jiheng.department.accounts.table_files import tables_in, tables_of
from jiheng.department.project_matching import Named, match
from jiheng.form import Form, Fund, Problem
from jiheng.places import load
from jiheng.reading import Unreadable

from .forms import funded

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "accounts_cases.yaml")
NAME = "决算.csv"


def form(line: str) -> Form:
    project, initial, budget, executed, *unit = line.split("|")
    more = {"实施单位": unit[0]} if unit else {}
    cells = {f"当年财政拨款·{name}": "" for name in ("年初预算数", "全年预算数", "全年执行数")}
    return funded(project, (initial, budget, executed), 年度="2024", **cells, **more)


def compared(forms: list[Form], table: str, **more: Any) -> AccountsComparison:
    accounts = read_accounts(tables_of(table.encode(), NAME), NAME, **more)
    return compare_accounts(forms, accounts, load("mof-2020"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["说明"])
def test_case(case: dict[str, Any]) -> None:
    comparison = compared([form(line) for line in case["各表"]], case["决算"])
    told = [f"{one.code} {one.message}" for one in comparison.findings]
    assert len(told) == len(case["问题"]), told
    for wanted in case["问题"]:
        code, _, words = wanted.partition(" ")
        assert any(one.startswith(code) and words in one for one in told), told
    if "略去" in case:
        assert len(comparison.skipped) == case["略去"], comparison.skipped
    for words in case.get("说到", ()):
        assert any(words in note for note in comparison.notes), comparison.notes
    for words in case.get("不说", ()):
        assert words not in repr(comparison)
    for one in comparison.findings:
        assert one.message.endswith("。") and one.advice.endswith("。") and one.rule


def test_a_table_without_headers_names_its_first_rows_and_how_to_go_on() -> None:
    table = "甲路养护,100,95\n乙桥维修,20,18\n"
    with pytest.raises(Unreadable) as error:
        read_accounts(tables_of(table.encode(), NAME), NAME)
    assert "甲路养护｜100｜95" in error.value.message and "--mapping B=项目名称" in error.value.advice
    mapping = parse_pairs(["A=项目名称", "B=全年预算数", "C=决算数"])
    comparison = compared([form("甲路养护|100|100|95"), form("乙桥维修|20|20|18")], table, given=mapping)
    assert {line.standing for line in comparison.lines} == {MatchResult.SAME}


def test_a_column_is_told_by_the_label_that_the_user_names() -> None:
    table = "工程,核定金额,花掉金额\n甲路养护,100,95\n"
    mapping = parse_pairs(["工程=项目名称", "核定金额=全年预算数", "花掉金额=决算数"])
    comparison = compared([form("甲路养护|100|100|90")], table, given=mapping)
    assert [one.code for one in comparison.findings] == ["D23"]


@pytest.mark.parametrize("pair", ["B", "B=没有这个字段", "=决算数"])
def test_a_pair_that_says_nothing_is_refused(pair: str) -> None:
    with pytest.raises(Unreadable, match="列对照"):
        parse_pairs([pair])


def test_a_mapping_is_read_again_as_it_was_written_and_can_be_edited() -> None:
    table = "项目名称,年初预算数（万元）,决算数（万元）,实际用款\n甲路养护,100,95,90\n"
    tables = list(tables_of(table.encode(), NAME))
    found = read_accounts(tables, NAME)
    text = mapping_text(found.sheets)
    again = load_mapping(text, "x.toml")
    assert again == found.sheets and read_accounts(tables, NAME, again) == found
    edited = load_mapping(text.replace('"列" = "C"', '"列" = "D"'), "x.toml")
    assert read_accounts(tables, NAME, edited).rows[0].amounts[1].figure == 90
    assert still_fits(again, tables) and not still_fits(edited, tables)


@pytest.mark.parametrize(
    "text",
    [
        "[[表]",
        '"表" = 1',
        '[["表"]]\n"数据起始行" = 2\n[["表"."列"]]\n"列" = "B"\n"字段" = "没有"',
        '[["表"]]\n"列" = []',
    ],
)
def test_a_damaged_mapping_says_so(text: str) -> None:
    with pytest.raises(Unreadable, match="列对照"):
        load_mapping(text, "x.toml")


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04broken"], ids=["空", "图片", "坏包"])
def test_a_file_that_is_no_table_is_one_problem(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    (found,) = tables_in(tmp_path / "x.xlsx")
    assert isinstance(found, Problem) and found.advice
    (missing,) = tables_in(tmp_path / "没有.xlsx")
    assert isinstance(missing, Problem) and "不存在" in missing.message


def test_a_secret_form_hides_its_row_in_the_accounts() -> None:
    hidden = form("泵站监控设备|9|9|9")
    hidden.secrecy = "秘密★3年"
    comparison = compared(
        [form("甲路养护|100|100|95"), hidden], "项目名称,决算数（万元）\n甲路养护,95\n泵站监控设备,9\n"
    )
    assert comparison.secret == 1 and not comparison.findings
    assert "泵站" not in repr(comparison)


def test_what_the_accounts_say_goes_to_the_rates() -> None:
    table = "项目名称,决算数（万元）,年末结转结余（万元）\n甲路养护,95,5\n"
    found = closings(compared([form("甲路养护|100|100|95")], table))
    assert found[0].final == Decimal(950000) and found[0].carried == Decimal(50000)


def test_what_the_accounts_say_stays_with_its_project_beside_the_form_of_a_whole_department() -> None:
    whole, kept = form("|900|900|850"), form("甲路养护|100|100|95")
    whole.kind = "whole"
    beside = compared([whole, kept], "项目名称,决算数\n甲路养护,95\n")
    assert [audited.form for audited in add_up([whole, kept], book=load("mof-2020")).audit.forms] == [kept]
    assert list(closings(beside)) == [0]


def with_row(name: str, executed: str) -> Form:
    made = form("甲路养护|100|100|95")
    made.funds = [fund for fund in made.funds if fund.name != "其他资金"] + [Fund(name, executed=executed)]
    return made


@pytest.mark.parametrize(
    ("column", "row"),
    [("单位资金", "单位资金"), ("单位资金", "单位自有资金"), ("单位资金", "其他资金"), ("非财政拨款", "其他资金")],
)
def test_money_of_the_unit_is_compared_with_the_row_that_holds_it(column: str, row: str) -> None:
    table = f"项目名称,决算数（万元）,其中：{column}决算数（万元）\n甲路养护,95,{{}}\n"
    assert not compared([with_row(row, "20")], table.format(20)).findings
    (finding,) = compared([with_row(row, "20")], table.format(25)).findings
    assert finding.code == "D23" and finding.place == f"funds[{row}].executed"
    assert (finding.printed, Decimal(finding.expected)) == ("20", 25)


def test_money_of_the_unit_is_not_compared_with_a_row_that_holds_more() -> None:
    table = "项目名称,决算数（万元）,单位资金决算数（万元）,其他资金决算数（万元）\n甲路养护,95,5,20\n"
    assert not compared([with_row("其他资金", "20")], table).findings
    assert [one.place for one in compared([with_row("其他资金", "25")], table).findings] == ["funds[其他资金].executed"]


AMOUNT = st.decimals(Decimal("0.01"), Decimal(9999), places=2).map(str)
PROJECTS = st.dictionaries(
    st.text("清扫保洁绿化养护设备维修改造宣传培训监测", min_size=4, max_size=10),
    st.tuples(AMOUNT, AMOUNT, AMOUNT),
    min_size=1,
    max_size=6,
)


def written(projects: dict[str, tuple[str, str, str]], factor: int) -> str:
    rows = [",".join([name, *(str(Decimal(text) * factor) for text in row)]) for name, row in projects.items()]
    unit = "元" if factor == 10000 else "万元"
    return "\n".join([f"项目名称,年初预算数（{unit}）,全年预算数（{unit}）,决算数（{unit}）", *rows])


@given(PROJECTS, st.sampled_from([1, 10000]))
@settings(max_examples=examples(40), deadline=None)
def test_a_table_written_from_the_forms_agrees(projects: dict[str, tuple[str, str, str]], factor: int) -> None:
    comparison = compared([form("|".join([name, *row])) for name, row in projects.items()], written(projects, factor))
    assert comparison.findings == ()
    assert {line.standing for line in comparison.lines} == {MatchResult.SAME}


@given(PROJECTS, st.data())
@settings(max_examples=examples(40), deadline=None)
def test_a_planted_difference_is_found(projects: dict[str, tuple[str, str, str]], data: st.DataObject) -> None:
    forms = [form("|".join([name, *row])) for name, row in projects.items()]
    name = data.draw(st.sampled_from(sorted(projects)))
    column = data.draw(st.integers(0, 2))
    row = list(projects[name])
    row[column] = str(Decimal(row[column]) + data.draw(st.integers(1, 50)))
    (finding,) = compared(forms, written({**projects, name: (row[0], row[1], row[2])}, 1)).findings
    assert finding.code == "D23" and forms[finding.forms[0]].project == name
    assert finding.place == f"funds[年度资金总额].{('initial', 'budget', 'executed')[column]}"
    assert Decimal(finding.expected) == Decimal(row[column])


def test_matching_stays_near_linear_in_the_number_of_projects() -> None:
    def seconds(count: int) -> float:
        ones = [
            Named(f"{chr(0x4E00 + at)}{chr(0x5E00 + at * 7 % 5000)}路道路养护和设备维修项目") for at in range(count)
        ]
        others = [
            Named(one.name.replace("和设备", "及设备") if at % 5 == 0 else one.name) for at, one in enumerate(ones)
        ]
        start = time.process_time()
        found = match(ones, others, load("mof-2020"))
        assert len(found) == count and all(pair.mine == pair.theirs for pair in found)
        return time.process_time() - start

    few, many = seconds(1000), seconds(4000)
    assert many < max(12 * few, 0.5)


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        fill(book.add_worksheet("Sheet1"))
    return stream.getvalue()


def two_years(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 0, 6, "部门项目支出预决算对比表")
    sheet.write(1, 6, "金额单位：万元")
    sheet.merge_range(2, 0, 3, 0, "单位名称")
    sheet.merge_range(2, 1, 3, 1, "项目名称")
    sheet.merge_range(2, 2, 2, 3, "2023年度")
    sheet.merge_range(2, 4, 2, 6, "2024年度")
    for column, label in enumerate(("全年预算", "决算数", "年初预算", "调整预算数", "决算数"), 2):
        sheet.write(3, column, label)
    sheet.merge_range(4, 0, 5, 0, "海云市河道管理所")
    sheet.write_row(4, 1, ["甲路养护", 1, 2, 100, 100, 95])
    sheet.write_row(5, 1, ["乙桥维修", 1, 2, 20, 20, 18])
    sheet.write_row(6, 0, ["合  计", "", 2, 4, 120, 120, 113])


def official(sheet: Worksheet) -> None:
    """The layout of the final accounts' own tables: 项目 over code and name, figures numbered in a row 栏次."""
    sheet.write_row(0, 0, ["项目支出决算明细表"])
    sheet.write_row(1, 0, ["编制单位：海云市水务局", "", "", "2024年度", "", "金额单位：元"])
    sheet.merge_range(2, 0, 2, 2, "项目")
    for column, label in enumerate(("上年结转和结余", "本年收入", "本年支出", "年末结转和结余"), 3):
        sheet.merge_range(2, column, 4, column, label)
    for column, label in enumerate(("支出功能分类科目编码", "科目名称（项目）", "是否基建")):
        sheet.merge_range(3, column, 4, column, label)
    sheet.write_row(5, 0, ["", "栏次", "", 1, 2, 3, 4])
    sheet.write_row(6, 0, ["", "合计", "", 0, 1200000, 1130000, 70000])
    sheet.write_row(7, 0, ["2130305", "甲路养护", "否", 0, 1000000, 950000, 50000])
    sheet.write_row(8, 0, ["2130305", "乙桥维修", "否", 0, 200000, 180000, 20000])


@pytest.mark.parametrize("fill", [two_years, official])
def test_merged_headers_of_a_workbook(fill: Callable[[Worksheet], None]) -> None:
    accounts = read_accounts(tables_of(workbook(fill), "决算.xlsx"), "决算.xlsx")
    comparison = compare_accounts([form("甲路养护|100|100|95"), form("乙桥维修|20|20|18")], accounts, load("mof-2020"))
    assert comparison.findings == ()
    assert {line.standing for line in comparison.lines} == {MatchResult.SAME}
    assert all(pair.origin.sheet == "Sheet1" for line in comparison.lines for pair in line.pairs)


def test_with_nothing_but_secret_forms_only_their_number_is_told() -> None:
    hidden = form("泵站监控设备|9|9|9")
    hidden.secrecy = "秘密★3年"
    comparison = compared([hidden], "项目名称,决算数（万元）\n泵站监控设备,9\n")
    assert (comparison.lines, comparison.findings, comparison.secret) == ((), (), 1)


def test_a_project_that_bears_the_name_of_its_unit_is_no_total() -> None:
    own = form("海云市河道管理所|100|100|95|海云市河道管理所")
    assert compared([own], "项目名称,决算数（万元）\n海云市河道管理所,95\n").findings == ()
    other = form("甲路养护|100|100|95|海云市河道管理所")
    comparison = compared([other], "项目名称,决算数（万元）\n海云市河道管理所,95\n甲路养护,95\n")
    assert comparison.findings == () and comparison.skipped[0].why == "单位的合计行"
