"""目标—指标—完成: the expected goal clause by clause, beside the indicators and results that answer it.

No verdict: what is not answered stays empty and is coloured where it is shown; a person decides.
"""

from collections.abc import Sequence

import msgspec

from jiheng.checks import FormAudit
from jiheng.checks.goal_clauses import answers, asked, clauses, goal_clauses, topics
from jiheng.checks.names import bare_name
from jiheng.form import Form, Indicator
from jiheng.places import Book


class Clause(msgspec.Struct, frozen=True):
    """A clause of the expected goal; `indicators` are rows of the form (from 0), `results` sentences of the result.

    `told` are the same indicators in words. A clause without `text` holds the indicators that answer none.
    """

    text: str
    indicators: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


def goal_table(audited: FormAudit) -> tuple[Clause, ...]:
    """The clauses of the goal with what answers each, and last the indicators that answer none (`text` "")."""
    form, book = audited.form, audited.book
    results = clauses(form.goal_actual or "")
    rows = [(index, asked(row)) for index, row in enumerate(form.indicators) if row.l3 or row.target]
    goals = goal_clauses(form.goal_expected or "", book)
    found = [_clause(form, clause, rows, results, book) for clause in goals]
    used = {index for clause in found for index in clause.indicators}
    others = tuple(index for index, _ in rows if index not in used)
    if not found or not others:
        return tuple(found)
    names = (bare_name(form.indicators[index].l3 or form.indicators[index].l2 or "") for index in others)
    told = tuple(f"第{index + 1}行「{name}」" for index, name in zip(others, names, strict=True))
    return (*found, Clause("", others, told))


def _clause(form: Form, clause: str, rows: Sequence[tuple[int, str]], results: Sequence[str], book: Book) -> Clause:
    own = tuple(
        index for index, told in rows if answers(clause, told, book) or topics(clause, book) & topics(told, book)
    )
    said = tuple(result for result in results if answers(clause, result, book))
    return Clause(clause, own, _named(form, own), said)


def indicator_text(row: Indicator) -> str:
    """An indicator as the table names it: 巡查次数 ≥48次 → 52次."""
    sign = row.property if row.property in ("≥", "≤", ">", "<", "=") else ""
    target, unit = row.target or "", row.unit or ""
    aim = sign + target + ("" if target.endswith(unit) else unit)
    return f"{bare_name(row.l3 or row.l2 or '')} {aim} → {row.actual or '（空）'}"


def _named(form: Form, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"第{index + 1}行 {indicator_text(form.indicators[index])}" for index in rows)
