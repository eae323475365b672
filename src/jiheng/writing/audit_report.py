"""The audit report in the form that the ending of its path asks for."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from jiheng.checks import Audit, to_json
from jiheng.checks.export import ENCODER, batch_out, form_out
from jiheng.whole_file import whole_file
from jiheng.writing.markdown import markdown
from jiheng.writing.report_model import Digest


def write_audit(audit: Audit, path: Path, when: datetime | None = None) -> None:
    """Write the report to `path`: .xlsx, .html, .json, .jsonl or .md. `when` is the time it bears (now).

    Raises ValueError (Chinese, for the user) for another ending, OSError when the file cannot be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        endings = "、".join(_WRITERS)
        raise ValueError(f"不能写成“{path.suffix or path.name}”：报告的文件名须以 {endings} 之一结尾。")
    with whole_file(path) as draft:
        writer(audit, draft, when or datetime.now())


def jsonl(audit: Audit) -> Iterator[bytes]:
    """The audit as JSON Lines: a line a form, then one line of what concerns no single form (batch, problems)."""
    for form in audit.forms:
        yield ENCODER.encode(form_out(form)) + b"\n"
    yield ENCODER.encode(batch_out(audit)) + b"\n"


def _xlsx(audit: Audit, path: Path, when: datetime) -> None:
    # Loaded only when a workbook is asked for: the command must start fast.
    from jiheng.writing.workbook import write_workbook

    write_workbook(Digest(audit), path, when)


def _html(audit: Audit, path: Path, when: datetime) -> None:
    from jiheng.writing.html_report import write_page

    write_page(Digest(audit), path, when)


def _json(audit: Audit, path: Path, when: datetime) -> None:
    path.write_bytes(to_json(audit))


def _jsonl(audit: Audit, path: Path, when: datetime) -> None:
    with path.open("wb") as file:
        file.writelines(jsonl(audit))


def _markdown(audit: Audit, path: Path, when: datetime) -> None:
    path.write_text(markdown(audit), encoding="utf-8", newline="\n")


_WRITERS: dict[str, Callable[[Audit, Path, datetime], None]] = {
    ".xlsx": _xlsx,
    ".html": _html,
    ".json": _json,
    ".jsonl": _jsonl,
    ".md": _markdown,
}
