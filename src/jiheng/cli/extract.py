"""`jiheng extract`: files → as-printed records."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli import data, doubts, exit_codes, inputs, output, rules
from jiheng.form import NO_PROJECT, Form, Problem, describe, subject

HELP = """
读出自评表的全部单元格，照表录入，不作改动。

用法：jiheng extract 文件或文件夹 … [-o 记录.json]

例：
  jiheng extract 自评表/                    列出读到的表和读不准的地方
  jiheng extract 自评表/ -o 记录.json       写成记录，供 jiheng audit 或别的程序用
  jiheng extract 自评表/ -o 数据.xlsx       写成数据表（也可 .csv .parquet，或 .zip 数据包）
  jiheng extract 公开稿.txt --format jsonl  一行一张表
  cat 公开稿.txt | jiheng extract -         从管道读
  jiheng extract 扫描.pdf -o 记录.json --review 核对/          读不准的格子连图写成一页，对照着改
  jiheng extract 记录.json --merge 核对.json -o 新记录.json    把改好的并回记录

每个单元格都带有位置；没有对应字段的栏目照表保留在 others 里；读不准、没有读进去的写在 uncertain 里。
退出码：0 读到了；2 用法不对，或一张表也没读到。
"""
_RECORDS = (".json", ".jsonl")
_ENDINGS = (*_RECORDS, ".xlsx", *data.ENDINGS)
_FORMATS = (output.TABLE, output.JSON, output.JSONL)

Target = Annotated[
    str | None,
    typer.Option(
        *("-o", "--output"),
        metavar="文件",
        help="写成文件：.json 一个数组，.jsonl 一行一张表；\n"
        ".csv .parquet 一行一项指标，.xlsx 几张数据表，.zip 或 文件夹/ 数据包",
    ),
]


Review = Annotated[
    Path | None,
    typer.Option("--review", metavar="文件夹", help="把读不准的格子连图写成一页，对照着用键盘改", show_default=False),
]
Merge = Annotated[
    Path | None,
    typer.Option("--merge", metavar="文件", help="把核对页存下的 核对.json 并进记录", show_default=False),
]


def run(
    files: inputs.Files = None,
    target: Target = None,
    review: Review = None,
    merge: Merge = None,
    layout: Annotated[str | None, output.format_option(*_FORMATS)] = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
    place: rules.Place = None,
) -> int:
    """Read everything; write the records as they come, so that memory stays flat."""
    rules.bring_pack(place)
    problems: list[Problem] = []
    forms = _Forms(inputs.read(files, jobs, timeout, memory, goals=True), problems, doubts.Doubts(review, merge))
    if target is not None:
        _write(forms, problems, target)
        output.note(f"读到 {forms.number} 张表，已写入 {target}")
        for said in forms.kept.lines():
            output.note(said)
    elif (name := output.chosen(layout, _FORMATS)) == output.TABLE:
        _show(forms, files or [])
    else:
        for piece in _records(forms, name == output.JSONL):
            output.emit(piece)
    for said in forms.doubts.finish(files or []):
        output.note(said)
    for problem in problems:
        output.not_read(problem)
    return exit_codes.OK if forms.number else exit_codes.UNUSABLE


def _write(forms: "_Forms", problems: list[Problem], target: str) -> None:
    ending = output.ending(target, _ENDINGS)
    if ending in _RECORDS:
        with output.writing(Path(target)) as stream:
            stream.writelines(_records(forms, ending == ".jsonl"))
        return
    from jiheng.writing.data.target import write_records

    data.write(target, lambda found: write_records(forms, found, problems))


class _Kept:
    """Cells that no field took, counted as the forms pass: kept with their label, or not read into anything."""

    def __init__(self) -> None:
        self.others = self.unread = 0

    def count(self, form: Form) -> None:
        """Count those of a form."""
        self.others += len(form.others)
        self.unread += sum(bool(doubt.text) for doubt in form.uncertain)

    def lines(self) -> Iterator[str]:
        """What to tell the user; nothing where there is nothing."""
        if self.others:
            yield f"没有对应字段、照表保留的栏目 {self.others} 格，见记录的 others。"
        if self.unread:
            yield f"没有读进去的文字 {self.unread} 处，见记录的 uncertain，请对照原件。"


class _Forms:
    """The forms of a reading, counted as they pass; its problems are put aside."""

    def __init__(self, found: Iterable[Form | Problem], problems: list[Problem], doubts: doubts.Doubts) -> None:
        self.doubts = doubts
        self.number = 0
        self.kept = _Kept()
        self._found = found
        self._problems = problems

    def __iter__(self) -> Iterator[Form]:
        for item in self._found:
            if isinstance(item, Form):
                self.number += 1
                self.doubts.see(item)
                self.kept.count(item)
                yield item
            else:
                self._problems.append(item)


def _records(forms: Iterable[Form], lines: bool) -> Iterator[bytes]:
    """The records as JSON in pieces: an array, or one a line."""
    import msgspec

    encoder = msgspec.json.Encoder()
    if lines:
        for form in forms:
            yield encoder.encode(form) + b"\n"
        return
    before = b"["
    for form in forms:
        yield before + b"\n" + msgspec.json.format(encoder.encode(form), indent=1)
        before = b","
    yield b"[]\n" if before == b"[" else b"\n]\n"


def _doubted(number: int, form: Form) -> Iterator[str]:
    """What is doubtful in a form: each reason once, with the cells that it concerns."""
    grouped: dict[str, list[str]] = {}
    for doubt in form.uncertain:
        told = describe(form, doubt.place) + (f"（“{doubt.text}”）" if doubt.text else "")
        grouped.setdefault(doubt.why, []).append(told)
    name = subject(form) or NO_PROJECT
    for why, places in grouped.items():
        said = why.rstrip("。") + (f"（{len(places)} 格）" if len(places) > 1 else "")
        yield f"第 {number} 张 {name}，{said}：{'；'.join(places)}"


def _show(forms: "_Forms", files: list[str]) -> None:
    from rich.text import Text

    from jiheng.cli.cjk_wrap import wrap
    from jiheng.writing.text import clean

    table = output.grid()
    table.add_column("序", justify="right")
    table.add_column("项目", overflow="fold")
    table.add_column("年度")
    table.add_column("指标", justify="right")
    table.add_column("总分", justify="right")
    table.add_column("来源", style="dim", overflow="fold")
    doubts: list[str] = []
    cells_in_doubt = 0
    for number, form in enumerate(forms, 1):
        name = clean(subject(form)) or NO_PROJECT
        cells = (str(number), name, form.year, str(len(form.indicators)), form.total_score, form.source)
        table.add_row(*(Text(clean(cell)) for cell in cells))
        doubts += _doubted(number, form)
        cells_in_doubt += len(form.uncertain)
    with output.screen() as console:
        if table.row_count:
            console.print(table)
        if doubts:
            console.print(f"\n读不准的地方 {cells_in_doubt} 处，请对照原件：", style="bold yellow")
        for row in (row for doubt in doubts for row in wrap(clean(doubt), console.width - 3)):
            console.print(f"  {row}", soft_wrap=True)
        for said in forms.kept.lines():
            console.print(said, soft_wrap=True)
        if table.row_count:
            then = f"{output.program()} audit {output.as_typed(files)}"
            console.print(f"\n读到 {table.row_count} 张表。接下来可以审核：{then}", soft_wrap=True)
