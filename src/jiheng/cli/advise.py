"""`jiheng advise`: self-evaluations of one year or several → an advice for the next budget of each project."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rules, settings_file
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.opinion.project_years import AdvisedProjects

HELP = """
结果应用：按自评等级、预算执行率、自评质量、连年发现的问题，给每个项目提出下年预算的建议
（优先保障、合理保障、压减、取消），一句话说明为什么、依据哪一条。
几年的表放在一起：同一项目按名称（年份不论）和单位对应，最近一年的项目提出建议。

用法：jiheng advise 文件或文件夹 … [-o 建议.xlsx]

例：
  jiheng advise 2023年自评表/ 2024年自评表/                 逐个项目的建议和理由
  jiheng advise 2023年自评表/ 2024年自评表/ -o 建议.xlsx    写成 Excel，各年结果另一页（也可 .json）

建议是给预算安排作参考的，由预算部门决定。各条是办法里的参数（use.rules），见 jiheng rulebooks show mof-2020。
退出码：0 写好了；2 用法不对，或没有一张表能提出建议。
"""
_FORMATS = (output.TABLE, output.JSON)
_STYLES = {"取消": "bold red", "压减": "yellow", "优先保障": "green"}

Targets = Annotated[list[Path] | None, typer.Option("-o", "--output", metavar="文件", help="写成 .xlsx 或 .json")]


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    layout: output.Format = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Read and audit everything, advise, write the files and show the advices."""
    from jiheng.checks import audit
    from jiheng.opinion.project_years import advise_projects
    from jiheng.writing.budget_advice import ENDINGS, to_json, write_advices

    name = output.chosen(layout, _FORMATS)
    for target in targets or ():
        output.ending(target, ENDINGS)
    own = settings_file.defaults(files)
    book = rules.load_book(own.rulebook(rulebook))
    own.tell()
    forms, problems = inputs.read_all(files, jobs, timeout, memory, whole=True)
    for problem in problems:
        output.not_read(problem)
    found = advise_projects(audit(forms, book=book, problems=problems))
    if found is None:
        raise Trouble("没有能提出建议的自评表", "表上要有项目名称和年度；jiheng extract 文件… 可以看读到了什么。")
    for target in targets or ():
        with output.writable(target):
            write_advices(found, target)
    if name == output.JSON:
        output.emit(to_json(found) + b"\n")
    else:
        _show(found)
    for note in found.notes:
        output.note(note)
    for target in targets or ():
        output.note(f"已写入 {target}")
    return exit_codes.OK


def _show(found: "AdvisedProjects") -> None:
    from rich.text import Text

    from jiheng.writing.budget_advice import FIGURES, figures
    from jiheng.writing.text import clean

    with output.screen() as console:
        table = output.grid("建议", "项目", *(column.title for column in FIGURES), "为什么")
        for project in found.projects:
            advice = Text(project.advice.advice or "—", _STYLES.get(project.advice.advice, ""))
            cells = (clean(project.project), *figures(project.results[-1]))
            table.add_row(advice, *map(Text, cells), output.Prose(clean(project.advice.why)))
        console.print(Text(f"{found.year}年度自评，下年预算的建议", "bold"))
        console.print(table)
