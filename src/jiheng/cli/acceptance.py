"""Accepted findings on the command line: from a file or from a report's workbook, kept in a file, told when unused."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.cli import output
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import AcceptedEntry, Audit

_LISTED = 5


def entries(path: Path | None) -> "tuple[AcceptedEntry, ...]":
    """The entries of a .toml, or what people accepted in a report (.xlsx); () without a file.

    Raises Trouble for one that cannot be used.
    """
    if path is None:
        return ()
    if path.suffix.lower() == ".xlsx":
        from jiheng.writing.workbook.accepted import entries_of

        return entries_of(path, datetime.date.today())
    from jiheng.checks import load_accepted

    return load_accepted(path)


def set_aside(path: Path, given: "Sequence[AcceptedEntry]") -> None:
    """Before a report takes the place of one: keep a workbook in which people accepted what `given` does not have."""
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return
    try:
        is_known = set(entries(path)) <= set(given)
    except Trouble:  # half filled in, or something else
        is_known = False
    if not is_known:
        output.set_aside(path, "里面认可过的仍要算数，加上 --accepted {}。")


def tell_unmatched(audit: "Audit", given: "Sequence[AcceptedEntry]") -> None:
    """Say which entries matched nothing: the cell has changed, or the finding is gone."""
    from jiheng.checks import unmatched

    left = unmatched(audit, given)
    if left:
        listed = "；".join(f"{entry.code} {entry.project or entry.source} {entry.place}" for entry in left[:_LISTED])
        more = "等" if len(left) > _LISTED else ""
        output.note(f"已认可的问题里有 {len(left)} 条没有对上（格子改过，或者问题已经没有）：{listed}{more}。")


def keep(audit: "Audit", given: "Sequence[AcceptedEntry]", path: Path) -> None:
    """Add to a file the entries given that it lacks; where none are given, the open findings, to be filled in.

    Raises Trouble for a file that cannot be used or written.
    """
    from jiheng.checks import load_accepted
    from jiheng.checks.accepted import entry_text, text_of

    there = load_accepted(path) if path.exists() else ()
    known = {(finding.code, finding.place, finding.printed, finding.project, finding.source) for finding in there}
    if given:
        fresh = [
            entry
            for entry in given
            if (entry.code, entry.place, entry.printed, entry.project, entry.source) not in known
        ]
        added, said = [text_of(entry) for entry in fresh], ""
    else:
        own = [(audited.form, finding) for audited in audit.forms for finding in audited.findings]
        own += [(audit.forms[finding.forms[0]].form, finding) for finding in audit.batch]
        added = [entry_text(form, finding) for form, finding in own]
        said = "，请逐条填写 reason 和 by 后再用，不认可的删去"
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    with output.writing(path) as stream:
        text = "\n".join([before.rstrip() + "\n"] * bool(before.strip()) + added)
        stream.write(text.encode("utf-8", "backslashreplace"))
    output.note(f"已在 {path} 里添上 {len(added)} 条{said}。")
