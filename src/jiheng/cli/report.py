"""`jiheng report`: the reports of a department, a project or a unit, written from the forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import comparisons, exit_codes, inputs, output, rollup, rounding, rules, settings_file
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import spare

if TYPE_CHECKING:
    from jiheng.checks import Audit
    from jiheng.department import Added, Closing, Given, Group
    from jiheng.form import Form
    from jiheng.places import Book
    from jiheng.writing.report import EvaluationScore, Material, Report

HELP = """
由自评表写出评价报告，按公文格式排版；数字、表、图和存在的问题由数据生成，
只有人能写的地方留下【待填写：……】。涉密项目只计个数。

用法：jiheng report overall|project|selfeval|whole 文件或文件夹 … -o 报告.docx

例：
  jiheng report overall 自评表/ -o 整体报告.docx                    部门整体绩效评价报告
  jiheng report project 项目.docx -o 报告.docx --framework 底稿.xlsx   项目支出绩效评价报告
  jiheng report selfeval 自评表/ --unit 公园中心 -o 自评报告.docx   单位自评报告
  jiheng report whole 整体支出自评表.docx -o 报告.docx             部门整体支出绩效自评报告
  jiheng report overall 自评表/ -o 新.docx --update 旧.docx         换上新数字，人写的内容不动
  jiheng report overall 自评表/ -o 报告.docx --accounts 决算.xlsx   结转结余率、预决算差异率由决算算出
  jiheng report overall 自评表/ -o 报告.docx --template 我的.toml   用自己的提纲
  jiheng report --framework-blank 底稿.xlsx                         空白的评价底稿（也可 .toml）

