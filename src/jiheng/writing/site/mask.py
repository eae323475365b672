"""Forms before publication: what must not be shown is masked by rule, and every masking is listed."""

import copy
import re
from collections.abc import Iterable, Sequence

import msgspec

from jiheng.form import FieldKind, Form, Place, describe, walk
from jiheng.places import Book
from jiheng.writing.site.mask_names import full_names, in_name_cell, in_phone_cell, in_text
from jiheng.writing.site.mask_numbers import Span, numbers
from jiheng.writing.site.mask_rules import MaskRules, rules_of
from jiheng.writing.site.mask_secret import KIND as SECRET_NAME
from jiheng.writing.site.mask_secret import MARK, SHOWN, declares_secrecy, named, secret_names

_NAME_CELLS, _PHONE_CELL = frozenset(map(Place.single, ("leader", "finance_leader"))), Place.single("phone")
_PLAIN_FIGURE = re.compile(r"[≥≤<>=＝]?[\d.,，]+(?:万|亿)?元?")


class Masking(msgspec.Struct, frozen=True):
    """One masking. `original` is for the local preview only; nothing published is made from it."""

    source: str
    place: str
    kind: str
    original: str
    masked: str


class Masked(msgspec.Struct, frozen=True):
    """A form as it may be published, and what was masked in it."""

    form: Form
    maskings: tuple[Masking, ...]


class _Known(msgspec.Struct, frozen=True):
    """What is looked for in every text: full names of project leaders, names of 涉密 projects."""

    persons: frozenset[str]
    secret: tuple[str, ...]


def mask(forms: Sequence[Form], books: Sequence[Book]) -> list[Masked]:
    """Copies of the forms without what `publish.*` of their books hides; the forms themselves stay as they are.

    Names of project leaders and of 涉密 projects are looked for in the texts of all forms. A form whose text
    says that its project is 涉密 is marked so, for those who add up to set it aside.
    """
    by_book = {id(book): book for book in books}
    compiled = {key: rules_of(book) for key, book in by_book.items()}
    rules = [compiled[id(book)] for book in books]
    persons = frozenset(
        name
        for form, own in zip(forms, rules, strict=True)
        if own.names
        for place in _NAME_CELLS
        for name in full_names(place.get(form) or "", own)
    )
    secret = secret_names(forms, books)
    return [
        _masked(form, book, own, _Known(persons, () if is_own else secret.names))
        for form, book, own, is_own in zip(forms, books, rules, secret.own, strict=True)
    ]


def _masked(form: Form, book: Book, rules: MaskRules, known: _Known) -> Masked:
    found: list[Masking] = []
    hidden = copy.deepcopy(form)
    for place, text in walk(form):
        spans = _apart(text, _spans(place, text, rules, known)) if text else []
        if spans:
            place.set(hidden, _without(text, spans))
            where = _cleared(describe(form, str(place)), rules, known)
            found += [_masking(form.source, where, text, span) for span in spans]
    for total in hidden.totals:
        total.label = _cleared(total.label, rules, known)
    for fund in hidden.funds:
        fund.name = _cleared(fund.name, rules, known)
    hidden.others = [msgspec.structs.replace(cell, label=_cleared(cell.label, rules, known)) for cell in hidden.others]
    if declares_secrecy(form, book):
        hidden.secrecy = MARK
    return Masked(hidden, tuple(found))


def _masking(source: str, where: str, text: str, span: Span) -> Masking:
    original = SHOWN if span.kind == SECRET_NAME else text[span.start : span.end]
    return Masking(source, where, span.kind, original, span.masked)


def _spans(place: Place | None, text: str, rules: MaskRules, known: _Known) -> Iterable[Span]:
    declared = place.declared if place else None
    is_figure = bool(declared and declared.kind is not FieldKind.TEXT and _PLAIN_FIGURE.fullmatch(text))
    yield from numbers(text, rules, is_phone=place == _PHONE_CELL, is_figure=is_figure)
    if rules.leader and place in _NAME_CELLS:
        yield from in_name_cell(text, rules)
    if rules.leader and place == _PHONE_CELL:
        yield from in_phone_cell(text, rules)
    if rules.names and not is_figure:
        yield from in_text(text, rules, known.persons)
    yield from named(text, known.secret)


def _cleared(text: str, rules: MaskRules, known: _Known) -> str:
    return _without(text, _apart(text, _spans(None, text, rules, known)))


def _apart(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans that change the text, in order: of two that overlap the one that begins first, the longer of equals."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        changes = text[span.start : span.end] != span.masked
        if changes and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _without(text: str, spans: Sequence[Span]) -> str:
    for span in reversed(spans):
        text = text[: span.start] + span.masked + text[span.end :]
    return text
