"""The comparisons of a roll-up with accounts, approved goals and last year's forms, on a terminal."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console

from jiheng.checks import Finding, Severity
from jiheng.department.accounts.result import MatchResult
from jiheng.department.rollup.result import Rollup
from jiheng.writing.text import clean

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_SHOWN = 20


def show_papers(console: Console, rollup: Rollup) -> None:
    """Print the comparisons that were made: a line of counts, what was assumed, the gravest findings."""
    if rollup.accounts is not None:
        counts = Counter(line.standing for line in rollup.accounts.lines)
        listed = "，".join(f"{state.label} {counts[state]}" for state in MatchResult)
        skipped = f"；略去 {len(rollup.accounts.skipped)} 行（合计等）" if rollup.accounts.skipped else ""
        secret = f"；涉密项目 {rollup.accounts.secret} 个" if rollup.accounts.secret else ""
        title = f"与决算核对（{rollup.accounts.file}）：{listed}{skipped}{secret}"
        _paper(console, title, rollup.accounts.notes, rollup.accounts.findings)
    for name, comparison in (("批复", rollup.approved), ("上年", rollup.last_year), ("监控", rollup.monitoring)):
        if comparison is not None:
            title = (
                f"与{name}核对（{comparison.file}）：{len(comparison.pairs)} 个项目，{len(comparison.remarks)} 处不同"
            )
            _paper(console, title, comparison.notes, comparison.findings)


def _paper(console: Console, title: str, notes: Iterable[str], findings: tuple[Finding, ...]) -> None:
    console.print()
    console.print(clean(title), style="bold")
    for note in notes:
        console.print(clean(f"说明：{note}"))
    for finding in findings[:_SHOWN]:
        console.print(f"{finding.severity.label} {finding.code} ", style=_STYLE[finding.severity], end="")
        console.print(clean(finding.message))
    if len(findings) > _SHOWN:
        console.print(f"另有 {len(findings) - _SHOWN} 处，见工作簿。", style="dim")