退出码：0 写好了；2 用法不对，或没有可写的内容。
"""
_KINDS = ("overall", "project", "selfeval", "whole")
_BLANKS = (".xlsx", ".toml")

Kind = Annotated[str | None, typer.Argument(metavar="报告", show_default=False)]
Target = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 .docx 或 .pdf")]
TemplateFile = Annotated[Path | None, typer.Option("--template", metavar="文件", help="自己的提纲（.toml）")]
Old = Annotated[Path | None, typer.Option("--update", metavar="文件", help="旧报告（.docx）：换上新数字，人写的不动")]
FrameworkFile = Annotated[
    Path | None, typer.Option("--framework", metavar="文件", help="填好的评价底稿（.xlsx 或 .toml）")
]
Blank = Annotated[Path | None, typer.Option("--framework-blank", metavar="文件", help="写一份空白的评价底稿")]
Department = Annotated[str | None, typer.Option("--department", metavar="名称", help="只写这个主管部门的")]
Year = Annotated[str | None, typer.Option("--year", metavar="年度", help="只写这个年度的")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="名称", help="只写这个实施单位的")]
Project = Annotated[str | None, typer.Option("--project", metavar="名称", help="只写这个项目")]


def run(
    kind: Kind = None,
    files: inputs.Files = None,
    target: Target = None,
    template: TemplateFile = None,
    old: Old = None,
    framework: FrameworkFile = None,
    blank: Blank = None,
    department: Department = None,
    year: Year = None,
    unit: Unit = None,
    project: Project = None,
    management: rollup.Management = None,
    accounts: comparisons.AccountsFile = None,
    mapping: comparisons.Mapping = None,
    rulebook: rules.Rulebook = rules.UNSAID,
) -> int:
    """Write a blank working paper, or read the forms, add them up and write the report."""
    from jiheng.department import Given
    from jiheng.writing.report import ENDINGS, KINDS, Material, made

    if blank is not None:
        _write_blank(blank)
        if kind is None:
            return exit_codes.OK
    if kind not in _KINDS:
        known = "、".join(f"{name}（{KINDS[name]}）" for name in _KINDS)
        raise Trouble(f"没有“{kind}”这种报告" if kind else "没有写要哪种报告", f"可写：{known}。")
    if target is None:
        raise Trouble("没有写报告写到哪里", f"加上 -o，例如 jiheng report {kind} 自评表/ -o 报告.docx。")
    ending = output.ending(target, ENDINGS if old is None else (".docx",))
    own = settings_file.defaults(files)
    book = rules.load_book(own.rulebook(rulebook))
    own.tell()
    given = Given(management=rollup.score_option("--management", management), prose=f"{department or ''}{year or ''}年")
    read = _added(files, book, given, accounts, mapping or [])
    added = _picked(read, book, given, unit, project)
    group = _chosen(added, department, year)
    _single(kind, group)
    material = Material(added, group, _evaluated(framework, book, added, group))
    report = made(template or kind, material)
    _write(report, target, ending, old)
    output.note(f"已写入 {target}")
    if said := _errors_explained(read.forms, book, material):
        output.note(said)
    return exit_codes.OK


def _errors_explained(forms: "list[Form]", book: "Book | None", material: "Material") -> str:
    from jiheng.checks import Severity
    from jiheng.cli.error_counts import explained

    errors = sum(finding.severity is Severity.ERROR for _, finding in material.findings)
    return explained(forms, book, len(material.forms), errors)


def _write_blank(path: Path) -> None:
    from jiheng.writing.report import standard
    from jiheng.writing.report.framework_paper import to_toml, to_xlsx

    as_workbook = output.ending(path, _BLANKS) == ".xlsx"
    with output.writing(path, keeps=True) as stream:
        stream.write(to_xlsx(standard()) if as_workbook else to_toml(standard()).encode("utf-8"))
    output.note(f"已写入 {path}")


@dataclass(frozen=True, slots=True)
class _Read:
    """All that was read, added up, with what the accounts say of each form (by identity)."""

    forms: "list[Form]"
    added: "Added"
    closings: "dict[int, Closing]"


def _added(
    files: list[str] | None, book: "Book | None", given: "Given", accounts: Path | None, mapping: Sequence[str]
) -> _Read:
    from jiheng.department import add_up

    forms, problems = inputs.read_all(files, whole=True)
    beside = comparisons.compare(forms, book, accounts, mapping, None, None)
    # Added up before anything is picked: a copy of a 涉密 project without its mark is told by the marked one.
    added = add_up(forms, book=book, given=given, problems=problems, closings=lambda _: beside.closings)
    rounding.like(form.book for form in added.audit.forms)
    if beside.accounts is not None:
        known, whole = len(beside.closings), len(added.audit.forms)
        said = f"决算 {beside.accounts.file} 里对上了 {whole} 张表中的 {known} 张"
        output.note(f"{said}；逐项差异见 jiheng rollup --accounts。")
    for problem in added.rollup.problems:
        output.not_read(problem)
    for said in added.rollup.notes:
        output.note(said)
    if not added.rollup.groups:
        secret = added.rollup.secret
        raise Trouble(
            f"只有涉密项目 {secret} 个，没有可以写进报告的内容"
            if secret
            else "一张自评表也没有读到，没有可以写进报告的内容",
            "请检查给出的文件和文件夹；jiheng extract 文件… 可以看读到了什么。",
        )
    return _Read(forms, added, {id(added.audit.forms[at].form): closing for at, closing in beside.closings.items()})


def _picked(read: _Read, book: "Book | None", given: "Given", unit: str | None, project: str | None) -> "Added":
    """The same of one unit or project alone, where one is asked for."""
    from jiheng.department import add_up

    added = read.added
    if unit is None and project is None:
        return added
    open_forms = [audited.form for audited in added.audit.forms]
    wanted = [form for form in open_forms if _named(form.unit, unit) and _named(form.project, project)]
    if not wanted:
        asked = "、".join(f"“{name}”" for name in (unit, project) if name)
        raise Trouble(f"读到 {len(open_forms)} 个项目，没有一个是{asked}的", "请核对名称；可以只写其中几个字。")
    if added.rollup.secret:
        output.note(
            f"涉密项目 {added.rollup.secret} 个，内容不读，不知道是不是这个单位、这个项目的，报告里没有写个数。"
        )

    def closings(audit: "Audit") -> "dict[int, Closing]":
        own = ((index, read.closings.get(id(audited.form))) for index, audited in enumerate(audit.forms))
        return {index: closing for index, closing in own if closing is not None}

    return add_up(wanted, book=book, given=given, problems=added.rollup.problems, closings=closings)


def _named(printed: str | None, wanted: str | None) -> bool:
    return wanted is None or "".join(wanted.split()) in (printed or "")


def _chosen(added: "Added", department: str | None, year: str | None) -> "Group":
    """The one group that the report is about. Raises Trouble where none or several fit."""
    groups = added.rollup.groups
    fitting = [
        group for group in groups if _named(group.department, department) and (year is None or group.year == year)
    ]
    if len(fitting) == 1:
        return fitting[0]
    names = "、".join(f"“{group.name}”{len(group.projects)} 个项目" for group in fitting or groups)
    said = "一份报告只写一个部门的一个年度" if fitting else "没有这个部门或年度的表"
    raise Trouble(f"{said}，读到的有：{names}", "用 --department 和 --year 选一个。")


def _single(kind: str, group: "Group") -> None:
    if kind == "project" and len(group.projects) > 1:
        names = _listed([project.name for project in group.projects])
        raise Trouble(f"项目评价报告只写一个项目，读到 {len(group.projects)} 个：{names}", "用 --project 选一个。")
    if kind == "whole" and len(group.projects) > 1:
        advice = "只给出部门整体支出绩效自评表，不要带上项目的自评表。"
        raise Trouble(f"部门整体支出绩效自评报告写一张表，读到 {len(group.projects)} 张", advice)
    if kind == "selfeval" and len(group.units) > 1:
        names = _listed([unit.name for unit in group.units])
        raise Trouble(
            f"自评报告只写一个单位，读到 {len(group.units)} 个：{names}", "用 --unit 选一个，可以只写其中几个字。"
        )


def _listed(names: Sequence[str], most: int = 8) -> str:
    return "、".join(f"“{name}”" for name in names[:most]) + ("等" if len(names) > most else "")


def _evaluated(path: Path | None, book: "Book | None", added: "Added", group: "Group") -> "EvaluationScore | None":
    if path is None:
        return None
    from jiheng.writing.report import evaluate, read_framework

    spare(path)
    made = evaluate(read_framework(path), book or added.audit.forms[group.projects[0].index].book)
    if made.open:
        output.note(f"评价底稿还有 {made.open} 项没有评分，总分和等级先空着。")
    return made


def _write(report: "Report", target: Path, ending: str, old: Path | None) -> None:
    from jiheng.writing.report import update, written

    if old is None:
        data = written(report, ending)
    else:
        try:
            before = old.read_bytes()
        except OSError as error:
            raise Trouble(f"旧报告 {old} 打不开（{reason(error)}）", "请检查文件名和位置。") from error
        made = update(before, report)
        data = made.data
        output.note(f"更新了 {len(made.renewed)} 处。")
        if made.kept:
            output.note(f"有 {len(made.kept)} 处被人改过，保留原样：{'、'.join(made.kept)}。")
        if made.absent:
            output.note(f"旧报告里没有这 {len(made.absent)} 处，没有补上：{'、'.join(made.absent)}。")
    advice = "要把里面人写的带过来，加上 --update {}。" if old is None else ""
    with output.writing(target, keeps=ending == ".docx", advice=advice) as stream:
        stream.write(data)
