"""The JSON Schema of an audit, made from the types that are written and from the catalogue: the three cannot part."""

from typing import Any

import msgspec

from jiheng.checks.catalogue import catalogue
from jiheng.checks.export import AuditOut

Schema = dict[str, Any]

_BY_CODE = ("outcomes", "batch_outcomes")
"""Properties that hold an outcome by the code of its check."""


def audit_schema() -> Schema:
    """JSON Schema (draft 2020-12) of what `to_json` returns."""
    _, parts = msgspec.json.schema_components([AuditOut], ref_template="#/$defs/{name}")
    for part in parts.values():
        _as_written(part)
    parts["Code"] = {"enum": list(catalogue())}
    codes: Schema = {"$ref": "#/$defs/Code"}
    for name in ("FindingOut", "AcceptedOut"):
        parts[name]["properties"]["code"] = codes
    for part in parts.values():
        for name in _BY_CODE:
            if outcomes := part.get("properties", {}).get(name):
                outcomes["propertyNames"] = codes
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩衡审核结果",
        "$ref": "#/$defs/AuditOut",
        "$defs": parts,
    }


def _as_written(schema: Any) -> None:
    """The encoder writes every field of a struct, and figures as numbers; titles and docstrings are for programmers."""
    if isinstance(schema, list):
        for part in schema:
            _as_written(part)
    if not isinstance(schema, dict):
        return
    if schema.get("format") == "decimal":
        schema.clear()
        schema["type"] = "number"
    if schema.get("type") == "object" and "properties" in schema:
        schema["required"] = list(schema["properties"])
        schema["additionalProperties"] = False
        schema.pop("description", None)
        for field in schema["properties"].values():
            field.pop("default", None)
            _as_written(field)
        return
    for part in schema.values():
        _as_written(part)
