"""`jiheng rollup`: the forms of a department and year added up."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import comparisons, exit_codes, inputs, output, rounding, rules, settings_file
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.department import Given, Rollup

HELP = """
汇总自评表：按主管部门和年度归组，列出项目、单位、资金、执行率、得分与等级、失分、问题，
用各种办法算出部门整体得分，并列出算式。
同一项目有几张表的只计一张；涉密项目只计个数，不显示任何内容。

用法：jiheng rollup 文件或文件夹 … [-o 汇总.xlsx]

例：
  jiheng rollup 自评表/                              屏幕上看
  jiheng rollup 自评表/ -o 汇总.xlsx -o 汇总.html    写成文件，可以写几份
  jiheng rollup 2022/ 2023/ 2024/ -o 台账.xlsx       几年的表，另有一张历年台账
  jiheng rollup 自评表/ --report 整体报告.docx       报告写的整体得分是怎么来的
  jiheng rollup 自评表/ --stated 98.14               同上，直接写出得分
  jiheng rollup 自评表/ --management 18.5            分项法还要管理得分
  jiheng rollup 自评表/ --department 某某局          主管部门写法不一的，归为一个
  jiheng rollup 自评表/ --accounts 决算.xlsx         与决算核对项目和金额
  jiheng rollup 自评表/ --approved 批复目标.xlsx     与批复的目标、指标核对
  jiheng rollup 自评表/ --last-year 上年自评表/      与上年的表核对
  jiheng rollup 自评表/ --monitoring 监控表/         与年中的监控表核对：当时预计的，年底完成没有

退出码：0 汇总好了；2 用法不对，或一张表也没读到。
"""
_ENDINGS = (".xlsx", ".html", ".json")
_OVERALL = "总得分"
"""What a claim calls the overall score."""

Targets = Annotated[
    list[Path] | None,
    typer.Option("-o", "--output", metavar="文件", help="写成 .xlsx .html 或 .json，可以写几个"),
]
Stated = Annotated[
    str | None, typer.Option("--stated", metavar="得分", help="报告写的部门整体得分，看是哪种办法得出的")
]
Report = Annotated[Path | None, typer.Option("--report", metavar="文件", help="整体评价报告，从中读出所写的整体得分")]
Management = Annotated[str | None, typer.Option("--management", metavar="得分", help="分项法的预算管理得分")]
Goals = Annotated[
    str | None,
    typer.Option("--goals", metavar="得分", help="分项法的整体目标实现得分；\n不写则按各项目的指标得分折算"),
]
Department = Annotated[str | None, typer.Option("--department", metavar="名称", help="所有的表都归这个主管部门")]


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    stated: Stated = None,
    report: Report = None,
    management: Management = None,
    goals: Goals = None,
    department: Department = None,
    accounts: comparisons.AccountsFile = None,
    mapping: comparisons.Mapping = None,
    approved: comparisons.ApprovedFile = None,
    last_year: comparisons.LastYear = None,
    monitoring: comparisons.Monitoring = None,
    layout: output.Format = None,
) -> int:
    """Read everything, add it up, write the files and show the sums."""
    from jiheng.department import add_up

    name = output.chosen(layout, (output.TABLE, output.JSON))
    for target in targets or ():
        output.ending(target, _ENDINGS)
    own = settings_file.defaults(files)
    book, given = rules.load_book(own.rulebook(rulebook)), _given(stated, management, goals, report)
    department = own.department(department)
    own.tell()
    forms, problems = inputs.read_all(files, whole=True)
    beside = comparisons.compare(forms, book, accounts, mapping or [], approved, last_year, monitoring)
    problems += beside.problems
    added = add_up(
        forms, book=book, given=given, department=department, problems=problems, closings=lambda _: beside.closings
    )
    rounding.like(form.book for form in added.audit.forms)
    rollup = beside.joined(added.rollup)
    for target in targets or ():
        _write(rollup, target)
    _show(rollup, name, files or [])
    for target in targets or ():
        output.note(f"已写入 {target}")
    if len({group.department for group in rollup.groups}) > 1:
        output.note("有几个主管部门；确是同一部门而写法不一的，用 --department 写明，归为一个。")
    return exit_codes.OK if rollup.groups or rollup.secret else exit_codes.UNUSABLE


def _given(stated: str | None, management: str | None, goals: str | None, report: Path | None) -> "Given":
    from jiheng.department import Given

    said = score_option("--stated", stated)
    found, prose = _reported(report) if report else ((), "")
    return Given(
        management=score_option("--management", management),
        goals=score_option("--goals", goals),
        stated=(*found, *(() if said is None else (("报告", said),))),
        prose=prose,
    )


def _reported(report: Path) -> tuple[tuple[tuple[str, Decimal], ...], str]:
    """The overall scores that a report states, each with where it stands, and the report's text."""
    from jiheng.cli.claims import read_report
    from jiheng.department.claims import Kind, claims

    prose = read_report(report)
    found = claims(prose.lines, name=report.name, wrapped=prose.wrapped, counted=prose.counted)
    scores = {
        claim.value: f"{report.name}{found.sentence(claim).at}"
        for claim in reversed(found.claims)
        if claim.kind is Kind.SCORE and claim.subject == _OVERALL and claim.value is not None
    }
    if not scores:
        output.note(f"{report.name} 里没有读到部门整体得分；可以用 --stated 写出。")
    return tuple((where, value) for value, where in reversed(scores.items())), "".join(text for _, text in prose.lines)


def score_option(option: str, text: str | None) -> Decimal | None:
    """A score given on the command line. Raises Trouble for anything but a figure from 0 to 100."""
    if text is None:
        return None
    try:
        score = Decimal(text)
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite() or not 0 <= score <= 100:
        raise Trouble(f"{option} 不能是“{text}”", "写 0 到 100 之间的数字，例如 98.14。")
    return score


def _write(rollup: "Rollup", target: Path) -> None:
    from jiheng.writing.rollup import write_rollup

    with output.writable(target):
        write_rollup(rollup, target)


def _show(rollup: "Rollup", name: str, files: list[str]) -> None:
    if name == output.JSON:
        from jiheng.department import to_json

        output.emit(to_json(rollup) + b"\n")
        return
    from jiheng.cli.rollup_screen import show

    with output.screen() as console:
        show(console, rollup, files)
