"""Rows of the funds block that show the same fault, so that it is told once."""

from collections.abc import Callable, Hashable, Iterable

from jiheng.checks.case import FundRow


def grouped(rows: Iterable[FundRow], key: Callable[[FundRow], Hashable]) -> list[list[FundRow]]:
    """Rows with the same key together, in order of first appearance."""
    groups: dict[Hashable, list[FundRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def others_too(rows: list[FundRow]) -> str:
    """The sentence that names the further rows of a group, "" for a single row."""
    return f"{'、'.join(row.name for row in rows[1:])}行同样。" if rows[1:] else ""
