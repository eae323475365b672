"""The example department beside its accounts, approved goals and last year's forms: what is planted, no more."""

import io

import openpyxl
import pytest

from jiheng.checks import Finding
from jiheng.department.accounts.compare import compare_accounts
from jiheng.department.accounts.table import read_accounts
from jiheng.department.accounts.table_files import tables_of
from jiheng.department.approved.compare import compare_approved
from jiheng.department.approved.read import approved_in_forms
from jiheng.department.last_year import compare_last_year
from jiheng.department.rollup.add_up import add_up
from jiheng.form import Form
from jiheng.reading import read_bytes, read_paths

from . import papers
from .department import FOLDER

SECRET = "环境监测设备"


@pytest.fixture(scope="module")
def read() -> list[Form]:
    return [item for item in read_paths([FOLDER]) if isinstance(item, Form)]


def told(findings: tuple[Finding, ...], read: list[Form]) -> set[tuple[str, str]]:
    """(code, project) of findings; "" for one that no form belongs to."""
    counted = [one.form for one in add_up(read).audit.forms]
    return {(one.code, counted[one.forms[0]].project or "" if one.forms else "") for one in findings}


def data(name: str) -> bytes:
    return (papers.FOLDER / name).read_bytes()


def test_the_files_are_what_the_script_writes() -> None:
    made = papers.contents()
    assert {path.name for path in papers.FOLDER.iterdir()} == set(made), "运行 python -m tests.examples.papers"
    for name in (papers.APPROVED, papers.LAST_YEAR):
        assert data(name) == made[name], "运行 python -m tests.examples.papers"
    assert values(data(papers.ACCOUNTS)) == values(made[papers.ACCOUNTS])


def values(book: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))


def test_the_accounts_show_what_is_planted(read: list[Form]) -> None:
    accounts = read_accounts(tables_of(data(papers.ACCOUNTS), papers.ACCOUNTS), papers.ACCOUNTS)
    comparison = compare_accounts(read, accounts)
    assert told(comparison.findings, read) == papers.PLANTED_ACCOUNTS
    assert comparison.secret == 1
    assert SECRET not in repr(comparison)
    assert [one.why for one in comparison.skipped] == ["合计、小计行"] * 3
    causes = {line.project: pair.cause for line in comparison.lines for pair in line.pairs if pair.difference}
    assert causes == {
        "餐厨垃圾收集运输": "相邻两位数字颠倒（86 与 68）",
        "公共厕所日常维护": "决算的全年预算数等于自评表的年初预算数",
        "园内花境布置": "自评表大 1 万倍：一边的元、万元弄错了",
        "公园便民设施更新": "决算只有其中的当年财政拨款，没有包括其他部分（自评表总额包括）",
    }


def test_the_approved_goals_show_what_is_planted(read: list[Form]) -> None:
    found = read_bytes(data(papers.APPROVED), papers.APPROVED, every=True)
    approved = approved_in_forms([one for one in found if isinstance(one, Form)], papers.APPROVED)
    comparison = compare_approved(read, approved)
    assert told(comparison.findings, read) == papers.PLANTED_APPROVED
    assert SECRET not in repr(comparison)


def test_last_year_shows_what_is_planted(read: list[Form]) -> None:
    last = [item for item in read_bytes(data(papers.LAST_YEAR), papers.LAST_YEAR) if isinstance(item, Form)]
    comparison = compare_last_year(read, last)
    assert told(comparison.findings, read) == papers.PLANTED_LAST_YEAR
    assert len(comparison.pairs) == 3
