"""What is taken for the text of a cell that was seen."""

from dataclasses import dataclass

CHECK = "请对照原件核对"
"""What every doubt about a picture ends with."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is taken for the text of a cell, other readings that were seen, and why it is not certain."""

    text: str
    others: tuple[str, ...] = ()
    doubt: str | None = None
