"""`jiheng fix`: what is certain is corrected in a copy of the file; the rest is listed for a person."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from jiheng.cli import exit_codes, inputs, originals, output, rules, settings_file

if TYPE_CHECKING:
    from rich.console import Console

    from jiheng.checks import FormAudit
    from jiheng.writing.correct import CorrectionPlan

HELP = """
改正只凭表内数字就能确定的错：执行率、执行率得分、总分。另存一份，原文件不动；
Word 里是修订（可逐条接受或拒绝），Excel 里是标了颜色、带批注的单元格。

用法：jiheng fix 文件或文件夹 … [-o 位置]

例：
  jiheng fix 自评表.docx              写成 自评表.改正.docx，列出改了什么、留下什么
  jiheng fix 自评表/ -o 改正后/       整个文件夹，写进“改正后”文件夹
  jiheng fix 自评表.pdf               PDF、网页、文本只列出清单，不改文件

读不准的、依据的数有问题的、用公式算的格子一律不改，写明原因，留给人处理。
退出码：0 做完了；2 用法不对，或一张表也没读到。
"""
_WORD = "改正"
_FORMATS = (output.TABLE, output.JSON)
_LIST_ONLY = "这种文件只列出清单，没有改动；要改请用 Word 或 Excel 文件"


class _Changed(msgspec.Struct):
    place: str
    where: str
    code: str
    before: str
    after: str
    why: str


class _Left(msgspec.Struct):
    place: str
    where: str
    code: str
    severity: str
    message: str
    why: str


class _Form(msgspec.Struct):
    source: str
    project: str | None
    changes: list[_Changed]
    left: list[_Left]


class _File(msgspec.Struct):
    file: str
    forms: list[_Form]
    output: str | None = None
    notes: tuple[str, ...] = ()


def run(
    files: inputs.Files = None,
    target: originals.Target = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    layout: output.Format = None,
) -> int:
    """Correct every file, write a copy of those in which something changed, list the rest."""
    from jiheng.checks import audit

    own, name = settings_file.defaults(files), output.chosen(layout, _FORMATS)
    book = rules.load_book(own.rulebook(rulebook))
    own.tell()
    only = originals.single(files, target)
    sources, problems = originals.read(files)
    audited = iter(audit([form for source in sources for form in source.forms], book=book).forms)
    found = []
    for source in originals.with_bar(sources, _WORD):
        items = [next(audited) for _ in source.forms]
        with originals.guarded(source, problems):
            found.append(_corrected(source, items, target, only))
    if name == output.JSON:
        output.emit(msgspec.json.encode({"files": found, "problems": problems}) + b"\n")
    else:
        with output.screen() as console:
            for file in found:
                _show(console, file)
    originals.show_problems(problems)
    return exit_codes.OK if found else exit_codes.UNUSABLE


def _corrected(source: originals.Source, items: "list[FormAudit]", target: Path | None, only: bool) -> _File:
    from jiheng.writing.correct import WRITABLE, correct

    original = source.original
    corrected = correct(original.data, original.kind, items)
    file = _File(source.name, [_form(plan) for plan in corrected.plans])
    if corrected.data is not None:
        path = originals.copy_path(source, _WORD, corrected.ending, target, only)
        with output.writing(path, keeps=True) as stream:
            stream.write(corrected.data)
        file.output, file.notes = str(path), original.cautions
    elif original.kind not in WRITABLE and any(form.changes for form in file.forms):
        file.notes = (_LIST_ONLY,)
    return file


def _form(plan: "CorrectionPlan") -> _Form:
    from jiheng.form import describe, subject

    changes = [
        _Changed(change.place, describe(plan.form, change.place), change.code, change.before, change.after, change.why)
        for change in plan.changes
    ]
    left = [
        _Left(
            finding.place,
            describe(plan.form, finding.place),
            finding.code,
            finding.severity.value,
            finding.message,
            why,
        )
        for finding, why in plan.left
    ]
    return _Form(plan.form.source, subject(plan.form) or None, changes, left)


def _show(console: "Console", file: _File) -> None:
    from rich.text import Text

    from jiheng.cli.cjk_wrap import wrap
    from jiheng.writing.text import clean

    def say(text: str, style: str, indent: int) -> None:
        for row in wrap(clean(text), console.width - indent - 1):
            console.print(Text(" " * indent + row, style), soft_wrap=True)

    changed = sum(len(form.changes) for form in file.forms)
    left = sum(len(form.left) for form in file.forms)
    verb = "改正" if file.output or not changed else "可改正"
    told = f"{verb} {changed} 处，留给人 {left} 处" + (f" → {file.output}" if file.output else "")
    console.print(Text.assemble((clean(file.file), "bold"), f"  {len(file.forms)} 张表  {clean(told)}"), soft_wrap=True)
    for note in file.notes:
        say(note, "yellow", 4)
    for form in file.forms:
        if form.changes or form.left:
            say(form.project or form.source, "bold", 2)
        for change in form.changes:
            say(f"{verb}  {change.where}：{change.before or '空白'} → {change.after}", "green", 4)
            say(change.why, "dim", 10)
        for why, items in groupby(form.left, lambda item: item.why):
            for item in items:
                say(f"留下  {item.code} {item.where}：{item.message}", "", 4)
            say(f"没有改：{why}", "dim", 10)
