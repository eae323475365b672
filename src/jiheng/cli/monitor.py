"""`jiheng monitor`: monitoring forms → lights, forecasts, what has to be explained; a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rounding, rules
from jiheng.cli.reviewed import heading, read_told
from jiheng.form import Form, GoalForm, MonitoringForm, has_results
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.monitoring import Judged, Proposal, WatchedForm, WatchedRow

HELP = """
绩效运行监控：读监控表，每项指标和预算执行亮灯（绿、黄、红，明显超前为蓝），写明怎么判断的；
黄灯、红灯没有原因和措施的列出；没有全年预计的按趋势推算。

用法：jiheng monitor 监控表或文件夹 … [-o 监控报告.docx]

例：
  jiheng monitor 监控表/                              每项的灯和判断，要改的
  jiheng monitor 监控表/ -o 监控报告.docx             写成绩效运行监控报告（公文格式）
  jiheng monitor 监控表/ -o 监控.xlsx                 亮灯和推算一并填进表里（也可 .json）
  jiheng monitor 8月/ --last 3月/ --last 5月/         与前几期连起来推算全年
  jiheng monitor 监控表/ --goals 批复目标表/          指标和目标值与批复核对
  jiheng monitor 目标表/ --sheet 监控表.docx --month 7   按批复的目标制作空白监控表
  jiheng monitor 监控表/ --sheet 已填.xlsx            把推算的全年数填进监控表（也可 .pdf .html）
  jiheng monitor 监控表/ --selfeval 自评表/           监控时的预计与自评结果核对

