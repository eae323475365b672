"""An audit on a terminal: form by form, each finding with its place and remedy; then the sum and what to do next."""

from collections.abc import Iterable
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from jiheng.checks import Finding, Severity
from jiheng.cli import output
from jiheng.cli.cjk_wrap import wrap
from jiheng.quantity.words import points
from jiheng.writing.report_model import Digest, Line
from jiheng.writing.text import clean, form_name

if TYPE_CHECKING:
    from jiheng.checks import Audit

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_WIDE = 110
"""Columns from which on the places get a column of their own."""
_INDENT = 12
_PLACE_COLUMN = 38


def show(console: Console, audit: "Audit", files: list[str]) -> None:
    """Print the whole audit; `files` are what the user named, for the hints."""
    digest = Digest(audit)
    own = sorted((line for line in digest.lines if not line.finding.forms), key=lambda line: line.form)
    for index, lines in groupby(own, key=lambda line: line.form):
        _form_head(console, audit, index)
        _lines(console, lines)
    if batch := [line for line in digest.lines if line.finding.forms]:
        console.print(Text("各表之间", "bold"))
        _lines(console, batch, named=True)
    _accepted(console, digest)
    for problem in audit.problems:
        _say(console, f"没有读成  {clean(problem.file)}：{clean(problem.message)}。{problem.advice}", "magenta")
    for defect in digest.defects:
        _say(console, f"检查自身出错  {defect}", "bold magenta")
    _books(console, digest)
    console.print(Text(digest.verdict, "bold"))
    _hints(console, digest, files)


def _form_head(console: Console, audit: "Audit", index: int) -> None:
    one = audit.forms[index]
    head = Text.assemble(
        (f"{index + 1}  {form_name(one.form)}", "bold"),
        (f"  {clean(one.form.source)}", "dim"),
        (
            f"  总分填报 {clean(one.form.total_score) or '空'}、复核 {points(one.score.total.score) or '不能确定'}",
            "dim",
        ),
    )
    console.print(head)


def _lines(console: Console, lines: Iterable[Line], named: bool = False) -> None:
    """Severity, code and place; what is wrong and what to do beside it on a wide terminal, below it otherwise."""
    wide = console.width >= _WIDE
    column = _PLACE_COLUMN if wide else console.width - _INDENT - 1
    for line in lines:
        finding = line.finding
        style = _STYLE[finding.severity]
        place = wrap(f"{line.project}·{line.place}" if named else line.place, column)
        said = _said(finding, console.width - _INDENT - (_PLACE_COLUMN + 2 if wide else 0) - 1)
        rows = zip_longest(place, said) if wide else [*((row, None) for row in place), *((None, row) for row in said)]
        for number, (left, right) in enumerate(rows):
            label = (f"  {finding.severity.label} {finding.code}  ", style) if number == 0 else " " * _INDENT
            gap = " " * (column - cell_len(left or "") + 2) if wide and right else ""
            console.print(Text.assemble(label, left or "", gap, right or ""), soft_wrap=True)
    console.print()


def _said(finding: Finding, width: int) -> list[Text]:
    follows = f"（并入 {finding.under}）" if finding.under else ""
    message = [Text(row) for row in wrap(clean(finding.message) + follows, width)]
    return message + [Text(row, "dim") for row in wrap("→ " + clean(finding.advice), width)]


def _accepted(console: Console, digest: Digest) -> None:
    if not digest.accepted:
        return
    console.print(Text("已认可，不算在内", "bold"))
    for line in digest.accepted:
        why = line.acceptance
        said = f"{clean(why.reason)}（{clean(why.by)}，{why.date}）" if why else ""
        text = f"{line.finding.code}  {line.project}·{line.place}：{said}"
        _say(console, text, "dim", "  ")
    console.print()


def _books(console: Console, digest: Digest) -> None:
    for use in digest.books:
        _say(console, f"办法  {use.forms} 张表用 {use.book.id}：{use.why}", "dim")


def _say(console: Console, text: str, style: str, indent: str = "") -> None:
    for row in wrap(text, console.width - len(indent) - 1):
        console.print(Text(indent + row, style), soft_wrap=True)


def _hints(console: Console, digest: Digest, files: list[str]) -> None:
    if not digest.lines:
        return
    program = output.program()
    given = output.as_typed(files)
    first = digest.lines[0]
    console.print("接下来可以：")
    for command, what in (
        (f"{program} explain {given} --form {first.form + 1}", "看这张表每一分怎么算"),
        (f"{program} checks show {first.finding.code}", "看这条检查的说明"),
        (f"{program} audit {given} -o 审核报告.xlsx", "写成报告（也可 .html .md .json）"),
    ):
        console.print(Text.assemble("  ", (command, "green"), f"  {what}"), soft_wrap=True)
