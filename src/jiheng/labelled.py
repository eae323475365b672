"""Enumerations whose members are written with the word that users read."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A member is its value; `label` is what users call it: `SAME = "same", "一致"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """A member with its label; of a value alone the member that has it."""
        made = str.__new__(cls, value)
        made._value_, made.label = value, label
        return made
