"""A rulebook in memory: cited parameters by dotted path."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.form.kinds import is_scored, kind_among
from jiheng.labelled import LabelledEnum


class Certainty(LabelledEnum):
    """How sure a rule is; a user checks every mark but `printed` and `published` against the document itself."""

    PRINTED = "printed", "表中印明"
    PUBLISHED = "published", "文件公开"
    PRACTICE = "practice", "通行做法"
    RECALLED = "recalled", "据业内通行说法，未核对原文"
    CHOSEN = "chosen", "本软件设定"
    """A tolerance or threshold of the instrument's own, not a rule of any office."""

    @property
    def is_documented(self) -> bool:
        """Whether a form or a document of the office says so itself."""
        return self in (Certainty.PRINTED, Certainty.PUBLISHED)


Scalar = bool | Decimal | str
Row = dict[str, Scalar]
ParameterValue = Scalar | tuple[Scalar, ...] | tuple[Row, ...]


class ParameterKind(LabelledEnum):
    """What changing a parameter does."""

    RULE = "rule", "规则"
    """Its value is reckoned with."""
    SWITCH = "switch", "开关"
    """It turns something on or off."""
    CITATION = "citation", "依据"
    """It has no value: only the source that findings name."""


class Parameter(msgspec.Struct, frozen=True):
    """One rule: its value (numbers as Decimal), its text in short, where it stands, how sure it is.

    It holds for years from `since` on, `before` for those before; a citation has the value "".

    `choices` are the values a textual parameter may take (empty: any). `fields` are the columns of a
    tabular one: name → number, text or flag, with `?` behind where a row may leave it out. `within` are
    the least and the greatest value of a numeric one (empty: any).
    """

    path: str
    value: ParameterValue
    text: str
    source: str
    certainty: Certainty
    choices: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    within: tuple[Decimal, ...] = ()
    kind: ParameterKind = ParameterKind.RULE
    since: int = 0
    before: "Parameter | None" = None

    def at(self, year: int | None) -> "Parameter":
        """The parameter as it was in a year; None: as it is now."""
        if year is None or self.before is None or year >= self.since:
            return self
        return self.before.at(year)

    def history(self) -> Iterator["Parameter"]:
        """This parameter and those before it, the latest first."""
        yield self
        if self.before is not None:
            yield from self.before.history()


class Book(msgspec.Struct, frozen=True, eq=False):
    """A set of rules of one place and time, everything it extends already merged in.

    Books are told apart by identity, so that what is made from one can be kept (`lru_cache`) without comparing
    all its parameters.

    `years` are the years evaluated (empty: any), `kinds` the documents it is for; `departments` are words of
    the 主管部门 that `auto` recognises the place by.
    """

    id: str
    title: str
    place: str
    years: tuple[int, ...]
    departments: tuple[str, ...]
    sources: tuple[str, ...]
    parameters: dict[str, Parameter]
    extends: str | None = None
    kinds: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of document that a form scored by it is."""
        return kind_among(self.kinds)

    @property
    def is_scored(self) -> bool:
        """Whether it is for documents that are scored."""
        return not self.kinds or any(is_scored(kind) for kind in self.kinds)

    def of_year(self, year: int | None) -> "Book":
        """The book with the values of that year; the same object for the same years."""
        later = [] if year is None else [change for change in _changes(self) if change > year]
        return _before(self, later[0]) if later else self

    def parameter(self, path: str) -> Parameter:
        """The parameter at a dotted path (`execution.weight`). Raises KeyError naming the book and path."""
        found = self.parameters.get(path)
        if found is None:
            raise KeyError(f"办法 {self.id} 没有参数 {path}")
        return found

    def number(self, path: str) -> Decimal:
        """A numeric parameter. Raises TypeError when it is of another type."""
        value = (self.parameters.get(path) or self.parameter(path)).value
        if not isinstance(value, Decimal):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是数字")
        return value

    def flag(self, path: str) -> bool:
        """A yes/no parameter. Raises TypeError when it is of another type."""
        value = (self.parameters.get(path) or self.parameter(path)).value
        if not isinstance(value, bool):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是 true/false")
        return value

    def text(self, path: str) -> str:
        """A textual parameter. Raises TypeError when it is of another type."""
        value = (self.parameters.get(path) or self.parameter(path)).value
        if not isinstance(value, str):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是文字")
        return value

    def words(self, path: str) -> tuple[str, ...]:
        """A list of words. Raises TypeError when it is of another type."""
        value = (self.parameters.get(path) or self.parameter(path)).value
        if not isinstance(value, tuple) or (value and not isinstance(value[0], str)):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是一列文字")
        return value  # type: ignore[return-value]  # the loader has seen to it that a list is all of one type

    def rows(self, path: str) -> tuple[Row, ...]:
        """A table, one dict a row. Raises TypeError when it is of another type."""
        value = (self.parameters.get(path) or self.parameter(path)).value
        if not isinstance(value, tuple) or (value and not isinstance(value[0], dict)):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是一张表")
        return value  # type: ignore[return-value]


@lru_cache(maxsize=256)
def _changes(book: Book) -> tuple[int, ...]:
    """The years from which one of its parameters has another value."""
    return tuple(sorted({each.since for p in book.parameters.values() for each in p.history() if each.before}))


@lru_cache(maxsize=256)
def _before(book: Book, change: int) -> Book:
    """The book as it was in the years up to a change."""
    then = {path: parameter.at(change - 1) for path, parameter in book.parameters.items()}
    return msgspec.structs.replace(book, parameters=then)
