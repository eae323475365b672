"""The verdicts of an audit on a terminal: a line a form, those that must be mended first."""

from collections import Counter
from typing import TYPE_CHECKING

from jiheng.checks import Severity
from jiheng.cli import output
from jiheng.cli.cjk_wrap import wrap
from jiheng.cli.output import Screen
from jiheng.quantity.words import plain
from jiheng.writing.report_model import CONCLUSIONS, Digest
from jiheng.writing.text import clean, form_name

if TYPE_CHECKING:
    from rich.table import Table

STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_FINE = "没有问题"
_NAMED = 12


def show_verdicts(screen: Screen, digest: Digest) -> None:
    """A line for every form that has findings, the least quality first; the others in one; then how many of each."""
    if digest.by_form:
        screen.console.print(_table(digest))
    faulty = {form.index for form in digest.by_form}
    fine = [form_name(form.form) for index, form in enumerate(digest.audit.forms) if index not in faulty]
    if fine:
        named = "、".join(fine[:_NAMED]) + (" 等" if len(fine) > _NAMED else "")
        for row in wrap(f"没有问题的 {len(fine)} 张：{named}", screen.width):
            screen.line((row, "green"))
    for row in wrap(summary(digest), screen.width):
        screen.line((row, "bold"))
    screen.line()


def summary(digest: Digest) -> str:
    """须改正 8 张，须核对 3 张，没有问题 4 张。"""
    counts = Counter(form.conclusion for form in digest.by_form)
    counts[_FINE] = digest.clean_forms
    words = (*CONCLUSIONS.values(), _FINE)
    told = "，".join(f"{word} {counts[word]} 张" for word in words if counts[word])
    return f"{told}。{digest.counted_in_each}"


def _table(digest: Digest) -> "Table":
    from rich.text import Text

    table = output.grid()
    table.add_column("结论", no_wrap=True)
    for severity in Severity:
        table.add_column(severity.label, justify="right", no_wrap=True)
    table.add_column("质量", justify="right", no_wrap=True)
    table.add_column("序", justify="right", no_wrap=True)
    table.add_column("项目", overflow="fold")
    table.add_column("单位", style="dim", overflow="fold")
    for counted in digest.by_form:
        form = digest.audit.forms[counted.index].form
        gravest = next(severity for severity, count in counted.counts.items() if count)
        counts = [
            Text(str(count), STYLE[severity]) if count else Text("") for severity, count in counted.counts.items()
        ]
        unit = Text(clean(form.unit or form.department))
        table.add_row(
            Text(counted.conclusion, STYLE[gravest]),
            *counts,
            plain(counted.quality.total),
            str(counted.index + 1),
            Text(counted.name),
            unit,
        )
    return table
