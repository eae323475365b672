"""The forms beside the final accounts: who is missing, whose names nearly agree, whose amounts differ."""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.department.accounts.figures import Sum, agree, cause, only_rounded
from jiheng.department.accounts.result import (
    AccountLine,
    AccountRow,
    Accounts,
    AccountsComparison,
    Amount,
    AmountPair,
    MatchResult,
)
from jiheng.department.accounts.rows import added_up, form_sums, in_rows_of, row_sums, with_unit, without_offices
from jiheng.department.accounts.vocabulary import FIELDS
from jiheng.department.catalogue import with_outcomes
from jiheng.department.population import Counted, counted
from jiheng.department.project_matching import Match, Named, in_hundreds, match, name_key
from jiheng.department.rollup.grouping import year_of
from jiheng.department.rollup.result import Closing
from jiheng.form import AMOUNTS, EXECUTION, TOTAL_FUND, Form, Place
from jiheng.places import Book
from jiheng.quantity.words import plain

_PLACES = {"carried": EXECUTION.at("executed"), "carried_in": Place.fund("上年结转资金", "budget")}
_CARRIED = ("当年财政拨款", "上年结转资金")


def compare_accounts(forms: Sequence[Form], accounts: Accounts, book: Book | None = None) -> AccountsComparison:
    """The forms that count (doubles once, nothing 涉密) beside the accounts; thresholds are the rulebook's.

    A finding's `forms` are numbers among the forms that count, as in the audit that `add_up` returns.
    Raises ValueError without any form.
    """
    scope = counted(forms, book)
    offices = {name_key(name) for form in scope.forms for name in (form.unit, form.department) if name}
    projects = {name_key(form.project) for form in scope.forms if form.project}
    rows, skipped = without_offices(accounts, offices - projects)
    open_rows = [row for row in rows if not scope.is_hidden(row.project)]
    hidden = {name_key(row.project) for row in rows if scope.is_hidden(row.project)}
    kept_skipped = tuple(line for line in skipped if not scope.is_hidden(line.text))
    indexes, years_rows, notes = _of_their_years(scope.forms, open_rows)
    sums = {index: form_sums(scope.forms[index]) for index in indexes}
    by_name: dict[str, list[dict[tuple[str, str], Sum]]] = {}
    for index in indexes:
        by_name.setdefault(name_key(scope.forms[index].project or ""), []).append(sums[index])
    united, assumed = with_unit(years_rows, by_name)
    ready = added_up(united)
    lines = _lines(scope, indexes, ready)
    comparison = AccountsComparison(
        file=accounts.file,
        sheets=accounts.sheets,
        lines=tuple(lines),
        secret=len(hidden),
        skipped=kept_skipped,
        notes=(*accounts.notes, *notes, *([assumed] if assumed else [])),
    )
    return with_outcomes(comparison, scope.book)


def closings(comparison: AccountsComparison) -> dict[int, Closing]:
    """What the accounts say of the forms that are surely in them, by number of the form."""
    found = {}
    for line in comparison.lines:
        if line.form is not None and line.standing in (MatchResult.SAME, MatchResult.DIFFERENT):
            amounts = {pair.label: pair.account for pair in line.pairs}
            found[line.form] = Closing(amounts.get(FIELDS["executed"]), amounts.get(FIELDS["carried"]))
    return found


def _of_their_years(forms: Sequence[Form], rows: Sequence[AccountRow]) -> tuple[list[int], list[AccountRow], list[str]]:
    """The forms and rows of years that both sides have; a side that says no year is of any."""
    mine = {year_of(form) for form in forms} - {""}
    yours = {row.year for row in rows} - {""}
    notes = []
    if not mine or not yours:
        return list(range(len(forms))), list(rows), []
    indexes = [index for index, form in enumerate(forms) if year_of(form) in yours | {""}]
    kept = [row for row in rows if row.year in mine | {""}]
    if len(kept) < len(rows):
        left = "、".join(sorted(yours - mine))
        notes.append(f"决算里 {left} 年度的 {len(rows) - len(kept)} 行没有自评表的年度与之对应，没有比较。")
    if len(indexes) < len(forms):
        left = "、".join(sorted(mine - yours))
        notes.append(f"{left} 年度的 {len(forms) - len(indexes)} 张自评表，决算里没有这个年度，没有比较。")
    return indexes, kept, notes


