"""`jiheng claims`: the figures in the prose of a report, checked against each other and the forms."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rules, settings_file
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import spare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiheng.department import Group
    from jiheng.department.claims import Claims, ReportProse
    from jiheng.places import Book

HELP = """
核对报告正文里的数：金额、比率、个数、得分、增减、名次、等级，
与同段的其他数（分项之和、执行率、结转）、与前后各处、与自评表是否一致。
没有东西可以核对的数也列出来。

用法：jiheng claims 报告 [自评表 …] [-o 核对.xlsx]

例：
  jiheng claims 整体评价报告.docx                        只看报告自己是否矛盾
  jiheng claims 整体评价报告.docx 自评表/                再与自评表核对
  jiheng claims 整体评价报告.docx 自评表/ -o 核对.xlsx   写成文件（也可 .html .md .json）
  jiheng claims 报告.txt --all                           屏幕上列出每一处数字

退出码：0 没有达到 --fail-on 的问题；1 有；2 用法不对，或报告读不了。
"""
_FORMATS = (output.TABLE, output.JSON, output.MARKDOWN)
_ENDINGS = (".xlsx", ".html", ".md", ".json")

ReportFile = Annotated[Path | None, typer.Argument(metavar="报告", show_default=False)]
Targets = Annotated[
    list[Path] | None,
    typer.Option("-o", "--output", metavar="文件", help="写成 .xlsx .html .md 或 .json，可以写几个"),
]
FailOn = Annotated[
    str,
    typer.Option("--fail-on", metavar="级别", help="有这一级以上的问题就以 1 退出：\nerror（默认）、warning、notice"),
]
Everything = Annotated[bool, typer.Option("--all", help="屏幕上列出每一处数字，不只是有问题的")]
Department = Annotated[str | None, typer.Option("--department", metavar="名称", help="所有的表都归这个主管部门")]


def run(
    report: ReportFile = None,
    files: inputs.Files = None,
    targets: Targets = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    fail_on: FailOn = "error",
    everything: Everything = False,
    department: Department = None,
    layout: Annotated[str | None, output.format_option(*_FORMATS)] = None,
) -> int:
    """Read the report and the forms, check every figure, write the files and show what is wrong."""
    from jiheng.checks import Severity
    from jiheng.department.claims import claims

    if report is None:
        raise Trouble("没有写要核对的报告", "写上报告的文件，例如 jiheng claims 整体评价报告.docx 自评表/。")
    if fail_on not in list(Severity):
        raise Trouble(f"--fail-on 不能是“{fail_on}”", "可用：error、warning、notice。")
    name = output.chosen(layout, _FORMATS)
    for target in targets or ():
        output.ending(target, _ENDINGS)
    own = settings_file.defaults(files)
    book, prose = rules.load_book(own.rulebook(rulebook)), read_report(report)
    group = _group(files, book, own.department(department), prose.lines) if files else None
    own.tell()
    found = claims(prose.lines, group, name=report.name, book=book, wrapped=prose.wrapped, counted=prose.counted)
    for target in targets or ():
        _write(found, target)
    _show(found, name, everything)
    for target in targets or ():
        output.note(f"已写入 {target}")
    reached = any(finding.severity.rank <= Severity(fail_on).rank for finding in found.findings)
    return exit_codes.FINDINGS if reached else exit_codes.OK


def read_report(path: Path) -> "ReportProse":
    """The prose of a report. Raises Trouble where there is none."""
    from jiheng.department.claims import read
    from jiheng.reading.files.problem import Unreadable

    spare(path)
    if path.is_dir():
        raise Trouble(f"{path} 是文件夹，不是报告", "先写报告文件，再写自评表：jiheng claims 报告.docx 自评表/。")
    try:
        found = read(path)
    except Unreadable as error:
        raise Trouble(f"{path}：{error}", error.advice) from error
    except FileNotFoundError:
        raise Trouble(f"没有 {path} 这个文件", "请核对路径。") from None
    except OSError as error:
        raise Trouble(f"{path} 打不开（{reason(error)}）", "请核对路径和读取权限。") from error
    if not found.lines:
        raise Trouble(f"{path} 里没有报告正文", "请核对是不是报告；只有表的，用 jiheng audit 审核。")
    return found


def _group(
    files: list[str] | None, book: "Book | None", department: str | None, lines: "Sequence[tuple[int, str]]"
) -> "Group | None":
    """The department and year that the report is about: the one with most projects among those it names.

    Of the unit or project of the title alone, where it names one.
    """
    from jiheng.department import add_up
    from jiheng.department.claims import titled

    text, title = "".join(text for _, text in lines), lines[0][1]
    forms, problems = inputs.read_all(files, whole=True)
    for problem in problems:
        output.not_read(problem)
    added = add_up(forms, book=book, department=department)
    groups = added.rollup.groups
    if not groups:
        raise Trouble("没有读到自评表", "请核对文件；只核对报告自己的，不要写自评表。")

    def nearness(group: "Group") -> tuple[bool, bool, int]:
        return bool(group.year) and f"{group.year}年" in text, group.department in text, len(group.projects)

    own = max(groups, key=nearness)
    for other in groups:
        if other is not own:
            output.note(f"{other.name}的 {len(other.projects)} 张表没有用来核对（报告说的是{own.name}）")
    name, projects = titled(title, own)
    if name:
        output.note(f"报告的标题写的是“{name}”，只用它的 {len(projects)} 张表核对")
        wanted = [added.audit.forms[project.index].form for project in projects]
        own = add_up(wanted, book=book, department=department).rollup.groups[0]
    return own


def _write(found: "Claims", target: Path) -> None:
    from jiheng.writing.claims import write_claims

    with output.writable(target):
        write_claims(found, target)


def _show(found: "Claims", name: str, everything: bool) -> None:
    if name == output.JSON:
        from jiheng.department.claims import to_json

        output.emit(to_json(found) + b"\n")
    elif name == output.MARKDOWN:
        from jiheng.writing.claims.text import markdown

        output.emit(markdown(found))
    else:
        from jiheng.cli.claims_screen import show

        with output.screen() as console:
            show(console, found, everything)