灯的界线是各地办法里的参数（monitoring.…），见 jiheng rulebooks show mof-2020。
退出码：0 没有要改的；1 有；2 用法不对，或一张监控表也没读到。
"""
_FORMATS = (output.TABLE, output.JSON)
_ENDINGS = (".docx", ".xlsx", ".json")
_STYLES = {"red": "bold red", "yellow": "yellow", "green": "green", "blue": "blue", "none": "dim"}

Targets = Annotated[
    list[Path] | None, typer.Option("-o", "--output", metavar="文件", help="写成 .docx、.xlsx 或 .json")
]
Goals = Annotated[Path | None, typer.Option("--goals", metavar="文件", help="批复的绩效目标表，文件或文件夹")]
Last = Annotated[list[Path] | None, typer.Option("--last", metavar="文件", help="同一年前几期的监控表，可以写几个")]
SelfEvaluation = Annotated[Path | None, typer.Option("--selfeval", metavar="文件", help="年后的自评表，文件或文件夹")]

Sheet = Annotated[Path | None, typer.Option("--sheet", metavar="文件", help="写出监控表，.docx .xlsx .pdf .html")]
Month = Annotated[int | None, typer.Option("--month", metavar="月", help="监控到哪个月，制作空白表用")]


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    goals: Goals = None,
    last: Last = None,
    selfeval: SelfEvaluation = None,
    sheet: Sheet = None,
    month: Month = None,
    rulebook: rules.Rulebook = rules.AUTO,
    layout: output.Format = None,
) -> int:
    """Judge every monitoring form, write the files and show the lights."""
    name = output.chosen(layout, _FORMATS)
    for target in targets or ():
        output.ending(target, _ENDINGS)
    forms = read_told(files)
    found = _watched(forms, goals, last or [], selfeval, rulebook)
    rounding.like(watched.book for watched in found)
    if sheet is not None:
        _sheet(forms, found, sheet, month)
    if not found and sheet is None:
        raise Trouble("没有读到绩效运行监控表", "请核对文件；自评表用 jiheng audit，目标表用 jiheng goals。")
    if not found:
        return exit_codes.OK
    for target in targets or ():
        from jiheng.writing.monitoring import write_monitoring

        with output.writable(target):
            write_monitoring(found, target)
    if name == output.JSON:
        from jiheng.writing.monitoring import to_json

        output.emit(to_json(found) + b"\n")
    else:
        _show(found)
    for target in targets or ():
        output.note(f"已写入 {target}")
    return exit_codes.FINDINGS if any(watched.remarks for watched in found) else exit_codes.OK


def _watched(
    forms: list[Form], goals: Path | None, last: list[Path], selfeval: Path | None, rulebook: str
) -> "list[WatchedForm]":
    from jiheng.monitoring import watch
    from jiheng.places import choose

    mine = [form for form in forms if isinstance(form, MonitoringForm)]
    for form in forms if mine else ():
        if not isinstance(form, MonitoringForm):
            output.note(f"{form.source}：不是绩效运行监控表，没有计入。")
    before = [form for path in last for form in _beside(path) if isinstance(form, MonitoringForm)]
    approved = [form for form in _beside(goals) if isinstance(form, GoalForm)]
    results = [form for form in _beside(selfeval) if has_results(form.kind)]
    own = rules.load_book(rulebook)
    return [
        watch(
            form,
            own or choose(form).book,
            earlier=[other for other in before if _same(form, other)],
            goals=next((other for other in approved if _same(form, other)), None),
            results=next((other for other in results if _same(form, other)), None),
        )
        for form in mine
    ]


def _beside(path: Path | None) -> list[Form]:
    return [] if path is None else inputs.read_all([str(path)], goals=True)[0]


def _same(form: Form, other: Form) -> bool:
    """Whether two forms are of one project, whatever stands in brackets or before its code."""
    from jiheng.checks.similar import project_stem

    return bool(form.project) and project_stem(form.project or "") == project_stem(other.project or "")


def _show(found: "list[WatchedForm]") -> None:
    from rich.text import Text

    from jiheng.writing.text import clean

    with output.screen() as console:
        for watched in found:
            console.print(heading(watched.form, watched.period.label))
            table = output.grid("灯", "指标", "目标", "已完成", "预计", "怎么判断的")
            lines = [(watched.money, "预算执行", "", "", ""), *map(_line, watched.rows)]
            for judged, *texts in lines:
                light = Text(judged.light.label, _STYLES[judged.light.value])
                table.add_row(light, *map(Text, texts), output.Prose(clean(judged.trace.formula or judged.trace.why)))
            console.print(table)
            for remark in watched.remarks:
                console.print(output.Prose("  " + f"{remark.code} {remark.message}{remark.advice}".lstrip()))
            console.print()


def _line(row: "WatchedRow") -> "tuple[Judged, str, str, str, str]":
    from jiheng.writing.text import clean

    indicator = row.indicator
    proposed = f"（推算 {row.proposal.text}）" if row.proposal.text else ""
    name, target, so_far = (clean(text or "") for text in (indicator.l3, indicator.target, indicator.actual))
    return row.judged, name, target, so_far, clean(indicator.forecast or "") or proposed


def _sheet(forms: list[Form], found: "list[WatchedForm]", target: Path, month: int | None) -> None:
    """Write the 监控表: filled from the monitoring forms, else blank from goals or self-evaluations."""
    from jiheng.monitoring import Period, usual_period
    from jiheng.places import load
    from jiheng.places.national import national
    from jiheng.writing.monitoring.form_paper import FORMATS, sheets

    ending = output.ending(target, FORMATS)
    wanted: list[tuple[Form, list[Proposal]]]
    if month is not None and not 1 <= month <= 12:
        raise Trouble(f"没有 {month} 月", "--month 写 1 到 12。")
    if found:
        period = found[0].period
        wanted = [(watched.form, [row.proposal for row in watched.rows]) for watched in found]
    else:
        period = Period(1, month) if month else usual_period(load(national().id))
        wanted = [(form, []) for form in forms if form.indicators]
    if not wanted:
        raise Trouble("没有可以制作监控表的目标表或自评表", "请交批复的绩效目标表，先用 jiheng extract 看读到什么。")
    with output.writing(target, keeps=True) as stream:
        stream.write(sheets(wanted, period, ending))
    output.note(f"已写入 {target}（{len(wanted)} 张）")
