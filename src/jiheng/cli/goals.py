"""`jiheng goals`: goal forms → what to mend, the reviewer's scored sheet, what others set for the same indicators."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rounding, rules
from jiheng.cli.reviewed import heading, read_told
from jiheng.form import GoalForm
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks.goal_review import GoalReview

HELP = """
审核绩效目标申报表、批复表：目标和指标的问题和改法；按完整性、相关性、适当性、可行性四问打分，
机器查得出的扣分，查不出的留给审核人评定。

用法：jiheng goals 目标表或文件夹 … [-o 审核意见.docx]

例：
  jiheng goals 目标表/                             四问评分表，逐处的问题和改法
  jiheng goals 目标表/ -o 审核意见.docx            写成审核意见（Word），评定的地方留空
  jiheng goals 目标表/ -o 审核.xlsx                写成工作簿（也可 .json）
  jiheng goals 目标表/ --library 指标库.json       参照指标库：常用单位、目标范围、分值

评分表是各地办法里的参数（goals.review），见 jiheng rulebooks show mof-2020。
退出码：0 没有错误；1 有；2 用法不对，或一张目标表也没读到。
"""
_FORMATS = (output.TABLE, output.JSON)
_ENDINGS = (".docx", ".xlsx", ".json")

Targets = Annotated[list[Path] | None, typer.Option("-o", "--output", metavar="文件", help="写成 .docx .xlsx .json")]
LibraryFile = Annotated[Path | None, typer.Option("--library", metavar="文件", help="指标库（jiheng library 生成）")]


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    library: LibraryFile = None,
    rulebook: rules.Rulebook = rules.AUTO,
    layout: output.Format = None,
) -> int:
    """Audit every goal form, write the files and show the sheets."""
    from jiheng.checks import Severity

    name = output.chosen(layout, _FORMATS)
    for target in targets or ():
        output.ending(target, _ENDINGS)
    found = _reviewed(files, library, rulebook)
    for target in targets or ():
        from jiheng.writing.goals import write_reviews

        with output.writable(target):
            write_reviews(found, target)
    if name == output.JSON:
        from jiheng.writing.goals import to_json

        output.emit(to_json(found) + b"\n")
    else:
        _show(found)
    for target in targets or ():
        output.note(f"已写入 {target}")
    errors = any(each.severity is Severity.ERROR for review in found for each in review.audit.findings)
    return exit_codes.FINDINGS if errors else exit_codes.OK


def _reviewed(files: list[str] | None, library: Path | None, rulebook: str) -> "list[GoalReview]":
    from jiheng.checks import audit, load_peers
    from jiheng.checks.goal_review import review

    peers = None if library is None else load_peers(library)
    forms = read_told(files)
    mine = [form for form in forms if isinstance(form, GoalForm)]
    for form in forms:
        if not isinstance(form, GoalForm):
            output.note(f"{form.source}：不是绩效目标表，没有计入。")
    if not mine:
        raise Trouble("没有读到绩效目标表", "请核对文件；自评表用 jiheng audit，监控表用 jiheng monitor。")
    result = audit(list(mine), book=rules.load_book(rulebook), peers=peers)
    rounding.like(audited.book for audited in result.forms)
    return [review(audited, peers) for audited in result.forms]


def _show(found: "list[GoalReview]") -> None:
    from rich.text import Text

    from jiheng.form import describe
    from jiheng.writing.goals.sheet import points, span, told
    from jiheng.writing.text import clean

    with output.screen() as console:
        for review in found:
            form = review.audit.form
            console.print(heading(form))
            if review.items:
                table = output.grid("审核内容", "审核要点", "分值", "建议得分", "依据")
                for item in review.items:
                    asked, why = output.Prose(item.item), output.Prose(clean(told(item)))
                    table.add_row(item.question, asked, str(item.weight), points(item), why)
                console.print(table)
                console.print(output.Prose(f"合计 {span(review.low, review.high)}　{review.rule}", "dim"))
            for each in review.audit.findings:
                said = (
                    f"  {each.severity.label} {each.code} {describe(form, each.place)}：{each.message}→ {each.advice}"
                )
                console.print(output.Prose(clean(said)))
            for hint in review.suggestions:
                console.print(Text(f"  “{clean(hint.name)}”：{hint.text}"))
            console.print()
