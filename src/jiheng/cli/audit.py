"""`jiheng audit`: files → every fault at its cell, with the remedy."""

from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.cli import acceptance, data, exit_codes, inputs, output, rounding, rules, settings_file
from jiheng.cli import audit_options as options

if TYPE_CHECKING:
    from jiheng.checks import AcceptedEntry, Audit, Severity
    from jiheng.form import Form, Problem
    from jiheng.places import Book

HELP = """
审核自评表：按当地当年的办法重算每一分，列出每处问题在哪个单元格、依据什么、怎么改。

用法：jiheng audit 文件或文件夹 … [-o 审核报告.xlsx]

例：
  jiheng audit 自评表/                             每张表的结论，逐处的问题和改法
  jiheng audit 自评表/ --open                      写成网页报告并打开
  jiheng audit 自评表/ -o 报告.xlsx -o 报告.html   写成报告，可以写几份
  jiheng audit 自评表/ --severity error            只列错误
  jiheng audit 自评表/ --statistics                每种问题有几处
  jiheng audit 自评表/ --format line               一行一处：文件、位置、说明
  jiheng audit 记录.json --rulebook mof-2020       用指定的办法
  jiheng audit 自评表/ --select A,S --ignore A02   只查算术和评分，不查 A02
  jiheng audit 自评表/ --accepted 已认可.toml      已说明过的问题另列
  jiheng audit 自评表/ --accepted 审核报告.xlsx    在报告的“处理”栏里认可过的也行
  jiheng audit 自评表/ --format jsonl | head -1    供别的程序用
  jiheng audit 自评表/ -o 数据.zip                 写成数据包（各表的 CSV 和字段说明）

常用的选项可以写进文件夹里的 jiheng.toml，见使用说明。
代码的首字母：A 算术 S 评分 T 目标值 R 原因 E 佐证 F 填表 B 各表之间；
每条检查的说明见 jiheng checks。标有 [*] 的，jiheng fix 能改正。
退出码：0 没有达到 --fail-on 的问题；1 有；2 用法不对，或一张表也没读到。
"""
_ENDINGS = (".xlsx", ".html", ".md", ".json", ".jsonl", *data.ENDINGS)


def run(
    files: inputs.Files = None,
    targets: options.Targets = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    fail_on: options.FailOn = "error",
    least: options.Least = "notice",
    select: options.Select = None,
    ignore: options.Ignore = None,
    accepted: options.AcceptedFile = None,
    accept_into: options.AcceptInto = None,
    library: options.LibraryFile = None,
    statistics: options.Statistics = False,
    details: options.Details = None,
    show_it: options.Open = False,
    layout: options.Layout = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Read, score and check everything; write the reports and show the findings."""
    threshold, shown_from = options.severity(fail_on, "--fail-on"), options.severity(least, "--severity")
    name = output.chosen(layout, options.FORMATS)
    targets = _targets(targets, show_it)
    own = settings_file.defaults(files)
    book, entries = rules.load_book(own.rulebook(rulebook)), acceptance.entries(own.accepted(accepted))
    found = _audited(files, own, book, select, ignore, entries, library, (jobs, timeout, memory))
    acceptance.tell_unmatched(found, entries)
    rounding.like(form.book for form in found.forms)
    result = found.at_least(shown_from)
    for target in targets:
        _write(result, target, entries)
    # What is in the report need not pass over the screen as well.
    _show(result, name, files or [], statistics, False if targets and details is None else details)
    if hidden := len(list(found.findings)) - len(list(result.findings)):
        output.note(f"--severity {shown_from.value}：另有 {hidden} 处较轻的没有列出。")
    for target in targets:
        output.note(f"已写入 {target}")
    if accept_into is not None:
        acceptance.keep(result, entries, accept_into)
    if show_it:
        from jiheng.cli.opening import open_file

        open_file(Path(targets[0]))
    return _exit_code(found, threshold)


def _targets(targets: list[str] | None, show_it: bool) -> list[str]:
    """Where reports go; what is only to be looked at goes into a folder of its own that nobody else can read."""
    for target in targets or ():
        if output.ending(target, _ENDINGS) in data.ENDINGS:
            data.ready(target)
    if show_it and not targets:
        import tempfile

        return [str(Path(tempfile.mkdtemp(prefix="jiheng-")) / "审核报告.html")]
    return targets or []


def _audited(
    files: list[str] | None,
    own: settings_file.Defaults,
    book: "Book | None",
    select: list[str] | None,
    ignore: list[str] | None,
    entries: "tuple[AcceptedEntry, ...]",
    library: Path | None,
    limits: tuple[int | None, float | None, int | None],
) -> "Audit":
    """Everything read and audited, by what was asked for and what the folder's settings say."""
    from jiheng.checks import audit, load_peers

    selected, ignored = options.codes(select), options.codes(own.ignore(ignore))
    peers = None if (known := own.library(library)) is None else load_peers(known)
    own.tell()
    forms, problems = _of_audited_kinds(*inputs.read_all(files, *limits, goals=True), book)
    return audit(
        forms,
        book=book,
        select=selected or None,
        ignore=ignored,
        accepted=entries,
        problems=problems,
        peers=peers,
    )


def _of_audited_kinds(
    forms: "list[Form]", problems: "list[Problem]", book: "Book | None"
) -> "tuple[list[Form], list[Problem]]":
    """The forms of kinds that are checked; the others are problems that say what they are."""
    from jiheng.checks.by_kind import is_audited
    from jiheng.places import load
    from jiheng.places.sources import BASE
    from jiheng.reading.form.completeness import no_results

    rule = book or load(BASE)
    kept = [form for form in forms if is_audited(form.kind, rule)]
    return kept, [*problems, *(no_results(form) for form in forms if not is_audited(form.kind, rule))]


def _write(result: "Audit", target: str, entries: "tuple[AcceptedEntry, ...]") -> None:
    if output.ending(target, _ENDINGS) in data.ENDINGS:
        from jiheng.writing.data.target import write_audit_data

        data.write(target, lambda found: write_audit_data(result, found))
        return
    from jiheng.whole_file import whole_file
    from jiheng.writing.audit_report import write_audit

    path = Path(target)
    with output.writable(path), whole_file(path) as draft:
        write_audit(result, draft)
        acceptance.set_aside(path, entries)


def _show(result: "Audit", name: str, files: list[str], statistics: bool, details: bool | None) -> None:
    if statistics:
        from jiheng.cli.statistics import show_statistics

        show_statistics(result, name)
    elif name == output.JSON:
        from jiheng.checks import to_json

        output.emit(to_json(result) + b"\n")
    elif name == output.JSONL:
        from jiheng.writing.audit_report import jsonl

        for line in jsonl(result):
            output.emit(line)
    elif name == output.MARKDOWN:
        from jiheng.writing.markdown import markdown

        output.emit(markdown(result))
    elif name == output.LINE:
        from jiheng.cli.finding_lines import lines

        for said in lines(result):
            output.emit(said + "\n")
    else:
        from jiheng.cli.findings import show

        with output.lines() as screen:
            show(screen, result, files, details)


def _exit_code(result: "Audit", threshold: "Severity") -> int:
    if not result.forms:
        return exit_codes.UNUSABLE
    return exit_codes.FINDINGS if any(result.at_least(threshold).findings) else exit_codes.OK
