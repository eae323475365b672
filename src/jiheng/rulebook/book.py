"""A rulebook in memory: cited parameters by dotted path."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class Certainty(StrEnum):
    """How sure a rule is (the marks of the project's fact sheet)."""

    PRINTED = "printed"
    PUBLISHED = "published"
    PRACTICE = "practice"
    RECALLED = "recalled"
    CHOSEN = "chosen"
    """A tolerance or threshold of the instrument's own, not a rule of any office."""


Scalar = bool | Decimal | str
ParameterValue = Scalar | tuple[Scalar, ...] | tuple[dict[str, Scalar], ...]


class Parameter(msgspec.Struct, frozen=True):
    """One rule: its value (numbers as Decimal), its text in short, where it stands, how sure it is."""

    path: str
    value: ParameterValue
    text: str
    source: str
    certainty: Certainty


class Book(msgspec.Struct, frozen=True):
    """A set of rules of one place and time, everything it extends already merged in.

    `years` are the years evaluated (empty: any); `departments` are text patterns of the 主管部门
    that `auto` recognises the place by.
    """

    id: str
    title: str
    place: str
    years: tuple[int, ...]
    departments: tuple[str, ...]
    sources: tuple[str, ...]
    parameters: dict[str, Parameter]
    extends: str | None = None

    def parameter(self, path: str) -> Parameter:
        """The parameter at a dotted path (`execution.weight`). Raises KeyError naming the book and path."""
        try:
            return self.parameters[path]
        except KeyError:
            raise KeyError(f"办法 {self.id} 没有参数 {path}") from None

    def number(self, path: str) -> Decimal:
        """A numeric parameter. Raises TypeError when it is of another type."""
        value = self.parameter(path).value
        if not isinstance(value, Decimal):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是数字")
        return value

    def flag(self, path: str) -> bool:
        """A yes/no parameter. Raises TypeError when it is of another type."""
        value = self.parameter(path).value
        if not isinstance(value, bool):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是 true/false")
        return value

    def text(self, path: str) -> str:
        """A textual parameter. Raises TypeError when it is of another type."""
        value = self.parameter(path).value
        if not isinstance(value, str):
            raise TypeError(f"办法 {self.id} 的参数 {path} 不是文字")
        return value
