"""历年台账: a row a project, the years side by side, the findings that come back."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jiheng.department.rollup.result import LedgerLine, LedgerYear, Rollup
from jiheng.quantity.words import WAN
from jiheng.writing.rollup.grid import Grid
from jiheng.writing.workbook.sheet import Cell, Column, Value

_FALLEN = Decimal(5)
"""Points or percentage points; a fall of so many from one year to the next is set off."""
_HUNDRED = Decimal(100)


def ledger(rollup: Rollup) -> Grid:
    """The table; a year in which a project has no form is left empty."""
    years = sorted({of_year.year for line in rollup.ledger for of_year in line.years})
    several = len({line.department for line in rollup.ledger}) > 1
    owner = (Column("主管部门", 20),) if several else ()
    columns = (
        *(*owner, Column("项目", 26), Column("单位", 16), Column("年数", 6, "count")),
        *(column for year in years for column in _columns(year)),
        Column("几年都有的错误、警告", 40),
    )
    rows: list[list[Value]] = [[*([line.department] if several else []), *_row(line, years)] for line in rollup.ledger]
    return Grid("历年台账", columns, rows)


def _columns(year: str) -> tuple[Column, ...]:
    return (
        Column(f"{year} 全年预算数（万元）", 10, "number"),
        Column(f"{year} 执行率", 8, "share"),
        Column(f"{year} 表中得分", 7, "number"),
        Column(f"{year} 等级", 5, "centre"),
        Column(f"{year} 错误、警告", 7, "centre"),
    )


def _row(line: LedgerLine, years: Sequence[str]) -> Iterator[Value]:
    yield from (line.project, line.unit, len(line.years))
    known = {of_year.year: of_year for of_year in line.years}
    before: LedgerYear | None = None
    for year in years:
        yield from _of_year(known.get(year), before)
        before = known.get(year, before)
    yield "；".join(f"{check.code} {check.title}（{'、'.join(check.years)}）" for check in line.repeated)


def _of_year(of_year: LedgerYear | None, before: LedgerYear | None) -> Sequence[Value]:
    if of_year is None:
        return (None,) * 5
    rate = Cell(
        of_year.execution,
        "share_wrong" if _fell(of_year.execution, before.execution if before else None, _HUNDRED) else None,
    )
    score = Cell(of_year.printed, "wrong" if _fell(of_year.printed, before.printed if before else None) else None)
    found = f"{of_year.errors}、{of_year.warnings}" if of_year.errors or of_year.warnings else ""
    return of_year.budget and of_year.budget / WAN, rate, score, of_year.grade, found


def _fell(now: Decimal | None, then: Decimal | None, unit: Decimal = Decimal(1)) -> bool:
    return now is not None and then is not None and (then - now) * unit >= _FALLEN
