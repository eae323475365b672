"""目标—指标—完成: the expected goal clause by clause, beside the indicators and results that answer it.

No verdict: what is not answered stays empty and is coloured where it is shown; a person decides.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from jiheng.checks import FormAudit
from jiheng.checks.names import bare_name, folded
from jiheng.checks.wording import word_pattern
from jiheng.form import Form, Indicator
from jiheng.places import Book

_ITEM = re.compile(
    r"(?:^|(?<=[。；;：:，,]))[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）](?!\d)"
    r"|(?<=[一-鿿])\d{1,2}[、.．](?=[一-鿿])"
)
_END = re.compile(r"[。；;！!\n]")
_COMMA = re.compile(r"[，,]")
_LONG, _LEAST = 30, 4
"""Characters from which a sentence is taken apart at its commas, and below which a piece says nothing alone."""


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
    least = book.number("opinion.clause_overlap")
    results = clauses(form.goal_actual or "")
    rows = [(index, _told(row)) for index, row in enumerate(form.indicators) if row.l3 or row.target]
    found = [_clause(form, clause, rows, results, least, book) for clause in clauses(form.goal_expected or "")]
    used = {index for clause in found for index in clause.indicators}
    others = tuple(index for index, _ in rows if index not in used)
    if not found or not others:
        return tuple(found)
    names = (bare_name(form.indicators[index].l3 or form.indicators[index].l2 or "") for index in others)
    told = tuple(f"第{index + 1}行「{name}」" for index, name in zip(others, names, strict=True))
    return (*found, Clause("", others, told))


def _clause(
    form: Form, clause: str, rows: Sequence[tuple[int, str]], results: Sequence[str], least: Decimal, book: Book
) -> Clause:
    own = tuple(index for index, told in rows if _answers(clause, told, least, book))
    said = tuple(result for result in results if _answers(clause, result, least, book))
    return Clause(clause, own, _named(form, own), said)


def clauses(text: str) -> tuple[str, ...]:
    """A text by its numbered items, else by sentences; a long sentence by commas."""
    items = [part for part in _ITEM.split(text) if part.strip()]
    parts = items if len(items) > 1 else _END.split(text)
    return tuple(_joined(piece for part in parts for piece in _pieces(part.strip("。；;，, \n"))))


def indicator_text(row: Indicator) -> str:
    """An indicator as the table names it: 巡查次数 ≥48次 → 52次."""
    sign = row.property if row.property in ("≥", "≤", ">", "<", "=") else ""
    target, unit = row.target or "", row.unit or ""
    aim = sign + target + ("" if target.endswith(unit) else unit)
    return f"{bare_name(row.l3 or row.l2 or '')} {aim} → {row.actual or '（空）'}"


def _named(form: Form, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"第{index + 1}行 {indicator_text(form.indicators[index])}" for index in rows)


def _pieces(part: str) -> Sequence[str]:
    return _COMMA.split(part) if len(part) > _LONG else (part,)


def _joined(pieces: Iterable[str]) -> Iterable[str]:
    """The pieces, one too short to say anything by itself joined to the one before."""
    made: list[str] = []
    for piece in pieces:
        if len(folded(piece)) < _LEAST and made and piece:
            made[-1] = f"{made[-1]}，{piece}"
        elif folded(piece):
            made.append(piece)
    return made


def _told(row: Indicator) -> str:
    return f"{bare_name(row.l3 or '')}{row.target or ''}"


def _answers(clause: str, told: str, least: Decimal, book: Book) -> bool:
    """Whether enough of the shorter text's pairs of characters, filler left out, stand in the other."""
    filler = word_pattern(book, "checks.evidence.filler_words")
    one, other = _pairs(filler.sub("", folded(clause))), _pairs(filler.sub("", folded(told)))
    fewer = min(len(one), len(other))
    return fewer > 0 and Decimal(len(one & other)) / fewer >= least


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
