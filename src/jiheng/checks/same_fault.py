"""The same fault in several rows of a form, so that it is told once."""

from collections.abc import Callable, Hashable, Iterable

import msgspec

from jiheng.checks.case import FundRow
from jiheng.checks.outcome import Finding

_SHOWN = 3


def grouped(rows: Iterable[FundRow], key: Callable[[FundRow], Hashable]) -> list[list[FundRow]]:
    """Rows with the same key together, in order of first appearance."""
    groups: dict[Hashable, list[FundRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def others_too(rows: list[FundRow]) -> str:
    """The sentence that names the further rows of a group, "" for a single row."""
    return f"{'、'.join(row.name for row in rows[1:])}行同样。" if rows[1:] else ""


def together(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one check, those of one severity with the same advice as one finding over all their cells.

    The message tells the first three rows in full; what a finding expects stays only where it stands alone.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.advice), []).append(finding)
    return [_joined(group) if len(group) > 1 else group[0] for group in groups.values()]


def _joined(group: list[Finding]) -> Finding:
    told = "；".join(finding.message.removesuffix("。") for finding in group[:_SHOWN])
    more = f"；等 {len(group)} 行" if len(group) > _SHOWN else ""
    expected = {finding.expected for finding in group}
    return msgspec.structs.replace(
        group[0],
        message=f"{told}{more}。",
        places=tuple(place for finding in group for place in finding.places),
        expected=expected.pop() if len(expected) == 1 else "",
    )
