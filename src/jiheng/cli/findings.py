"""An audit on a terminal: the verdicts, each finding with its place and remedy, the sum and what to do next."""

from collections.abc import Iterable
from itertools import groupby, zip_longest
from pathlib import PurePath
from typing import TYPE_CHECKING

from jiheng.checks import Finding
from jiheng.cli import output
from jiheng.cli.cell_width import cell_width
from jiheng.cli.cjk_wrap import wrap
from jiheng.cli.output import Part, Screen
from jiheng.cli.verdicts import STYLE, show_verdicts
from jiheng.quantity.words import points
from jiheng.writing.report_model import Digest, FindingLine
from jiheng.writing.text import clean, form_name

if TYPE_CHECKING:
    from jiheng.checks import Audit

_WIDE = 110
"""Columns from which on the places get a column of their own."""
_INDENT = 12
_PLACE_COLUMN = 38
_FEW = 20
"""Forms up to which every finding is listed without being asked for."""
_OFFICE = frozenset((".docx", ".doc", ".wps", ".xlsx", ".xls", ".et"))
_OTHER_ORIGINALS = frozenset((".pdf", ".ofd", ".html", ".htm"))
"""Endings of files that remarks can be written into; corrections only into those of offices."""


def show(screen: Screen, audit: "Audit", files: list[str], details: bool | None = None) -> None:
    """Print the audit; `files` are what the user named, for the hints; `details` None lists findings of few forms."""
    digest = Digest(audit)
    listed = len(audit.forms) <= _FEW if details is None else details
    if len(audit.forms) > 1 and digest.lines:
        show_verdicts(screen, digest)
    if listed:
        _details(screen, digest)
    _accepted(screen, digest)
    for problem in audit.problems:
        _say(screen, f"未读成  {clean(problem.file)}：{clean(problem.message)}。{problem.advice}", "magenta")
    for defect in digest.defects:
        _say(screen, f"检查自身出错  {defect}", "bold magenta")
    _books(screen, digest)
    for row in wrap(digest.verdict, screen.width):
        screen.line((row, "bold"))
    _hints(screen, digest, files, listed)


def _details(screen: Screen, digest: Digest) -> None:
    own = sorted((line for line in digest.lines if not line.finding.forms), key=lambda line: line.form)
    for index, lines in groupby(own, key=lambda line: line.form):
        _form_head(screen, digest.audit, index)
        _lines(screen, digest, lines)
    if batch := [line for line in digest.lines if line.finding.forms]:
        screen.line(("各表之间", "bold"))
        _lines(screen, digest, batch, named=True)


def _form_head(screen: Screen, audit: "Audit", index: int) -> None:
    audited = audit.forms[index]
    screen.line(
        (f"{index + 1}  {form_name(audited.form)}", "bold"),
        (f"  {clean(audited.form.source)}", "dim"),
        (
            f"  总分填报 {clean(audited.form.total_score) or '空'}、"
            f"复核 {points(audited.score.total.score) or '不能确定'}",
            "dim",
        ),
    )


def _lines(screen: Screen, digest: Digest, lines: Iterable[FindingLine], named: bool = False) -> None:
    """Severity, code and place; what is wrong and what to do beside it on a wide terminal, below it otherwise."""
    wide = screen.width >= _WIDE
    column = _PLACE_COLUMN if wide else screen.width - _INDENT - 1
    for line in lines:
        finding = line.finding
        style = STYLE[finding.severity]
        place = wrap(_named(line, digest, named), column)
        said = _said(finding, screen.width - _INDENT - (_PLACE_COLUMN + 2 if wide else 0) - 1)
        rows = zip_longest(place, said) if wide else [*((row, None) for row in place), *((None, row) for row in said)]
        for number, (left, right) in enumerate(rows):
            label: Part = (f"  {finding.severity.label} {finding.code}  ", style) if number == 0 else " " * _INDENT
            gap = " " * (column - cell_width(left or "") + 2) if wide and right else ""
            screen.line(label, left or "", gap, right or "")
    screen.line()


def _named(line: FindingLine, digest: Digest, named: bool) -> str:
    """The cell, where it stands in its file, and the mark of what `jiheng fix` can mend."""
    at = f"（{line.position}）" if line.position else ""
    mark = " [*]" if digest.is_mendable(line) else ""
    return (f"{line.project}·{line.place}" if named else line.place) + at + mark


def _said(finding: Finding, width: int) -> list[Part]:
    follows = f"（并入 {finding.under}）" if finding.under else ""
    message = wrap(clean(finding.message) + follows, width)
    return [*message, *((row, "dim") for row in wrap("→ " + clean(finding.advice), width))]


def _accepted(screen: Screen, digest: Digest) -> None:
    if not digest.accepted:
        return
    screen.line(("已认可，不算在内", "bold"))
    for line in digest.accepted:
        why = line.acceptance
        said = f"{clean(why.reason)}（{clean(why.by)}，{why.date}）" if why else ""
        text = f"{line.finding.code}  {line.project}·{line.place}：{said}"
        _say(screen, text, "dim", "  ")
    screen.line()


def _books(screen: Screen, digest: Digest) -> None:
    for use in digest.books:
        _say(screen, f"办法  {use.forms} 张表用 {use.book.id}：{use.why}", "dim")


def _say(screen: Screen, text: str, style: str, indent: str = "") -> None:
    for row in wrap(text, screen.width - len(indent) - 1):
        screen.line((indent + row, style))


def _hints(screen: Screen, digest: Digest, files: list[str], listed: bool) -> None:
    if not digest.lines:
        return
    program = output.program()
    given = output.as_typed(files)
    first = digest.lines[0]
    endings = {PurePath(form.form.source.partition("#")[0]).suffix.lower() for form in digest.audit.forms}
    mendable = sum(digest.is_mendable(line) for line in digest.lines) if endings & _OFFICE else 0
    remarkable = endings & (_OFFICE | _OTHER_ORIGINALS)
    screen.line("接下来可以：")
    for command, what in (
        *([] if listed else [(f"{program} audit {given} --details", "逐处列出问题和改法")]),
        *([(f"{program} fix {given}", f"改正标有 [*] 的 {mendable} 处，另存一份")] if mendable else []),
        *([(f"{program} annotate {given}", "把问题批注在原文件的副本上")] if remarkable else []),
        (f"{program} explain {given} --form {first.form + 1}", "看这张表每一分怎么算"),
        (f"{program} checks show {first.finding.code}", "看这条检查的说明"),
        (f"{program} audit {given} -o 审核报告.xlsx", "写成报告（也可 .html .md .json）"),
    ):
        screen.line("  ", (command, "green"), f"  {what}")
