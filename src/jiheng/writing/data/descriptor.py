"""The descriptor of a folder of tables: a Data Package with a Table Schema for each (datapackage.org)."""

from collections.abc import Sequence
from typing import Any

from jiheng.writing.data.column import Column, Table

FILE = "datapackage.json"
_CSV = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}
_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}


def descriptor(tables: Sequence[Table[Any]], form: str, stored: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The content of datapackage.json for tables written as csv, jsonl or parquet.

    `stored` holds the `bytes` and `hash` of each table's file, by the table's name.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "jiheng-data",
        "title": "项目支出绩效自评数据",
        "description": "绩衡读出的自评表，每张表一个编号（form_id），各数据表由它相连；字段的说明在各自的 schema 里。",
        "resources": [_resource(table, form, stored.get(table.name, {})) for table in tables],
    }


def _resource(table: Table[Any], form: str, stored: dict[str, Any]) -> dict[str, Any]:
    about = {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.{form}",
        "format": form,
        "mediatype": _MEDIA[form],
        **stored,
    }
    if form != "parquet":
        about["encoding"] = "utf-8"
    if form == "csv":
        about["dialect"] = _CSV
    return about | {"schema": table_schema(table)}


def table_schema(table: Table[Any]) -> dict[str, Any]:
    """The Table Schema: fields with type, title and description, the key, the links to other tables."""
    schema: dict[str, Any] = {"fields": [_field(column, column.name in table.key) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.columns)},
            }
            for link in table.links
        ]
    return schema | {"missingValues": [""]}


def _field(column: Column[Any], in_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type.value,
        "title": column.title,
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.choices:
        field["categories"] = [{"value": code, "label": word} for code, word in column.choices.items()]
    constraints: dict[str, Any] = {"required": True} if in_key else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return field | ({"constraints": constraints} if constraints else {})
