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
_HEADING = re.compile(r"^[^，。；]{0,12}(?:目标|情况|综述)[：:]")
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
    results = clauses(form.goal_actual or "")
    rows = [(index, _told(row)) for index, row in enumerate(form.indicators) if row.l3 or row.target]
    goals = _grounded(clauses(form.goal_expected or ""), book)
    found = [_clause(form, clause, rows, results, book) for clause in goals]
    used = {index for clause in found for index in clause.indicators}
    others = tuple(index for index, _ in rows if index not in used)
    if not found or not others:
        return tuple(found)
    names = (bare_name(form.indicators[index].l3 or form.indicators[index].l2 or "") for index in others)
    told = tuple(f"第{index + 1}行「{name}」" for index, name in zip(others, names, strict=True))
    return (*found, Clause("", others, told))


def _clause(form: Form, clause: str, rows: Sequence[tuple[int, str]], results: Sequence[str], book: Book) -> Clause:
    topics = _topics(clause, book)
    own = tuple(index for index, told in rows if _answers(clause, told, book) or topics & _topics(told, book))
    said = tuple(result for result in results if _answers(clause, result, book))
    return Clause(clause, own, _named(form, own), said)


def _grounded(found: Sequence[str], book: Book) -> list[str]:
    """The clauses, those that only name the grounds (按照……要求) joined to what follows, headings left out."""
    starts, ends = book.words("opinion.clause_grounds"), book.words("opinion.clause_ground_ends")
    made: list[str] = []
    ground = ""
    for text in found:
        clause = _HEADING.sub("", text)
        if not clause:
            continue
        is_ground = clause.startswith(starts) and clause.endswith(ends)
        if is_ground and not ground:
            ground = clause
            continue
        made.append(f"{ground}，{clause}" if ground else clause)
        ground = ""
    return [*made, ground] if ground else made


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


def _answers(clause: str, told: str, book: Book) -> bool:
    """Whether enough of the shorter text's pairs of characters, filler left out, stand in the other, or a long run."""
    filler = word_pattern(book, "checks.evidence.filler_words")
    first, second = filler.sub("", folded(clause)), filler.sub("", folded(told))
    one, other = _pairs(first), _pairs(second)
    fewer = min(len(one), len(other))
    if fewer == 0:
        return False
    if Decimal(len(one & other)) / fewer >= book.number("opinion.clause_overlap"):
        return True
    run = int(book.number("opinion.clause_run"))
    return any(first[start : start + run] in second for start in range(len(first) - run + 1))


def _topics(text: str, book: Book) -> set[str]:
    """The topics of the rulebook that a text speaks of."""
    return {
        str(row["topic"])
        for row in book.rows("opinion.topics")
        if any(word in text for word in str(row["words"]).split())
    }


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
