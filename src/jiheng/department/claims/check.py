"""The prose of a report → its claims, each checked against itself, its repetitions and the forms."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jiheng.department.claims import forms, goals, grades, growth, project_claims, rates, restated_figures, shares, sums
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.prose import Line, sentences
from jiheng.department.claims.result import Claim, Claims
from jiheng.department.rollup.result import Group
from jiheng.places import Book, load
from jiheng.places.sources import BASE


def claims(
    lines: Iterable[Line], group: Group | None = None, *, name: str = "", book: Book | None = None,
    wrapped: bool | None = None, counted: str = "行",
) -> Claims:  # fmt: skip
    """The claims of a report's lines, checked; against the forms too where their `group` is given.

    `wrapped` says whether lines are torn at a page's width (None: found out), `counted` what their numbers
    count. `book` is the rulebook with the
    thresholds, that of the group or the defaults where it is None.
    """
    book = book or load(group.rulebook if group else BASE)
    report = Report(sentences(lines, wrapped=wrapped, counted=counted))
    sums.check(report)
    rates.check(report)
    shares.check(report)
    growth.check(report)
    restated_figures.check(report, int(book.number("claims.same_words")))
    goals.check(report)
    bands = sorted(((Decimal(str(row["from"])), str(row["name"])) for row in book.rows("grade.bands")), reverse=True)
    grades.check(report, bands)
    if group is not None:
        forms.check(report, group, book)
        project_claims.check(report, group)
        grades.check_forms(report, group)
    return _finished(report, group, name, book)


def _finished(report: Report, group: Group | None, name: str, book: Book) -> Claims:
    from jiheng.department.catalogue import with_outcomes

    found = Claims(
        name, report.year, tuple(report.sentences), _claims(report.items), against=group.name if group else ""
    )
    return with_outcomes(found, book)


def _claims(items: Sequence[Item]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            item.number, item.figure.kind, item.sentence.index, item.figure.start, item.figure.end, item.figure.text,
            item.figure.printed.value if item.figure.printed else None, item.figure.unit, _words(item), _scope(item),
            tuple(item.judgements), tuple(item.used_in),
            tuple(item.disputed_in),
        )
        for item in items
    )  # fmt: skip


def _words(item: Item) -> str:
    if item.subject is not None:
        return item.subject.words
    return (item.figure.label + item.figure.tail).strip() or item.figure.dimension


def _scope(item: Item) -> str:
    of = item.subject
    parts = [f"{of.year}年度" if of.year else "", of.scope] if of else []
    return "·".join([part for part in parts if part] + (["目标"] if item.is_goal else []))
