"""Tables of data as output: which endings they have, and what can go wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from jiheng.cli import output

if TYPE_CHECKING:
    from jiheng.writing.data.target import Target

ENDINGS = (".csv", ".parquet", ".zip", output.FOLDER)


def ready(target: str) -> "Target":
    """The target of a path with such an ending. Raises Trouble where the format cannot be written here."""
    from jiheng.writing.data.target import parse_target

    return parse_target(target)


def write(target: str, writer: "Callable[[Target], None]") -> None:
    """Write the tables; whatever the system refuses becomes a message."""
    found = ready(target)
    with output.writable(found.path):
        writer(found)
