"""The audit as Markdown: a summary, then the findings form by form."""

import re
from collections.abc import Iterator, Sequence

from jiheng.checks import Audit
from jiheng.quantity.words import points
from jiheng.writing.report_model import FINDING_TITLES, Digest, FindingLine
from jiheng.writing.text import clean, form_name

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_HEAD = tuple(title for name, title in FINDING_TITLES.items() if name != "rule")


def markdown(audit: Audit) -> str:
    """The whole audit as one Markdown text; forms without findings are only counted."""
    return "\n".join(_lines(Digest(audit))) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    audit = digest.audit
    yield "# 项目支出绩效自评审核报告"
    yield ""
    yield digest.verdict
    if digest.books:
        yield ""
        yield from (f"- 办法：{plain(use.book.title)}，{use.forms} 张表" for use in digest.books)
    if digest.by_check:
        yield from _section("最常见的问题")
        counts = [(check.code, check.title, check.findings, check.split, check.forms) for check in digest.by_check]
        yield from lines_of_table(("代码", "问题", "处", "其中", "张"), counts)
    batch = [line for line in digest.lines if line.finding.forms]
    if batch:
        yield from _section("各表之间的问题")
        yield from lines_of_table(("项目", *_HEAD), [(line.project, *_row(line)) for line in batch])
    yield from _forms(digest)
    if digest.accepted:
        yield from _section("已认可")
        head = ("项目", *_HEAD[:-1], "认可理由", "认可人", "日期")
        yield from lines_of_table(head, [_accepted(line) for line in digest.accepted])
    if audit.problems:
        yield from _section("未读成")
        problems = [(problem.file, problem.message, problem.advice) for problem in audit.problems]
        yield from lines_of_table(("文件", "问题", "怎么办"), problems)
    for defect in digest.defects:
        yield ""
        yield f"> 检查自身出错：{plain(defect)}"


def _forms(digest: Digest) -> Iterator[str]:
    own: dict[int, list[FindingLine]] = {}
    for line in digest.lines:
        if not line.finding.forms:
            own.setdefault(line.form, []).append(line)
    for index, lines in own.items():
        audited = digest.audit.forms[index]
        yield from _section(f"{index + 1}. {plain(form_name(audited.form))}")
        yield f"{plain(audited.form.unit or audited.form.department)}，来源 {plain(audited.form.source)}，" + (
            f"总分填为 {plain(audited.form.total_score) or '（空）'}，"
            f"复算 {points(audited.score.total.score) or '不能确定'}。"
        )
        yield ""
        yield from lines_of_table(_HEAD, [_row(line) for line in lines])


def _row(line: FindingLine) -> tuple[str, ...]:
    finding = line.finding
    title = f"{finding.code} {line.title}".strip()
    return (
        finding.severity.label,
        title,
        line.place,
        finding.printed,
        finding.expected,
        finding.message,
        finding.advice,
    )


def _accepted(line: FindingLine) -> tuple[str, ...]:
    taken = line.acceptance
    return (line.project, *_row(line)[:-1], *((taken.reason, taken.by, taken.date) if taken else ("", "", "")))


def _section(title: str) -> tuple[str, ...]:
    return ("", f"## {title}", "")


def lines_of_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """A table, every cell on one line."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(plain(str(value)) for value in row) + " |"


def plain(text: str | None) -> str:
    """A text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("\r", " ").replace("\n", " ")
