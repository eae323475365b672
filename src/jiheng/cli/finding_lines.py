"""An audit as one line a finding, for `grep`, spreadsheets and editors: file, position, severity, code, cell, what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiheng.writing.report_model import Digest, FindingLine
from jiheng.writing.text import clean

if TYPE_CHECKING:
    from jiheng.checks import Audit


def lines(audit: "Audit") -> Iterator[str]:
    """Each finding as `文件:位置: 级别 代码 [*] 项目·单元格: 说明`, form by form; files not read at the end."""
    digest = Digest(audit)
    for line in sorted(digest.lines, key=lambda line: (line.form, line.number)):
        yield _said(line, digest)
    for problem in audit.problems:
        yield f"{clean(problem.file)}: 未读成: {_one_line(problem.message)}"


def _said(line: FindingLine, digest: Digest) -> str:
    form = digest.audit.forms[line.form].form
    origin = form.origins.get(line.finding.place)
    file = (origin and origin.file) or form.source.partition("#")[0]
    where = f"{clean(file)}:{line.position}" if line.position else clean(form.source)
    mark = " [*]" if digest.is_mendable(line) else ""
    what = f"{line.finding.severity.label} {line.finding.code}{mark} {line.project}·{line.place}"
    return f"{where}: {what}: {_one_line(line.finding.message)}"


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
