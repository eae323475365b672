"""The tables and schemas in words: docs/data.md, docs/schema/*.json, and the page inside a package."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jiheng.checks.schema import audit_schema
from jiheng.writing.data.column import Column, Table
from jiheng.writing.data.descriptor import FILE, descriptor
from jiheng.writing.data.record_schema import record_schema
from jiheng.writing.data.tables import AUDIT_TABLES, FINDINGS_ALONE, RECORDS

MARK = "<!-- 以下由 make docs 生成，请改 src/jiheng/writing/data/tables，不要改这里。 -->"


def data_pages(docs: Path) -> dict[Path, str]:
    """Every generated page under `docs`; what stands in data.md above the mark was written by hand and stays."""
    page = docs / "data.md"
    head = page.read_text(encoding="utf-8").partition(MARK)[0] if page.exists() else ""
    schemas = {
        "record.json": record_schema(),
        "audit.json": audit_schema(),
        FILE: descriptor(AUDIT_TABLES, "csv", {}),
    }
    return {
        page: f"{head}{MARK}\n\n{_all_tables()}",
        **{docs / "schema" / name: _json(schema) for name, schema in schemas.items()},
    }


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _all_tables() -> str:
    whole = tables_page(AUDIT_TABLES, level=2)
    return f"{whole}\n## 单独成一个文件的表\n\n{_alone(RECORDS, 'extract')}\n{_alone(FINDINGS_ALONE, 'audit')}"


def _alone(table: Table[Any], command: str) -> str:
    first = f"### `jiheng {command} … -o 文件.csv`（或 .parquet）：{table.title}\n\n{table.description}\n\n"
    names = "、".join(f"`{column.name}` {column.title}" for column in table.columns)
    return f"{first}各列依次为：{names}。\n"


def tables_page(tables: Sequence[Table[Any]], level: int = 1) -> str:
    """Every table with its columns, in Markdown. `level` is that of its headings."""
    return "\n".join(line for table in tables for line in _table(table, "#" * level)) + "\n"


def _table(table: Table[Any], heading: str) -> Iterator[str]:
    yield f"{heading} {table.name} {table.title}\n"
    yield f"{table.description}\n"
    if table.key:
        yield f"主键：{_names(table.key)}。" + "".join(
            f"{_names(link.columns)} 对应 `{link.table}`。" for link in table.links
        )
        yield ""
    yield "| 字段 | 题名 | 类型 | 单位 | 说明 |\n|---|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.title} | {column.type.label} | {column.unit} | {_about(column)} |"
    yield ""


def _names(names: Sequence[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def _about(column: Column[Any]) -> str:
    choices = "；".join(f"`{code}` {word}" for code, word in column.choices.items())
    only = "（只在审核后有）" if column.audited else ""
    return f"{column.description}{only}" + (f"。{choices}" if choices else "")
