"""The table of a report's claims as workbook, web page, Markdown or JSON, by the ending of its path."""

from datetime import datetime
from pathlib import Path

from jiheng.department.claims import Claims, to_json
from jiheng.whole_file import whole_file

ENDINGS = (".xlsx", ".html", ".md", ".json")

__all__ = ["ENDINGS", "write_claims"]


def write_claims(claims: Claims, path: Path, when: datetime | None = None) -> None:
    """Write the claims to `path`: .xlsx, .html, .md or .json. `when` is the time it bears (now).

    Raises ValueError (Chinese, for the user) for another ending, OSError when the file cannot be written.
    """
    ending, when = path.suffix.lower(), when or datetime.now()
    if ending not in ENDINGS:
        raise ValueError(f"不能写成“{ending or path.name}”：文件名须以 {'、'.join(ENDINGS)} 之一结尾。")
    with whole_file(path) as draft:
        # Loaded only when asked for: the command must start fast.
        if ending == ".xlsx":
            from jiheng.writing.claims.workbook import write_workbook

            write_workbook(claims, draft, when)
        elif ending == ".html":
            from jiheng.writing.claims.page import write_page

            write_page(claims, draft, when)
        elif ending == ".md":
            from jiheng.writing.claims.text import markdown

            draft.write_text(markdown(claims), encoding="utf-8", newline="\n")
        elif ending == ".json":
            draft.write_bytes(to_json(claims) + b"\n")
