"""`jiheng audit --statistics`: how often each check found something."""

from typing import TYPE_CHECKING

from jiheng.cli import output
from jiheng.writing.report_model import CheckCount, Digest

if TYPE_CHECKING:
    from jiheng.checks import Audit


def show_statistics(audit: "Audit", layout: str) -> None:
    """A line a check, the most frequent first; as JSON where that is asked for."""
    digest = Digest(audit)
    mendable = {line.finding.code for line in digest.lines if digest.is_mendable(line)}
    if layout in (output.JSON, output.JSONL):
        output.emit_json([_row(check, mendable) for check in digest.by_check])
    else:
        _table(digest, mendable)


def _row(check: CheckCount, mendable: set[str]) -> dict[str, object]:
    counts = {severity.value: count for severity, count in check.counts.items()}
    return {"code": check.code, "title": check.title, **counts, "forms": check.forms, "fixable": check.code in mendable}


def _table(digest: Digest, mendable: set[str]) -> None:
    from jiheng.checks import Severity

    table = output.grid()
    for title in (*(severity.label for severity in Severity), "表"):
        table.add_column(title, justify="right")
    table.add_column("代码")
    table.add_column("问题", overflow="fold")
    for check in digest.by_check:
        title = f"{check.title} [*]" if check.code in mendable else check.title
        counts = (str(count or "") for count in check.counts.values())
        table.add_row(*counts, str(check.forms), check.code, title)
    with output.screen() as console:
        if table.row_count:
            console.print(table)
        console.print(digest.verdict, soft_wrap=True)
        if mendable:
            console.print("[*] 有表内能算准的数，jiheng fix 可以改正。", style="dim")
