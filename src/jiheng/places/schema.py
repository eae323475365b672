"""The JSON Schema of a rulebook file, made from the parameters that jiheng-defaults declares."""

from typing import Any

from jiheng.places.book import Book, Certainty, Parameter
from jiheng.places.loader import kind, load
from jiheng.places.source import REQUIRED_HEADER
from jiheng.places.sources import ROOT

_SCALARS: dict[str, dict[str, Any]] = {
    "number": {"type": "number"},
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
}
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) that an editor can check a rulebook file against as it is written."""
    root = load(ROOT.name)
    properties: dict[str, Any] = {
        "id": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "description": "编号"},
        "name": {"type": "string", "minLength": 1, "description": "名称"},
        "region": {"type": "string", "minLength": 1, "description": "适用地区"},
        "years": {"type": "array", "items": {"type": "integer"}, "description": "适用的评价年度，空为不限"},
        "departments": {**_WORDS, "description": "主管部门名称含其中一个词即自动选用"},
        "sources": {**_WORDS, "description": "依据的文件"},
        "extends": {"type": "string", "description": "底本"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩衡办法文件",
        "type": "object",
        "required": list(REQUIRED_HEADER),
        "properties": properties | _groups(root),
        "additionalProperties": False,
    }


def _groups(root: Book) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, parameter in root.parameters.items():
        *parents, name = path.split(".")
        table = tree
        for parent in parents:
            group = {"type": "object", "properties": {}, "additionalProperties": False}
            table = table.setdefault(parent, group)["properties"]
        table[name] = _parameter(parameter)
    return tree


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "type": "object",
        "description": parameter.text,
        "required": ["value", "text", "source", "certainty"],
        "properties": {
            "value": _value(parameter),
            "text": {"type": "string", "minLength": 1},
            "source": {"type": "string", "minLength": 1},
            "certainty": {"enum": [c.value for c in Certainty]},
            "choices": _WORDS,
            "within": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "additionalProperties": False,
    }


def _value(parameter: Parameter) -> dict[str, Any]:
    if parameter.choices:
        return {"enum": list(parameter.choices)}
    if parameter.within:
        return {"type": "number", "minimum": int(parameter.within[0]), "maximum": int(parameter.within[1])}
    shape = kind(parameter)
    if shape == "list":
        return {"type": "array", "items": {"type": ["number", "string", "boolean"]}}
    if shape != "table":
        return _SCALARS[shape]
    row = {
        "type": "object",
        "required": [name for name, form in parameter.fields.items() if not form.endswith("?")],
        "properties": {name: _SCALARS[form.rstrip("?")] for name, form in parameter.fields.items()},
        "additionalProperties": False,
    }
    return {"type": "array", "items": row}
