"""`jiheng annotate`: the user's own files with the remarks in them."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from jiheng.cli import exit_codes, inputs, originals, output, rules, settings_file
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import Audit, Severity

HELP = """
把审核意见批注在原文件的单元格上，另存一份；原文件不动。

用法：jiheng annotate 文件或文件夹 … [-o 位置]

例：
  jiheng annotate 自评表.docx                     写成 自评表.批注.docx
  jiheng annotate 自评表/                         每个文件各写一份，放在原文件旁边
  jiheng annotate 自评表/ -o 退回修改/            都写进“退回修改”文件夹
  jiheng annotate 自评表.xlsx --severity error    只批注错误

Word、Excel、PDF、网页原样批注；doc、wps、et、xls 等先转换为 docx、xlsx（要装 LibreOffice）；
文本、图片、压缩包里写不进批注，请用 jiheng audit 写成报告。没有问题的文件不另存。
退出码：0 写好了或没有问题；2 用法不对，或一张表也没读到。
"""
_WORD = "批注"
_FORMATS = (output.TABLE, output.JSON)

Least = Annotated[
    str,
    typer.Option("--severity", metavar="级别", help="只批注这一级以上的：\nerror、warning、notice（默认）"),
]


class _Row(msgspec.Struct):
    """What came of a file."""

    file: str
    forms: int
    remarks: dict[str, int]
    output: str | None = None
    notes: tuple[str, ...] = ()


def run(
    files: inputs.Files = None,
    target: originals.Target = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    least: Least = "notice",
    layout: output.Format = None,
) -> int:
    """Read and audit everything together, then write a copy of each file that has findings."""
    from jiheng.checks import audit

    threshold, own = _severity(least), settings_file.defaults(files)
    book = rules.load_book(own.rulebook(rulebook))
    name = output.chosen(layout, _FORMATS)
    own.tell()
    only = originals.single(files, target)
    sources, problems = originals.read(files)
    result = audit([form for source in sources for form in source.forms], book=book)
    rows = []
    for source in originals.with_bar(sources, _WORD):
        with originals.guarded(source, problems):
            rows.append(_written(source, result, threshold, target, only))
    if name == output.JSON:
        output.emit(msgspec.json.encode({"files": rows, "problems": problems}) + b"\n")
    else:
        _show(rows)
    originals.show_problems(problems)
    return exit_codes.OK if rows else exit_codes.UNUSABLE


def _severity(name: str) -> "Severity":
    from jiheng.checks import Severity

    try:
        return Severity(name)
    except ValueError:
        raise Trouble(f"--severity 不能是“{name}”", "可用：error（错误）、warning（警告）、notice（提示）。") from None


class Copy(msgspec.Struct, frozen=True):
    """A file with remarks in it: what to call it, its content, how many remarks of each severity."""

    name: str
    data: bytes
    remarks: dict[str, int]


def annotated(source: originals.Source, result: "Audit", least: "Severity") -> Copy | None:
    """The copy of a file, None where it has nothing to remark. Raises Unreadable."""
    from jiheng.writing.annotate import annotate, ending_of, remarks

    original = source.original
    ending = ending_of(original.data, original.kind)
    found = Counter(remark.severity.value for remark in remarks(result, source.name, least))
    if not found:
        return None
    data, _ = annotate(original.data, original.kind, source.name, result, least)
    return Copy(f"{source.path.stem}.{_WORD}{ending}", data, dict(found))


def _written(source: originals.Source, result: "Audit", least: "Severity", target: Path | None, only: bool) -> _Row:
    copy = annotated(source, result, least)
    if copy is None:
        return _Row(source.name, len(source.forms), {})
    path = originals.copy_path(source, _WORD, Path(copy.name).suffix, target, only)
    with output.writing(path, keeps=True) as stream:
        stream.write(copy.data)
    return _Row(source.name, len(source.forms), copy.remarks, str(path), source.original.cautions)


def _show(rows: list[_Row]) -> None:
    from rich.text import Text

    from jiheng.checks import Severity
    from jiheng.writing.text import clean

    with output.screen() as console:
        for row in rows:
            said = "、".join(f"{s.label} {row.remarks[s.value]}" for s in Severity if s.value in row.remarks)
            told = (
                f"批注 {sum(row.remarks.values())} 处（{said}） → {row.output}"
                if row.output
                else "没有要批注的，未另存"
            )
            console.print(
                Text.assemble((clean(row.file), "bold"), f"  {row.forms} 张表  {clean(told)}"), soft_wrap=True
            )
            for note in row.notes:
                console.print(Text(f"    {note}", "yellow"), soft_wrap=True)
