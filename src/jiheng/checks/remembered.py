"""What checks ask of a form or of its rows, worked out once: the decorators, and what was said of the rows."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

import msgspec

Result = TypeVar("Result")
_UNKNOWN = object()


class _Remembers(Protocol):
    memo: dict[Any, Any]


Subject = TypeVar("Subject", bound=_Remembers)


class kept(Generic[Result]):  # noqa: N801 — used like `property`
    """Decorator: a property that is worked out when it is first asked for. `functools.cached_property` does the same
    and takes a lock each time, up to Python 3.11; a form has a dozen of these."""

    def __init__(self, function: Callable[[Any], Result]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, subject: Any, owner: type | None = None) -> Result:
        known: Result = self._function(subject)
        subject.__dict__[self._name] = known
        return known


def once(function: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Decorator: what this function says of a form, or of a row, is worked out once, however many checks ask."""

    def remembered(subject: Subject) -> Result:
        known = subject.memo.get(function, _UNKNOWN)
        if known is _UNKNOWN:
            known = subject.memo[function] = function(subject)
        result: Result = known
        return result

    return wraps(function)(remembered)


_Functions = dict[Callable[[Any], Any], Callable[[Any], Any]]
_each: _Functions = {}
"""What `each` has made → the function itself."""
_each_fund: _Functions = {}
"""What `each_fund` has made."""


def each(function: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Decorator: the same for an indicator row, to be found with `Case.said`: asked of a row once and for all, so that
    a check that looks for something rare need not ask row by row. None, False and "" count as not said."""
    remembered = once(function)
    _each[remembered] = function
    return remembered


def each_fund(function: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Decorator: the same for a row of the funds, to be found with `Case.said_of_funds`."""
    remembered = once(function)
    _each_fund[remembered] = function
    return remembered


class _Failed(msgspec.Struct, frozen=True):
    """In the place of the rows of which a function says something, where it raised."""

    error: Exception


Told = dict[Callable[[Any], Any], "list[tuple[Subject, Any]] | _Failed"]
"""The functions that say something of rows, with the rows and what is said of each."""


def of_rows(rows: tuple[Subject, ...]) -> "Told[Subject]":
    """What all functions marked with `each` say of the rows."""
    return _told(rows, _each)


def of_funds(rows: tuple[Subject, ...]) -> "Told[Subject]":
    """What all functions marked with `each_fund` say of the rows."""
    return _told(rows, _each_fund)


def _told(rows: tuple[Subject, ...], functions: _Functions) -> "Told[Subject]":
    told: dict[Callable[[Any], Any], Any] = {}
    failed: dict[Callable[[Any], Any], _Failed] = {}
    for row in rows:
        for function, said in _of(row, functions).items():
            if isinstance(said, _Failed):
                failed.setdefault(function, said)  # the first row that it raised for tells
            elif function in told:
                told[function].append((row, said))
            else:
                told[function] = [(row, said)]
    return told | failed


def answered(told: "Told[Subject]", function: Callable[[Subject], Any]) -> "list[tuple[Subject, Any]]":
    """The rows of which a function says something, each with what it says. Raises what the function raised."""
    found = told.get(function)
    if found is None:
        return []
    if isinstance(found, _Failed):
        raise found.error
    return found


_Said = dict[Callable[[Any], Any], Any]
"""The functions that say something of a row, with what each says; not the row, which would then hold itself."""
_NOT_ASKED: tuple[int, _Said] = (0, {})


def ask_rows(rows: Iterable[Subject]) -> None:
    """Have all functions marked with `each` say what they say of the rows that they have not been asked of."""
    _ask(rows, _each)


def ask_funds(rows: Iterable[Subject]) -> None:
    """The same for the functions marked with `each_fund`."""
    _ask(rows, _each_fund)


def _of(row: _Remembers, functions: _Functions) -> _Said:
    """What the functions say of a row; those of modules that are loaded later are asked too."""
    if row.memo.get(_of, _NOT_ASKED)[0] != len(functions):
        _ask((row,), functions)
    said: _Said = row.memo[_of][1]
    return said


def _ask(rows: Iterable[_Remembers], functions: _Functions) -> None:
    """Each function of all rows before the next, see `jiheng.checks.examination`."""
    number = len(functions)
    fresh = {id(row): row for row in rows if row.memo.get(_of, _NOT_ASKED)[0] != number}
    asked: list[Any] = list(fresh.values())
    told: list[_Said] = [{} for _ in asked]
    for remembered, function in functions.items():
        try:
            answers = list(map(function, asked))
        except Exception:
            answers = [_answer(function, row) for row in asked]
        for found, said in zip(told, answers, strict=True):
            if said is not None and said is not False and said != "":
                found[remembered] = said
    for row, found in zip(asked, told, strict=True):
        row.memo[_of] = (number, found)


def _answer(function: Callable[[Any], Any], row: _Remembers) -> Any:
    try:
        return function(row)
    except Exception as error:
        return _Failed(error)
