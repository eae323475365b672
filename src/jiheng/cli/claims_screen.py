"""A report's claims on a terminal: what is wrong, or every figure with how it was checked."""

from rich.console import Console
from rich.text import Text

from jiheng.checks import Severity, State
from jiheng.cli.cjk_wrap import wrap
from jiheng.department.claims import Claims
from jiheng.writing.claims.rows import lead, rows
from jiheng.writing.text import clean

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_STATE = {State.PASS: "green", State.FAIL: "bold red", State.INSUFFICIENT_DATA: "cyan", State.NOT_APPLICABLE: "dim"}


def show(console: Console, claims: Claims, everything: bool) -> None:
    """Print the findings, with `everything` each claim before them; then the sum."""
    if everything:
        for row in rows(claims):
            head = f"{row.claim.number:>4}  {clean(row.claim.printed)}  {clean(row.what)}"
            console.print(Text.assemble(head, "  ", (row.result, _STATE[row.claim.state])), soft_wrap=True)
            for line in [row.place, *row.how.split("\n")]:
                _say(console, line, "dim")
        console.print()
    for finding in claims.findings:
        label = (f"{finding.severity.label} {finding.code}  ", _STYLE[finding.severity])
        console.print(Text.assemble(label, clean(finding.message)), soft_wrap=True)
        _say(console, finding.place, "")
        _say(console, f"→ {finding.advice}", "dim")
    console.print(Text(lead(claims), "bold"), soft_wrap=True)


def _say(console: Console, text: str, style: str) -> None:
    for line in wrap(clean(text), console.width - 7):
        console.print(Text(f"      {line}", style), soft_wrap=True)
