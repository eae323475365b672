"""`jiheng opinion`: files → a draft opinion on each form, a letter to each unit, what a department has in common."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import acceptance, audit_options, exit_codes, inputs, output, rounding, rules, settings_file
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import Audit
    from jiheng.form import Form
    from jiheng.opinion import Edits, Kept, Letter, Opinion, Papers
    from jiheng.writing.opinion import Office

HELP = """
起草审核意见：每张表的结论（退回修改、补充材料、通过并附建议），必须改正的、须补充依据的、
下年度改进的，请附送的材料；每句话都出自审核发现的一处问题，写明在哪一格。
每个单位一份审核意见单，三张以上的表共有的问题另写部门共性问题。

用法：jiheng opinion 文件或文件夹 … [-o 审核意见.docx]

例：
  jiheng opinion 自评表/                            列出结论和自评质量，质量低的在前
  jiheng opinion 自评表/ -o 审核意见.docx           写成 Word，在里面改
  jiheng opinion 自评表/ -o 审核意见.docx --due 2025-03-31 --office 某区财政局绩效科
  jiheng opinion 自评表/ -o 新.docx --update 旧.docx   重新审核，改过的句子不动
  jiheng opinion 自评表/ -o 审核意见/                每个单位一个 Word 文件，另有一览
  jiheng opinion 自评表/ -o 意见.json               数据，别的程序接着用（也可 .md）

再审以后（--update）：改过的、自己加的句子照留，删去的不再写；改过的句子所说的问题已经没有了的，
留下并标出；没有改过的按新的审核结果重写。
退出码：0 写好了；2 用法不对，或一张表也没读到。
"""

Targets = Annotated[
    list[str] | None,
    typer.Option("-o", "--output", metavar="文件", help="写成 .docx、.md 或 .json；\n文件夹/ 每个单位一个 Word 文件"),
]
Old = Annotated[
    Path | None, typer.Option("--update", metavar="文件", help="以前写成、改过的意见（.docx .md .json，或文件夹）")
]
Due = Annotated[str | None, typer.Option("--due", metavar="日期", help="单位答复的期限，如 2025-03-31")]
OfficeName = Annotated[str, typer.Option("--office", metavar="名称", help="审核单位，写在审核意见单上")]

_CARRY = "要把里面改过的带过来，加上 --update {}。"


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    old: Old = None,
    due: Due = None,
    office: OfficeName = "",
    rulebook: rules.Rulebook = rules.UNSAID,
    accepted: audit_options.AcceptedFile = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Read and audit everything, draft, put people's edits back, write, and list the forms by quality."""
    from jiheng.checks import audit
    from jiheng.writing.opinion import ENDINGS, Office, edits

    endings = [output.ending(target, (*ENDINGS, output.FOLDER)) for target in targets or ()]
    sender = Office(office, _date(due))
    own = settings_file.defaults(files)
    book, entries = rules.load_book(own.rulebook(rulebook)), acceptance.entries(own.accepted(accepted))
    ignored = audit_options.codes(own.ignore(None))
    own.tell()
    before = edits(old) if old is not None else None
    forms, problems = inputs.read_all(files, jobs, timeout, memory)
    result = audit(forms, book=book, ignore=ignored, accepted=entries, problems=problems)
    for problem in result.problems:
        output.not_read(problem)
    shown = _open(result)
    if len(shown) < len(forms):
        result = audit(shown, book=book, ignore=ignored, accepted=entries, problems=problems)
    acceptance.tell_unmatched(result, entries)
    rounding.like(form.book for form in result.forms)
    papers = _papers(result, before)
    for target, ending in zip(targets or (), endings, strict=True):
        _write(papers, target, ending, sender, "" if before else _CARRY)
    _show(papers)
    for target in targets or ():
        output.note(f"已写入 {target}")
    return exit_codes.OK


def _write(papers: "Papers", target: str, ending: str, sender: "Office", advice: str) -> None:
    from jiheng.writing.opinion import separate, write_papers

    if ending != output.FOLDER:
        with output.writing(Path(target), keeps=True, advice=advice) as stream:
            stream.write(write_papers(papers, ending, sender))
        return
    folder = Path(target)
    with output.writable(folder):
        folder.mkdir(exist_ok=True)
    for name, data in separate(papers, sender):
        with output.writing(folder / name, keeps=True, advice=advice) as stream:
            stream.write(data)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Trouble(f"--due 的“{text}”不是日期", "写成 2025-03-31 这样。") from None


def _open(result: "Audit") -> "list[Form]":
    """The forms without 涉密 projects: an opinion is sent about, they are not. Raises Trouble where none is left."""
    from jiheng.checks.secret import is_secret

    shown = [form.form for form in result.forms if not is_secret(form.form, form.book)]
    if hidden := len(result.forms) - len(shown):
        output.note(f"涉密项目 {hidden} 个没有写进审核意见，请按保密规定单独办理。")
    if not shown:
        raise Trouble("没有可以写审核意见的自评表", "请检查给出的文件；jiheng extract 文件… 可以看读到了什么。")
    return shown


def _papers(result: "Audit", before: "Edits | None") -> "Papers":
    from jiheng.opinion import Edits, Kept, KeptLetter, Papers, common_problems, drafts, letters, merged, relettered

    work = before or Edits()
    opinions = tuple(merged(draft, work.forms.get(draft.id, Kept())) for draft in drafts(result))
    addressed = tuple(relettered(letter, work.letters.get(letter.id, KeptLetter())) for letter in letters(opinions))
    if before is not None:
        _tell(opinions, before.forms)
        _tell_letters(addressed, before)
    return Papers(opinions, addressed, common_problems(result))


def _tell_letters(addressed: "tuple[Letter, ...]", before: "Edits") -> None:
    """What became of people's edits of letters."""
    there = {opinion.id for opinion in addressed}
    count = sum(work.count for name, work in before.letters.items() if name in there)
    if count:
        output.note(f"审核意见单里改过、添写的 {count} 处（含单位答复）保留原样。")
    lost = sum(bool(work.count) for name, work in before.letters.items() if name not in there)
    if lost:
        output.note(f"旧意见里有 {lost} 个单位的审核意见单这次没有写，其中的修改没有带过来。")


def _tell(opinions: "tuple[Opinion, ...]", before: "dict[str, Kept]") -> None:
    """What became of people's edits."""
    sentences = [sentence for opinion in opinions for sentence in opinion.sentences]
    gone = sum(sentence.gone for sentence in sentences)
    edited = sum(sentence.is_edited for sentence in sentences)
    output.note(f"保留改过和自己写的 {edited} 句" + (f"，其中 {gone} 句所说的问题已经没有，已标出。" if gone else "。"))
    struck = sum(len(kept.struck) for kept in before.values())
    if struck:
        output.note(f"删去过的 {struck} 句没有再写。")
    lost = set(before) - {opinion.id for opinion in opinions}
    if lost:
        output.note(f"旧意见里有 {len(lost)} 张表这次没有读到（项目、单位或年度改了名的也算），它们的修改没有带过来。")


def _show(papers: "Papers") -> None:
    """The forms by the quality of their self-evaluation, the worst first."""
    from rich import box
    from rich.table import Table

    from jiheng.writing.opinion.words import ranking_grid

    grid = ranking_grid(papers)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in grid.columns:
        table.add_column(column.title, overflow="fold")
    for row in grid.rows:
        table.add_row(*row)
    with output.screen() as console:
        console.print(table)
        console.print("自评质量得分低的在前，先看它们。", style="dim")
