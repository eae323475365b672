"""The accounts made ready for comparison: unit of money settled, rows of one project added up, totals left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from jiheng.checks.names import folded
from jiheng.department.accounts.figures import Sum, agree, factor
from jiheng.department.accounts.result import AccountRow, Accounts, Amount, Skipped
from jiheng.department.accounts.vocabulary import source_of, usual_row
from jiheng.department.project_matching import name_key
from jiheng.form import AMOUNTS, TOTAL_FUND, Form
from jiheng.quantity import money, number

_UNITS = ("万元", "元", "千元", "亿元")
"""Units that a table without one may be in; the first where nothing tells."""


def form_sums(form: Form) -> dict[tuple[str, str], Sum]:
    """The amounts of a form by part of the money and field; carried over = budget − executed."""
    unit = factor(form.money_unit or "万元")
    sums: dict[tuple[str, str], Sum] = {}
    for fund in form.funds:
        for field in AMOUNTS:
            text = getattr(fund, field)
            figure, own = number(text), money(text)
            if figure is not None:
                sums[fund.name, field] = Sum(figure, unit)
            elif own is not None:
                sums[fund.name, field] = Sum(own, Decimal(1))
    budget, executed = sums.get((TOTAL_FUND, "budget")), sums.get((TOTAL_FUND, "executed"))
    if budget is not None and executed is not None:
        sums[TOTAL_FUND, "carried"] = Sum((budget.yuan - executed.yuan) / unit, unit)
    carried_in = sums.get(("上年结转资金", "budget")) or sums.get(("上年结转资金", "initial"))
    if carried_in is not None:
        sums[TOTAL_FUND, "carried_in"] = carried_in
    return sums


def row_sums(row: AccountRow) -> dict[tuple[str, str], Sum]:
    """The amounts of a row by part of the money and field."""
    return {(amount.fund, amount.field): Sum(amount.figure, factor(amount.unit)) for amount in row.amounts}


def in_rows_of(form: Form, row: AccountRow) -> AccountRow:
    """The row with money of a kind that the usual form has no row for under the name of the form's row that holds it.

    That is the only row of this kind (单位资金), else the usual one (其他资金) if the accounts have nothing else in it.
    """
    states = {amount.fund for amount in row.amounts}
    names = {}
    for source in states:
        if not (usual := usual_row(source)):
            continue
        alike = [fund.name for fund in form.funds if source_of(fund.name) == source]
        if len(alike) == 1:
            names[source] = alike[0]
        elif not alike and not any(state != source and usual in (state, usual_row(state)) for state in states):
            names[source] = usual
    amounts = tuple(msgspec.structs.replace(amount, fund=names.get(amount.fund, amount.fund)) for amount in row.amounts)
    return msgspec.structs.replace(row, amounts=amounts)


def with_unit(rows: Sequence[AccountRow], sums: Mapping[str, Sequence[Mapping[tuple[str, str], Sum]]]) -> tuple[
    list[AccountRow], str
]:  # fmt: skip
    """The rows with a unit for amounts that state none, and what was assumed (Chinese, "" where nothing was).

    `sums` are the amounts of the forms by key of the project's name: the unit in which most of them agree.
    """
    if all(amount.unit for row in rows for amount in row.amounts):
        return list(rows), ""
    fitting: Counter[str] = Counter()
    for row in rows:
        for own in sums.get(name_key(row.project), ()):
            fitting.update(_fits(row.amounts, own))
    unit = max(_UNITS, key=lambda candidate: (fitting[candidate], -_UNITS.index(candidate)))
    told = f"与自评表同名项目相符的金额最多（{fitting[unit]} 处）" if fitting[unit] else "没有可参照的金额"
    note = f"决算表没有写金额单位，按{unit}比较：{told}。不对的请在列对照文件里写明单位。"
    return [_united(row, unit) for row in rows], note


def _fits(amounts: Iterable[Amount], own: Mapping[tuple[str, str], Sum]) -> Iterable[str]:
    for amount in amounts:
        mine = own.get((amount.fund, amount.field))
        if not amount.unit and mine is not None and mine.figure:
            yield from (unit for unit in _UNITS if agree(mine, Sum(amount.figure, factor(unit))))


def _united(row: AccountRow, unit: str) -> AccountRow:
    amounts = tuple(msgspec.structs.replace(amount, unit=amount.unit or unit) for amount in row.amounts)
    return msgspec.structs.replace(row, amounts=amounts)


def added_up(rows: Sequence[AccountRow]) -> list[AccountRow]:
    """Rows of one project (the same name, unit and year) as one, their amounts added up."""
    groups: dict[tuple[str, str, str], list[AccountRow]] = {}
    for row in rows:
        groups.setdefault((name_key(row.project), folded(row.unit), row.year), []).append(row)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[AccountRow]) -> AccountRow:
    if len(group) == 1:
        return group[0]
    amounts: dict[tuple[str, str], Amount] = {}
    for amount in (amount for row in group for amount in row.amounts):
        key = amount.fund, amount.field
        amounts[key] = _plus(amounts[key], amount) if key in amounts else amount
    return msgspec.structs.replace(group[0], amounts=tuple(amounts.values()), rows=len(group))


def _plus(one: Amount, other: Amount) -> Amount:
    printed = f"{one.printed}+{other.printed}"
    if one.unit == other.unit:
        return msgspec.structs.replace(one, printed=printed, figure=one.figure + other.figure)
    yuan = one.figure * factor(one.unit) + other.figure * factor(other.unit)
    return msgspec.structs.replace(one, printed=printed, figure=yuan, unit="元")


def without_offices(accounts: Accounts, offices: Collection[str]) -> tuple[list[AccountRow], list[Skipped]]:
    """The rows that are of projects, and those that bear the name of an office: its total."""
    rows, skipped = [], list(accounts.skipped)
    for row in accounts.rows:
        if name_key(row.project) in offices:
            skipped.append(Skipped(row.project, "单位的合计行", row.origin))
        else:
            rows.append(row)
    return rows, skipped
