"""What a table of final accounts (决算) says, and what setting it beside the forms found.

Nothing of a 涉密 project is in a comparison but the number of them. Amounts are in 元 unless said otherwise.
"""

from decimal import Decimal

import msgspec

from jiheng.checks import Finding, Outcome
from jiheng.form import TOTAL_FUND, Origin
from jiheng.labelled import LabelledEnum


class AccountColumn(msgspec.Struct, frozen=True):
    """A column as understood: number (from 1), field, part of the money, unit of money, year, header as printed.

    `unit` and `year` are "" where nothing says.
    """

    number: int
    field: str
    fund: str = TOTAL_FUND
    unit: str = ""
    year: str = ""
    header: str = ""


class AccountsSheet(msgspec.Struct, frozen=True):
    """A table as understood: the sheet's name, the row (from 1) at which its data begin, its columns, year and unit."""

    name: str
    first: int
    columns: tuple[AccountColumn, ...]
    year: str = ""
    unit: str = ""


class Amount(msgspec.Struct, frozen=True):
    """An amount as printed. `figure` is in `unit`; `unit` is "" where the table does not say one."""

    field: str
    fund: str
    printed: str
    figure: Decimal
    unit: str
    origin: Origin


class AccountRow(msgspec.Struct, frozen=True):
    """A project in the accounts; `rows` counts the rows it has there (their amounts are added up)."""

    project: str
    unit: str
    code: str
    year: str
    amounts: tuple[Amount, ...]
    origin: Origin
    rows: int = 1


class Skipped(msgspec.Struct, frozen=True):
    """A row that was left out, as printed in short, and why (Chinese)."""

    text: str
    why: str
    origin: Origin


class Accounts(msgspec.Struct, frozen=True):
    """A file of final accounts: how its columns were understood, its projects, what was left out or assumed."""

    file: str
    sheets: tuple[AccountsSheet, ...]
    rows: tuple[AccountRow, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


class MatchResult(LabelledEnum):
    """How a project of one side stands to the other side."""

    SAME = "same", "一致"
    DIFFERENT = "different", "金额不符"
    SUSPECTED = "suspected", "疑似同一项目"
    NO_ACCOUNT = "no_account", "决算没有"
    NO_FORM = "no_form", "没有自评表"


class AmountPair(msgspec.Struct, frozen=True):
    """One amount on both sides in 元. `place` is the form's cell; `difference` is form − accounts.

    `rounded` marks two that differ only by coarse rounding; `cause` is the likely cause in Chinese, given
    only where the figures prove it.
    """

    label: str
    place: str
    printed: str
    form: Decimal
    account_printed: str
    account: Decimal
    origin: Origin
    expected: str
    difference: Decimal
    rounded: bool = False
    cause: str = ""


class AccountLine(msgspec.Struct, frozen=True):
    """A project set beside the accounts. `form` is its number among the forms that count, None without a form.

    `likeness` of the two names is 0–100; `pairs` are the amounts that both sides state.
    """

    standing: MatchResult
    project: str
    account: str
    unit: str
    form: int | None
    source: str
    origin: Origin | None
    likeness: int = 0
    pairs: tuple[AmountPair, ...] = ()
    why: str = ""


class AccountsComparison(msgspec.Struct, frozen=True):
    """The forms beside the accounts: a line a project, the forms' order first, then what only the accounts have."""

    file: str
    sheets: tuple[AccountsSheet, ...]
    lines: tuple[AccountLine, ...]
    secret: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    outcomes: dict[str, Outcome] = {}
    findings: tuple[Finding, ...] = ()


def where(origin: Origin) -> str:
    """A place in a file for a message: 决算.xlsx·2024年·第 12 行."""
    parts = [origin.file, origin.sheet or ""]
    parts += [f"第 {origin.page} 页"] if origin.page else []
    row = origin.row or origin.line
    parts += [f"第 {row} 行"] if row else []
    parts += [f"第 {origin.column} 列"] if origin.column else []
    return "·".join(part for part in parts if part)
