"""The columns in which people accept findings (问题清单) and in which that is kept (已认可), and reading both back."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jiheng.checks import AcceptedEntry, Finding
from jiheng.form import Form
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Table
from jiheng.system_error import reason
from jiheng.trouble import Trouble

DECISION, REASON, PERSON, KEY = "处理", "理由", "认可人", "标识（勿改）"
"""Headings; a cell of KEY names the finding of its row to the program."""
GIVEN, SINCE = "认可理由", "认可日期"
"""Headings of what was accepted before, which a report goes on telling: it may be all that keeps it."""
ACCEPT = "认可"
_HOW = "在“处理”栏选“认可”，在“理由”栏写理由、“认可人”栏写是谁，再用 --accepted 审核报告.xlsx。"


def key_of(form: Form, finding: Finding) -> str:
    """What names a finding to the program: code, place, printed, expected, and its form's project and source."""
    parts = (finding.code, finding.place, finding.printed, finding.expected, form.project or "", form.source)
    return json.dumps(parts, ensure_ascii=False)


def entries_of(path: Path, today: date) -> tuple[AcceptedEntry, ...]:
    """The findings accepted in a report and those it was told of, rows that were filtered away included.

    `today` is the date that those bear which were accepted in it.

    Raises Trouble for a file that is no such report, and for a row accepted without a reason or a name.
    """
    from jiheng.reading.formats.xlsx import whole_tables

    found = False
    entries: list[AcceptedEntry] = []
    try:
        for table in whole_tables(path.read_bytes(), path.name):
            columns = _columns(table)
            if {DECISION, REASON, PERSON, KEY} <= set(columns):
                found = True
                entries += _entries(table, columns, path, today)
            elif {GIVEN, PERSON, SINCE, KEY} <= set(columns):
                entries += _kept(table, columns, path)
    except OSError as error:
        raise Trouble(f"读不到 {path}：{reason(error)}", "请检查文件名和位置。") from error
    except Unreadable as error:
        raise Trouble(f"{path.name}：{error.message}", error.advice) from error
    if not found:
        raise Trouble(f"{path.name} 里没有可以认可的问题清单", f"请给出 jiheng audit -o 写成的 .xlsx。{_HOW}")
    return tuple(entries)


def _columns(table: Table) -> dict[str, int]:
    return {cell.text.strip(): cell.column for cell in table.rows[0]} if table.rows else {}


def _rows(table: Table, columns: dict[str, int], path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each row stands, and its texts by heading."""
    for row in table.rows[1:]:
        texts = {cell.column: cell.text.strip() for cell in row}
        told = {name: texts.get(column, "") for name, column in columns.items()}
        yield f"{path.name} 第 {row[0].row + 1} 行", told


def _entries(table: Table, columns: dict[str, int], path: Path, today: date) -> Iterator[AcceptedEntry]:
    for where, told in _rows(table, columns, path):
        if told[DECISION] != ACCEPT:
            continue
        if lacking := next((name for name in (REASON, PERSON) if not told[name]), None):
            raise Trouble(f"{where}写了“{ACCEPT}”，没有写{lacking}", _HOW)
        yield _entry(told[KEY], told[REASON], told[PERSON], today, where)


def _kept(table: Table, columns: dict[str, int], path: Path) -> Iterator[AcceptedEntry]:
    for where, told in _rows(table, columns, path):
        if not told[KEY]:
            continue
        try:
            since = date.fromisoformat(told[SINCE])
        except ValueError:
            raise Trouble(f"{where}的“{SINCE}”{told[SINCE]}不是日期", "写成 2025-03-31 这样。") from None
        yield _entry(told[KEY], told[GIVEN], told[PERSON], since, where)


def _entry(key: str, reason: str, by: str, today: date, where: str) -> AcceptedEntry:
    try:
        code, place, printed, expected, project, source = json.loads(key)
    except ValueError as error:
        raise Trouble(f"{where}的“{KEY}”被改动，认不出是哪一处问题", "请重新写一份报告再认可。") from error
    return AcceptedEntry(
        code=code,
        place=place,
        printed=printed,
        reason=reason,
        by=by,
        date=today,
        project=project or None,
        source=None if project else source,
        expected=expected or None,
    )
