"""Which tables go where: the ending of a path decides."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiheng.checks import Audit
from jiheng.extras import needs_polars
from jiheng.form import Form, Problem
from jiheng.writing.data.column import Table
from jiheng.writing.data.entry import FormEntry, Rest, audited_entries, keyed
from jiheng.writing.data.tables import AUDIT_TABLES, FINDINGS_ALONE, RECORD_TABLES, RECORDS
from jiheng.writing.data.tabular import Add, csv_file

FOLDER = "/"
ENDINGS = (".csv", ".parquet", ".xlsx", ".zip", FOLDER)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to write. `ending` is .csv, .parquet, .xlsx, .zip or / (a folder); `form` what tables are written as."""

    path: Path
    ending: str
    form: str


def parse_target(text: str) -> Target:
    """What a path asks for: 数据.zip and 数据/ hold CSV, 数据.parquet.zip and 数据.jsonl/ what their name says.

    Raises ValueError for another ending, Trouble where the format cannot be written here.
    """
    path = Path(text)
    is_folder = text.endswith(("/", os.sep))
    ending = FOLDER if is_folder else path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"不能写成“{path.name}”：文件名须以 {'、'.join(ENDINGS)} 之一结尾。")
    inner = (path if is_folder else path.with_suffix("")).suffix.lower().lstrip(".")
    form = inner if ending in (FOLDER, ".zip") and inner in ("jsonl", "parquet") else "csv"
    if ending == ".parquet":
        form = "parquet"
    if form == "parquet":
        needs_polars()
    return Target(path, ending, form)


def write_records(forms: Iterable[Form], target: Target, problems: Sequence[Problem] = ()) -> None:
    """Write the forms as they come, then the problems (which may be added to while the forms pass).

    A .csv or .parquet holds one row an indicator; the other endings hold every table. Raises OSError.
    """
    _write(keyed(forms), Rest(problems=problems), target, RECORD_TABLES, RECORDS)


def write_audit_data(audit: Audit, target: Target) -> None:
    """Write an audit. A .csv or .parquet holds the findings; the other endings hold every table. Raises OSError."""
    entries = audited_entries(audit)
    rest = Rest(entries, audit.batch, audit.batch_accepted, audit.problems)
    _write(entries, rest, target, AUDIT_TABLES, FINDINGS_ALONE)


def _write(
    entries: Iterable[FormEntry], rest: Rest, target: Target, whole: Sequence[Table[Any]], alone: Table[Any]
) -> None:
    tables = (alone,) if target.ending in (".csv", ".parquet") else whole
    with _opened(tables, target) as adds:
        for entry in entries:
            for table, add in zip(tables, adds, strict=True):
                add(table.rows(entry))
        for table, add in zip(tables, adds, strict=True):
            add(table.last_rows(rest))


@contextmanager
def _opened(tables: Sequence[Table[Any]], target: Target) -> Iterator[list[Add]]:
    """What takes the rows of each table. Each format is loaded only when it is asked for."""
    if target.ending == ".csv":
        with csv_file(tables[0], target.path, worded=True) as add:
            yield [add]
    elif target.ending == ".parquet":
        from jiheng.writing.data.parquet import parquet_file

        with parquet_file(tables[0], target.path) as add:
            yield [add]
    elif target.ending == ".xlsx":
        from jiheng.writing.data.workbook import workbook_file

        with workbook_file(tables, target.path) as adds:
            yield adds
    else:
        from jiheng.writing.data.package import folder_of, zip_of

        package = folder_of if target.ending == FOLDER else zip_of
        with package(tables, target.path, target.form) as adds:
            yield adds
