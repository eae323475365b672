"""Other papers that a roll-up is set beside: final accounts, approved goals, last year's forms, monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from jiheng.cli import inputs, output
from jiheng.form import Form, MonitoringForm, Problem
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import spare, whole_file

if TYPE_CHECKING:
    from jiheng.department import Closing, Rollup
    from jiheng.department.accounts.result import Accounts, AccountsComparison, AccountsSheet
    from jiheng.department.approved.result import Approved
    from jiheng.department.comparison import ApprovedComparison, LastYearComparison, MonitoringComparison
    from jiheng.places import Book
    from jiheng.reading.tables.table import Table

AccountsFile = Annotated[
    Path | None, typer.Option("--accounts", metavar="文件", help="决算表（xlsx、xls、csv），核对项目和金额")
]
Mapping = Annotated[
    list[str] | None,
    typer.Option(
        "--mapping",
        metavar="列=字段",
        help="决算表的列对照，如 F=决算数、支出金额=决算数，可以写几个；\n或写列对照文件（.toml）",
    ),
]
ApprovedFile = Annotated[
    Path | None, typer.Option("--approved", metavar="文件", help="批复的绩效目标（目标表，或一行一个指标的表）")
]
Monitoring = Annotated[
    Path | None, typer.Option("--monitoring", metavar="文件夹", help="年中的运行监控表，文件或文件夹")
]
LastYear = Annotated[Path | None, typer.Option("--last-year", metavar="文件夹", help="上年的自评表，文件或文件夹")]
_TOML = ".toml"


@dataclass(slots=True)
class Beside:
    """The comparisons made, what the accounts say of each form, and files that were not read."""

    accounts: "AccountsComparison | None" = None
    approved: "ApprovedComparison | None" = None
    last_year: "LastYearComparison | None" = None
    monitoring: "MonitoringComparison | None" = None
    closings: "dict[int, Closing]" = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def joined(self, rollup: "Rollup") -> "Rollup":
        """The roll-up with the comparisons in it."""
        return msgspec.structs.replace(
            rollup,
            accounts=self.accounts,
            approved=self.approved,
            last_year=self.last_year,
            monitoring=self.monitoring,
        )


def compare(
    forms: Sequence[Form],
    book: "Book | None",
    accounts: Path | None,
    mapping: Sequence[str],
    approved: Path | None,
    last_year: Path | None,
    monitoring: Path | None = None,
) -> Beside:
    """Read the papers that were named and set the forms beside them. Raises Trouble for one that cannot be read."""
    beside = Beside()
    if mapping and accounts is None:
        raise Trouble("写了 --mapping，没有写 --accounts", "列对照是给决算表用的，加上 --accounts 决算.xlsx。")
    if not forms:
        return beside
    if accounts is not None:
        from jiheng.department.accounts.compare import closings, compare_accounts

        beside.accounts = compare_accounts(forms, _accounts(accounts, mapping), book)
        beside.closings = closings(beside.accounts)
    if approved is not None:
        from jiheng.department.approved.compare import compare_approved

        beside.approved = compare_approved(forms, _approved(approved), book)
    if last_year is not None:
        from jiheng.department.last_year import compare_last_year

        last, problems = _last_year(last_year, book)
        beside.problems += problems
        beside.last_year = compare_last_year(forms, last, book)
    if monitoring is not None:
        from jiheng.department.monitored import compare_monitoring

        watched, problems = _monitored(monitoring)
        beside.problems += problems
        beside.monitoring = compare_monitoring(forms, watched, book)
    return beside


def tables_of(path: Path) -> "list[Table]":
    """The tables of a file, read in a worker of its own within the limits."""
    from jiheng.department.accounts.table_files import tables_in
    from jiheng.reading.files.pool import run

    spare(path)
    jobs, limits = inputs.settings()
    tables = []
    for _, found in run(tables_in, [path], lambda task: task.name, jobs, limits):
        if isinstance(found, Problem):
            raise Trouble(f"{found.file}：{found.message}", found.advice)
        if found is not None:
            tables.append(found)
    return tables


def _accounts(path: Path, mapping: Sequence[str]) -> "Accounts":
    """The accounts, their columns by the mapping given, else by the one remembered, else by their headers."""
    from jiheng.department.accounts.column_mapping import beside, parse_pairs
    from jiheng.department.accounts.table import read_accounts, still_fits
    from jiheng.reading import Unreadable

    remembered = beside(path)
    tables = tables_of(path)
    try:
        files = [Path(file) for file in mapping if file.endswith(_TOML) and "=" not in file]
        pairs = parse_pairs([file for file in mapping if Path(file) not in files])
        sheets = _mapping(files[-1]) if files else ()
        if not mapping and remembered.is_file():
            sheets = _mapping(remembered)
            if not still_fits(sheets, tables):
                output.note(f"{path.name} 的表头与 {remembered.name} 所记的不同，重新认列。")
                sheets = ()
        accounts = read_accounts(tables, path.name, sheets, pairs)
    except Unreadable as error:
        raise Trouble(f"{path.name}：{error.message}", error.advice) from error
    if accounts.sheets != sheets or not remembered.is_file():
        _remember(remembered, accounts.sheets)
    return accounts


def _mapping(path: Path) -> "tuple[AccountsSheet, ...]":
    from jiheng.department.accounts.column_mapping import load_mapping

    try:
        return load_mapping(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise Trouble(f"列对照文件 {path} 打不开（{reason(error)}）", "请核对路径。") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"列对照文件 {path} 不是 UTF-8 编码", "请用编辑器另存为 UTF-8。") from error


def _remember(path: Path, sheets: "Sequence[AccountsSheet]") -> None:
    from jiheng.department.accounts.column_mapping import mapping_text

    try:
        with whole_file(path) as aside:
            aside.write_text(mapping_text(sheets), encoding="utf-8", newline="\n")
    except OSError as error:
        output.note(f"列对照没有记下来（{reason(error)}），下次重新认列。")
    else:
        output.note(f"列对照已记在 {path}，认得不对的可以改，下次按它读。")


def _approved(path: Path) -> "Approved":
    from jiheng.department.approved.read import approved_in_forms

    approved = approved_in_forms(inputs.read_all([str(path)], goals=True, whole=True)[0], path.name)
    if not approved.projects:
        raise Trouble(
            f"{path.name} 里没有读到批复的绩效目标",
            "给绩效目标表（Word、Excel、PDF），或一行一个指标的表：项目名称、三级指标、指标值、分值。",
        )
    return approved


def _monitored(path: Path) -> tuple[list[MonitoringForm], list[Problem]]:
    forms, problems = inputs.read_all([str(path)], goals=True, whole=True)
    found = [form for form in forms if isinstance(form, MonitoringForm)]
    if not found:
        raise Trouble(f"{path} 里没有读到绩效运行监控表", "请核对路径；jiheng extract 文件… 可以看读到了什么。")
    return found, problems


def _last_year(path: Path, book: "Book | None") -> tuple[list[Form], list[Problem]]:
    from jiheng.checks.secret import is_secret, veiled
    from jiheng.places import choose_all

    forms, problems = inputs.read_all([str(path)], whole=True)
    if not forms:
        said = f"：{problems[0].message}" if problems else ""
        raise Trouble(f"上年的自评表 {path} 里一张表也没有读到{said}", "请核对路径。")
    books = [book] * len(forms) if book else [choice.book for choice in choose_all(forms)]
    secret = {form.source.partition("#")[0] for form, own in zip(forms, books, strict=True) if is_secret(form, own)}
    return forms, [veiled(problem, secret) for problem in problems]
