"""A roll-up on a terminal: per group the main figures, scores, units, points lost, findings; then what to do next."""

from rich.console import Console
from rich.table import Table

from jiheng.checks import Severity
from jiheng.cli import output
from jiheng.cli.cjk_wrap import wrap
from jiheng.cli.comparisons_screen import show_papers
from jiheng.department.rollup.result import Group, Rollup
from jiheng.quantity.words import percent, plain, points
from jiheng.writing.rollup.grids import said
from jiheng.writing.rollup.overview import lead, tiles
from jiheng.writing.text import clean

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_UNITS = 12


def show(console: Console, rollup: Rollup, files: list[str]) -> None:
    """Print the whole; `files` are what the user named, for the hints."""
    console.print(lead(rollup), style="bold")
    for note in rollup.notes:
        _say(console, f"说明：{note}")
    for problem in rollup.problems:
        _say(console, f"未读成  {problem.file}：{problem.message}。{problem.advice}", "yellow")
    for group in rollup.groups:
        console.print()
        _group(console, group)
    show_papers(console, rollup)
    if rollup.groups:
        named = output.as_typed(files)
        command = f"{output.program()} rollup {named} -o 汇总.xlsx"
        console.print(f"\n明细、失分和算式：{command}", style="dim", soft_wrap=True)


def _group(console: Console, group: Group) -> None:
    console.print(clean(group.name), style="bold")
    console.print("　".join(f"{label} {figure}" for label, figure in tiles(group)))
    _overall(console, group)
    if len(group.units) > 1:
        _units(console, group)
    lost = [kind for kind in group.loss_kinds if kind.losses]
    if lost:
        listed = "、".join(f"{kind.kind} {points(kind.lost)} 分" for kind in sorted(lost, key=lambda kind: -kind.lost))
        console.print(f"失分：{listed}")
    for note in group.notes:
        _say(console, note)
    for finding in group.findings:
        _say(console, f"{finding.severity.label} {finding.code} {finding.message}", _STYLE[finding.severity])


def _say(console: Console, text: str, style: str = "") -> None:
    """A sentence, broken where Chinese may be."""
    for row in wrap(clean(text), console.width - 1):
        console.print(row, style=style, soft_wrap=True)


def _overall(console: Console, group: Group) -> None:
    table = _table("整体得分", "表中得分", "复算得分", "说明")
    for printed, again in zip(group.overall[::2], group.overall[1::2], strict=True):
        mark = "▲" if printed.counts else ""
        bounds = f"{plain(printed.low)}—{plain(printed.high)}" if printed.low is not None and printed.high else ""
        table.add_row(
            mark + printed.method.label, points(printed.score) or bounds, points(again.score), printed.trace.why
        )
    console.print(table)
    console.print("▲ 为办法所用", style="dim")
    for stated_score in group.stated:
        console.print(
            f"{stated_score.where}写的整体得分 {plain(stated_score.value)}：{said(group, stated_score.value)}。"
        )


def _units(console: Console, group: Group) -> None:
    table = _table("单位", "项目", "执行率", "表中得分", "复算得分")
    for unit in group.units[:_UNITS]:
        rate = unit.rates.execution.value
        shown = "—" if rate is None else percent(rate)
        scores = points(unit.printed), points(unit.recomputed)
        table.add_row(clean(unit.name), str(len(unit.projects)), shown, *scores)
    console.print(table)
    if len(group.units) > _UNITS:
        console.print(f"另有 {len(group.units) - _UNITS} 个单位，见工作簿。", style="dim")


def _table(name: str, *figures: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(name, overflow="fold")
    for title in figures:
        table.add_column(title, justify="left" if title == "说明" else "right", overflow="fold")
    return table
