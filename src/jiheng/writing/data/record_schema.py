"""The JSON Schema of a record, made from `jiheng.form.Form` and the columns' descriptions."""

from typing import Any

import msgspec

from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form
from jiheng.writing.data.column import Table
from jiheng.writing.data.tables import RECORD_TABLES

_TITLES = {
    "Form": HEAD_FIELDS
    | {
        "source": "来源",
        "kind": "表的种类",
        "funds": "项目资金",
        "indicators": "绩效指标",
        "totals": "总分行",
        "blank_rows": "空白模板行",
        "notes": "表外说明",
        "others": "其他栏目",
        "labels": "各栏在这张表上的叫法；表头有两层的，上层在前",
        "uncertain": "读不准处",
        "origins": "各单元格在文件里的位置",
    },
    "Fund": FUND_FIELDS | {"name": "资金名称"},
    "Indicator": INDICATOR_FIELDS,
    "Total": {"label": "行名", "weight": "分值", "score": "得分"},
    "Labelled": {
        "label": "栏目名",
        "text": "内容",
        "origin": "在文件里的位置",
        "place": "所属的行；不属于哪一行的为空",
    },
    "Doubt": {"place": "位置", "why": "原因", "text": "没有归入任何栏目的文字"},
    "Origin": {
        "file": "文件",
        "line": "文本行",
        "page": "页",
        "sheet": "工作表",
        "table": "表",
        "row": "行",
        "column": "列",
        "box": "范围（左、上、右、下，单位为磅）",
    },
}
_TABLES = {"Form": "forms", "Fund": "funds", "Indicator": "indicators", "Doubt": "doubts"}


def record_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one record; `jiheng extract -o 记录.json` writes an array of them."""
    _, parts = msgspec.json.schema_components([Form], ref_template="#/$defs/{name}")
    tables = {table.name: table for table in RECORD_TABLES}
    for name, part in parts.items():
        _describe(part, _TITLES[name], tables.get(_TABLES.get(name, "")))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩衡记录",
        "description": "一张项目支出绩效自评表，照表录入，去掉空白。空单元格为空字符串，表上没有的行或列为 null。",
        "$ref": "#/$defs/Form",
        "$defs": parts,
    }


def _describe(part: dict[str, Any], titles: dict[str, str], table: Table[Any] | None) -> None:
    """Put Chinese titles, and the descriptions that the columns of the same name bear, in place of docstrings."""
    del part["title"], part["description"]
    about = {column.name: column.description for column in table.columns} if table else {}
    for name, field in part["properties"].items():
        field["title"] = titles[name]
        if name in about:
            field["description"] = about[name]