def _lines(scope: Counted, indexes: Sequence[int], rows: Sequence[AccountRow]) -> list[AccountLine]:
    """A line a form in order, then a line for every row left; each year by itself."""
    pairs: dict[int, tuple[Match, AccountRow]] = {}
    used: set[int] = set()
    years = {year_of(scope.forms[index]) for index in indexes}
    for year in sorted(years):
        mine = [index for index in indexes if year_of(scope.forms[index]) == year]
        yours = [at for at, row in enumerate(rows) if at not in used and (not year or row.year in ("", year))]
        found = match(
            [_form_named(scope.forms[index]) for index in mine],
            [_row_named(rows[at]) for at in yours],
            scope.book,
        )
        for matched in found:
            pairs[mine[matched.mine]] = matched, rows[yours[matched.theirs]]
            used.add(yours[matched.theirs])
    lines = [_line(scope.forms[index], index, *pairs.get(index, (None, None))) for index in indexes]
    return lines + [_only_account(row) for at, row in enumerate(rows) if at not in used]


def _form_named(form: Form) -> Named:
    return Named(form.project or "", form.unit or form.department or "", _telling(form_sums(form)))


def _row_named(row: AccountRow) -> Named:
    return Named(row.project, row.unit, _telling(row_sums(row)))


def _telling(sums: dict[tuple[str, str], Sum]) -> frozenset[tuple[str, str]]:
    """Amounts by which a project may be known, to the hundred 元: round figures are no evidence by themselves."""
    kept = ((field, sums.get((TOTAL_FUND, field))) for field in AMOUNTS)
    return frozenset((field, in_hundreds(amount.yuan)) for field, amount in kept if amount and amount.yuan)


def _line(form: Form, index: int, found: Match | None, row: AccountRow | None) -> AccountLine:
    project, unit = form.project or "", form.unit or form.department or ""
    if found is None or row is None:
        return AccountLine(MatchResult.NO_ACCOUNT, project, "", unit, index, form.source, None)
    pairs = _pairs(form, in_rows_of(form, row))
    apart = any(pair.difference for pair in pairs)
    standing = MatchResult.DIFFERENT if apart else MatchResult.SAME
    if not found.certain:
        standing = MatchResult.SUSPECTED
    return AccountLine(
        standing, project, row.project, unit, index, form.source, row.origin, found.likeness, pairs, _why(found, row)
    )


def _why(found: Match, row: AccountRow) -> str:
    whys = []
    if found.certain is False and found.likeness == 100:
        whys.append("有几个同名项目，单位和金额都不能确定是哪一个")
    if row.rows > 1:
        whys.append(f"决算里有 {row.rows} 行，合计后比较")
    return "；".join(whys)


def _only_account(row: AccountRow) -> AccountLine:
    why = f"决算里有 {row.rows} 行" if row.rows > 1 else ""
    return AccountLine(MatchResult.NO_FORM, "", row.project, row.unit, None, "", row.origin, why=why)


def _pairs(form: Form, row: AccountRow) -> tuple[AmountPair, ...]:
    """Every amount that both sides state; `difference` is 0 where they agree."""
    mine, yours = form_sums(form), row_sums(row)
    made = []
    for amount in row.amounts:
        key = amount.fund, amount.field
        if key in mine:
            made.append(_pair(form, amount, mine, yours))
    return tuple(made)


def _pair(
    form: Form, amount: Amount, mine: dict[tuple[str, str], Sum], yours: dict[tuple[str, str], Sum]
) -> AmountPair:
    key = amount.fund, amount.field
    one, other = mine[key], yours[key]
    same = agree(one, other) or _with_carried(key, mine, other)
    rounded = not same and only_rounded(one, other)
    place = _PLACES.get(amount.field, Place.fund(amount.fund, amount.field))
    part = "" if amount.fund == TOTAL_FUND else f"（{amount.fund}）"
    why = "" if same else "四舍五入到不同的位数" if rounded else cause(key, mine, yours)
    return AmountPair(
        label=FIELDS[amount.field] + part,
        place=str(place),
        printed=place.get(form) or "",
        form=one.yuan,
        account_printed=amount.printed,
        account=other.yuan,
        origin=amount.origin,
        expected=f"{plain(other.yuan / one.factor)}",
        difference=Decimal(0) if same else one.yuan - other.yuan,
        rounded=rounded,
        cause=why,
    )


def _with_carried(key: tuple[str, str], mine: dict[tuple[str, str], Sum], account: Sum) -> bool:
    """Whether the accounts count carried-over money with the 财政拨款 of the year."""
    parts = [mine.get((fund, key[1])) for fund in _CARRIED]
    if key[0] != _CARRIED[0] or parts[0] is None or parts[1] is None:
        return False
    return agree(Sum((parts[0].yuan + parts[1].yuan) / parts[0].factor, parts[0].factor), account)
