"""Which rulebook a form is judged by when nobody names one, and why, in Chinese."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import msgspec

from jiheng.form import Cell, Form
from jiheng.places.blocks import block_of
from jiheng.places.book import Book
from jiheng.places.loader import books, load

NATIONAL = "mof-2020"
NATIONAL_WITH_COST = "mof-2021-cost"
_ABOVE = ("省", "市", "州", "盟")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Choice(msgspec.Struct, frozen=True):
    """A rulebook and the reason it was taken, for the user."""

    book: Book
    why: str


class _Places(msgspec.Struct, frozen=True):
    """The places that shipped books know: one pattern for all, and the books of each matched word."""

    pattern: re.Pattern[str]
    books: dict[str, tuple[Book, ...]]

    def find(self, cell: Cell) -> str | None:
        """The word in `cell` that names a known place; 长春市朝阳区 does not name 北京市朝阳区."""
        match = self.pattern.search(cell or "")
        if match is None:
            return None
        before = match.string[: match.start()]
        above = self.books[match[0]][0].place.partition(match[0])[0]
        return None if before.endswith(_ABOVE) and not before.endswith(above) else match[0]


def choose(form: Form) -> Choice:
    """The book of the form's place and year; failing that the national one, and the reason says so.

    The place is read from 主管部门, then 实施单位; the year from 年度; whether a first-level block
    成本指标 exists decides between the two national books.
    """
    places = _places()
    for label, cell in (("主管部门", form.department), ("实施单位", form.unit)):
        if word := places.find(cell):
            return _of_place(places.books[word], form, f"{label}“{cell}”含“{word}”")
    return _national(form)


def choose_all(forms: Sequence[Form]) -> list[Choice]:
    """A choice for each form; one that names no place follows the others of its file when all those agree."""
    places = _places()
    known: dict[str, Counter[str]] = {}
    for form in forms:
        if word := places.find(form.department) or places.find(form.unit):
            known.setdefault(_file(form), Counter())[word] += 1
    choices = []
    for form in forms:
        choice = choose(form)
        words = known.get(_file(form), Counter())
        if choice.book.id in (NATIONAL, NATIONAL_WITH_COST) and len(words) == 1:
            word, number = next(iter(words.items()))
            why = f"本表没有写明所在地，同一文件另有 {number} 张表写明“{word}”"
            choice = _of_place(places.books[word], form, why)
        choices.append(choice)
    return choices


def _file(form: Form) -> str:
    """The file a form came from; `source` may carry the number of the form behind a `#`."""
    for origin in form.origins.values():
        return origin.file
    return form.source.partition("#")[0]


@cache
def _places() -> _Places:
    by_word: dict[str, tuple[Book, ...]] = {}
    for book in books().values():
        for word in book.departments:
            by_word[word] = (*by_word.get(word, ()), book)
    longest_first = sorted(by_word, key=len, reverse=True)
    return _Places(re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"), by_word)


def _of_place(candidates: tuple[Book, ...], form: Form, reason: str) -> Choice:
    year = year_of(form)
    exact = next((b for b in candidates if year in b.years or not b.years), None)
    if exact is not None and year is not None:
        return Choice(exact, f"{reason}，年度为 {year}，采用《{exact.title}》")
    latest = max(candidates, key=lambda b: max(b.years, default=0))
    if year is None:
        return Choice(latest, f"{reason}，表中没有年度，采用《{latest.title}》，请核对年度")
    nearest = min(candidates, key=lambda b: min(abs(each - year) for each in b.years))
    why = f"{reason}；没有该地 {year} 年度的办法，借用《{nearest.title}》，请核对该年度是否另有规定"
    return Choice(nearest, why)


def _national(form: Form) -> Choice:
    base = load(NATIONAL)
    cost = any(block_of(indicator.l1, base) == "cost" for indicator in form.indicators)
    book = load(NATIONAL_WITH_COST) if cost else base
    shape = "表中单列一级指标“成本指标”" if cost else "表中没有单列一级指标“成本指标”"
    place = form.department or form.unit
    reason = f"“{place}”没有对应的地方办法" if place else "表中没有写明主管部门"
    return Choice(book, f"{reason}，{shape}，采用全国办法《{book.title}》；当地另有规定的，请用 --rulebook 指定")


def year_of(form: Form) -> int | None:
    """The year evaluated, None where the form has none."""
    match = _YEAR.search(form.year or "")
    return int(match[0]) if match else None
