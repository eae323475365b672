"""The roll-up of a department as workbook, web page or JSON, by the ending of its path."""

from datetime import datetime
from pathlib import Path

from jiheng.department import Rollup, to_json
from jiheng.whole_file import whole_file

ENDINGS = (".xlsx", ".html", ".json")

__all__ = ["ENDINGS", "write_rollup"]


def write_rollup(rollup: Rollup, path: Path, when: datetime | None = None) -> None:
    """Write the roll-up to `path`: .xlsx, .html or .json. `when` is the time it bears (now).

    Raises ValueError (Chinese, for the user) for another ending, OSError when the file cannot be written.
    """
    ending, when = path.suffix.lower(), when or datetime.now()
    if ending not in ENDINGS:
        raise ValueError(f"不能写成“{ending or path.name}”：汇总的文件名须以 {'、'.join(ENDINGS)} 之一结尾。")
    with whole_file(path) as draft:
        # Loaded only when asked for: the command must start fast.
        if ending == ".xlsx":
            from jiheng.writing.rollup.workbook import write_workbook

            write_workbook(rollup, draft, when)
        elif ending == ".html":
            from jiheng.writing.rollup.page import write_page

            write_page(rollup, draft, when)
        elif ending == ".json":
            draft.write_bytes(to_json(rollup) + b"\n")
