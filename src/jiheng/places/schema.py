"""The JSON Schema of a rulebook file, made from the parameters that jiheng-defaults declares."""

from typing import Any

from jiheng.form.kinds import KINDS
from jiheng.places.book import Book, Certainty, Parameter, ParameterKind
from jiheng.places.fitting import value_type
from jiheng.places.loader import SWITCH_VALUES, load
from jiheng.places.pack import Signs
from jiheng.places.sources import ROOT

_SCALARS: dict[str, dict[str, Any]] = {
    "number": {"type": "number"},
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
}
_MARKS: dict[str, Any] = {
    "text": {"type": "string", "minLength": 1},
    "source": {"type": "string", "minLength": 1},
    "certainty": {"enum": [certainty.value for certainty in Certainty]},
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
        "kinds": {"type": "array", "items": {"enum": list(KINDS)}, "description": "适用的表，空为各种计分的表"},
        "signs": {
            "type": "object",
            "properties": dict.fromkeys(Signs.__struct_fields__, _WORDS),
            "additionalProperties": False,
            "description": "除部门名称外，凭什么认出这里的表",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩衡办法文件",
        "type": "object",
        "required": ["id", "name", "region"],
        "properties": properties | _with_switches(_groups(root)),
        "additionalProperties": False,
    }


def _with_switches(groups: dict[str, Any]) -> dict[str, Any]:
    """The groups, and in checks a switch for each check by its code."""
    value = {"value": {"enum": list(SWITCH_VALUES), "description": "不查，或所发现问题的级别"}}
    switch = _rule("一条检查的开关和级别", value)
    checks = groups["checks"]
    return groups | {"checks": checks | {"patternProperties": {"^[A-Z][0-9][0-9]$": switch}}}


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
    if parameter.kind is ParameterKind.CITATION:
        value = {"value": {"const": True, "description": "依据没有值；旧文件里的 true 仍可读"}}
        return _rule(parameter.text, value)
    dated = {
        "type": "object",
        "required": ["from", "value"],
        "properties": {"from": {"type": "integer"}, "value": _value(parameter), **_MARKS},
        "additionalProperties": False,
    }
    by_year = {"type": "array", "minItems": 1, "items": dated, "description": "按年度的值"}
    rule = _rule(parameter.text, {"value": _value(parameter), "values": by_year})
    return rule | {"oneOf": [{"required": ["value"]}, {"required": ["values"]}]}


def _rule(text: str, value: dict[str, Any]) -> dict[str, Any]:
    own = {
        "kind": {"enum": [kind.value for kind in ParameterKind]},
        "choices": _WORDS,
        "within": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    return {
        "type": "object",
        "description": text,
        "required": ["text", "source", "certainty"],
        "properties": value | _MARKS | own,
        "additionalProperties": False,
    }


def _value(parameter: Parameter) -> dict[str, Any]:
    if parameter.choices:
        return {"enum": list(parameter.choices)}
    if parameter.within:
        return {"type": "number", "minimum": int(parameter.within[0]), "maximum": int(parameter.within[1])}
    shape = value_type(parameter)
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
