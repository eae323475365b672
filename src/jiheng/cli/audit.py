"""`jiheng audit`: files → every fault at its cell, with the remedy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import data, exit_codes, inputs, output, rules
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.checks import AcceptedEntry, Audit, Severity

HELP = """
审核自评表：按当地当年的办法重算每一分，列出每处问题在哪个单元格、依据什么、怎么改。

用法：jiheng audit 文件或文件夹 … [-o 审核报告.xlsx]

例：
  jiheng audit 自评表/                             列出问题和改法
  jiheng audit 自评表/ -o 报告.xlsx -o 报告.html   写成报告，可以写几份
  jiheng audit 记录.json --rulebook mof-2020       用指定的办法
  jiheng audit 自评表/ --select A,S --ignore A02   只查算术和评分，不查 A02
  jiheng audit 自评表/ --accepted 已认可.toml      已说明过的问题另列
  jiheng audit 自评表/ --format jsonl | head -1    供别的程序用
  jiheng audit 自评表/ -o 数据.zip                 写成数据包（各表的 CSV 和字段说明）

代码的首字母：A 算术 S 评分 T 目标值 R 原因 E 佐证 F 填表 B 各表之间；
每条检查的说明见 jiheng checks。
退出码：0 没有达到 --fail-on 的问题；1 有；2 用法不对，或一张表也没读到。
"""
_ENDINGS = (".xlsx", ".html", ".md", ".json", ".jsonl", *data.ENDINGS)

Targets = Annotated[
    list[str] | None,
    typer.Option(
        *("-o", "--output"),
        metavar="文件",
        help="写成 .xlsx .html .md .json 或 .jsonl，可以写几个；\n.csv .parquet 问题清单，.zip 或 文件夹/ 数据包",
    ),
]
FailOn = Annotated[
    str,
    typer.Option("--fail-on", metavar="级别", help="有这一级以上的问题就以 1 退出：\nerror（默认）、warning、notice"),
]
Select = Annotated[list[str] | None, typer.Option("--select", metavar="代码", help="只做这些检查：A 或 A01，逗号隔开")]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="代码", help="不做这些检查")]
AcceptedFile = Annotated[
    Path | None, typer.Option("--accepted", metavar="文件", help="已认可的问题（TOML），另列，不算在内")
]
LibraryFile = Annotated[
    Path | None,
    typer.Option("--library", metavar="文件", help="指标库（jiheng library 写出的 .json 或 .toml），与同类项目比较"),
]


def run(
    files: inputs.Files = None,
    targets: Targets = None,
    rulebook: rules.Rulebook = rules.AUTO,
    fail_on: FailOn = "error",
    select: Select = None,
    ignore: Ignore = None,
    accepted: AcceptedFile = None,
    library: LibraryFile = None,
    layout: output.Format = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Read, score and check everything; write the reports and show the findings."""
    from jiheng.checks import audit, load_peers

    threshold = _severity(fail_on)
    name = output.chosen(layout, output.FORMATS)
    for target in targets or ():
        if output.ending(target, _ENDINGS) in data.ENDINGS:
            data.ready(target)
    book, entries = rules.load_book(rulebook), accepted_entries(accepted)
    selected, ignored = _codes(select), _codes(ignore)
    forms, problems = inputs.read_all(files, jobs, timeout, memory)
    result = audit(
        forms,
        book=book,
        select=selected or None,
        ignore=ignored,
        accepted=entries,
        problems=problems,
        peers=None if library is None else load_peers(library),
    )
    for target in targets or ():
        _write(result, target)
    if layout is not None or not targets or name == output.TABLE:
        _show(result, name, files or [])
    for target in targets or ():
        output.note(f"已写入 {target}")
    return _exit_code(result, threshold)


def _severity(name: str) -> "Severity":
    from jiheng.checks import Severity

    try:
        return Severity(name)
    except ValueError:
        raise Trouble(f"--fail-on 不能是“{name}”", "可用：error（错误）、warning（警告）、notice（提示）。") from None


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """The codes of an option that may be repeated and hold several; raises Trouble for an unknown one."""
    import difflib

    from jiheng.checks import FAMILIES, catalogue

    codes = tuple(code.strip().upper() for text in given or () for code in text.replace("，", ",").split(","))
    known = [*FAMILIES, *catalogue()]
    for code in codes:
        if code not in known:
            near = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
            advice = f"是不是想用 {'、'.join(near)}？" if near else ""
            raise Trouble(f"没有代码为“{code}”的检查", f"{advice}全部代码见 jiheng checks。")
    return codes


def accepted_entries(path: Path | None) -> "tuple[AcceptedEntry, ...]":
    """The entries of a file of accepted findings, () without one. Raises Trouble for one that cannot be used."""
    from jiheng.checks import load_accepted

    return () if path is None else load_accepted(path)


def _write(result: "Audit", target: str) -> None:
    if output.ending(target, _ENDINGS) in data.ENDINGS:
        from jiheng.writing.data import write_audit_data

        data.write(target, lambda found: write_audit_data(result, found))
        return
    from jiheng.writing import write_audit

    path = Path(target)
    try:
        write_audit(result, path)
    except OSError as error:
        raise output.cannot_write(path, error) from error


def _show(result: "Audit", name: str, files: list[str]) -> None:
    if name == output.JSON:
        from jiheng.checks import to_json

        output.emit(to_json(result) + b"\n")
    elif name == output.JSONL:
        from jiheng.writing import jsonl

        for line in jsonl(result):
            output.emit(line)
    elif name == output.MARKDOWN:
        from jiheng.writing import markdown

        output.emit(markdown(result))
    else:
        from jiheng.cli.findings import show

        with output.screen() as console:
            show(console, result, files)


def _exit_code(result: "Audit", threshold: "Severity") -> int:
    if not result.forms:
        return exit_codes.UNUSABLE
    findings = [finding for one in result.forms for finding in one.findings] + list(result.batch)
    return exit_codes.FINDINGS if any(one.severity.rank <= threshold.rank for one in findings) else exit_codes.OK
