"""`jiheng explain`: how each point of a form comes about."""

from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rules, settings_file
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiheng.form import Form
    from jiheng.places import Choice
    from jiheng.scoring import FormScore

HELP = """
说明一张表的每一分是怎么算出来的：读到什么、理解成什么、用哪条规则、算式和结果。

用法：jiheng explain 文件 … [--form 第几张表或项目名称] [--indicator 第几项或指标名称]

例：
  jiheng explain 自评表.txt                          只有一张表时不用写 --form
  jiheng explain 自评表/ --form 3                    第 3 张表
  jiheng explain 自评表/ --form 河道保洁             项目名称里有这几个字的表
  jiheng explain 自评表/ --form 3 --indicator 2      这张表的第 2 项指标
  jiheng explain 自评表/ --form 3 --indicator 响应时间

退出码：0 说明了；2 用法不对，或没有这张表、这项指标。
"""
_FORMATS = (output.TABLE, output.JSON)
_LISTED = 12

Which = Annotated[str | None, typer.Option("--form", metavar="表", help="第几张表（从 1 数），或项目名称里的字")]
Row = Annotated[str | None, typer.Option("--indicator", metavar="指标", help="第几项指标（从 1 数），或指标名称里的字")]


def run(
    files: inputs.Files = None,
    which: Which = None,
    indicator: Row = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    layout: output.Format = None,
) -> int:
    """Score one form and print its traces."""
    from jiheng.places import Choice, choose_all
    from jiheng.scoring import score

    name = output.chosen(layout, _FORMATS)
    own = settings_file.defaults(files)
    book = rules.load_book(own.rulebook(rulebook))
    own.tell()
    forms, problems = inputs.read_all(files)
    for problem in problems:
        output.not_read(problem)
    if not forms:
        return exit_codes.UNUSABLE
    index = _pick([form.project or "" for form in forms], which, "--form", "张表")
    choice = Choice(book, "由使用者指定") if book else choose_all(forms)[index]
    result = score(forms[index], choice.book)
    row = None
    if indicator is not None:
        names = [each.l3 or each.l2 or "" for each in forms[index].indicators]
        row = _pick(names, indicator, "--indicator", "项指标")
    _show(forms[index], choice, result, row, name)
    return exit_codes.OK


def _pick(names: "Sequence[str]", wanted: str | None, option: str, measure: str) -> int:
    """The index of the one meant: by number from 1, or by part of its name. Raises Trouble where it is not one."""
    if wanted is None:
        fitting = list(range(len(names)))
    elif wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    else:
        fitting = [index for index, name in enumerate(names) if wanted in name]
        fitting = [index for index in fitting if names[index] == wanted] or fitting
    if len(fitting) == 1:
        return fitting[0]
    shown = fitting or range(len(names))
    listed = "；".join(f"{index + 1} {names[index]}" for index in shown[:_LISTED]) + (
        "；……" if len(shown) > _LISTED else ""
    )
    if fitting:
        what = f"名称里有“{wanted}”的有 {len(fitting)} {measure}" if wanted else f"有 {len(fitting)} {measure}"
        raise Trouble(f"{what}，不知道看哪一个", f"用 {option} 写明序号：{listed}")
    raise Trouble(f"没有“{wanted}”这{measure}", f"共有 {len(names)} {measure}：{listed}")


def _show(form: "Form", choice: "Choice", result: "FormScore", row: int | None, name: str) -> None:
    from jiheng.scoring import explain
    from jiheng.writing.text import clean, form_name

    subject = result if row is None else result.indicators[row]
    if name == output.JSON:
        head = {"source": form.source, "project": form.project, "rulebook": choice.book.id, "why": choice.why}
        output.emit_json({**head, "score": subject})
        return
    head_lines = f"{form_name(form)}（{clean(form.source)}）\n办法：{choice.book.id}，{choice.why}\n\n"
    output.emit(head_lines + clean(explain(subject)) + "\n")
