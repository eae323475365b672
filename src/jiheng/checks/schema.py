"""The JSON Schema of an audit, made from the catalogue so that the two cannot part."""

from typing import Any

from jiheng.checks.catalogue import catalogue
from jiheng.checks.outcome import Severity, State
from jiheng.scoring.result import Direction, Verdict

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
PRINTED: Schema = {"type": ["string", "null"]}
FIGURE: Schema = {"type": ["number", "null"]}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _enum(values: Any) -> Schema:
    return {"enum": [str(value) for value in values]}


def _finding(**more: Schema) -> Schema:
    return _object(
        code=_enum(catalogue()),
        severity=_enum(Severity),
        place=TEXT,
        printed=TEXT,
        expected=TEXT,
        message=TEXT,
        advice=TEXT,
        rule=TEXT,
        label=TEXT,
        forms=_list({"type": "integer", "minimum": 0}),
        places=_list(TEXT),
        under=TEXT,
        **more,
    )


def _score(**more: Schema) -> Schema:
    return _object(
        place=TEXT,
        printed=PRINTED,
        verdict=_enum(Verdict),
        recomputed=FIGURE,
        low=FIGURE,
        high=FIGURE,
        alternatives=_list(_object(condition=TEXT, score={"type": "number"})),
        trace={"$ref": "#/$defs/trace"},
        **more,
    )


def _trace() -> Schema:
    return _object(
        subject=TEXT,
        inputs=_list(_object(name=TEXT, place=TEXT, printed=TEXT, understood=TEXT)),
        formula=TEXT,
        parameters=_list(_object(path=TEXT, value=TEXT, text=TEXT, source=TEXT, certainty=TEXT)),
        result=TEXT,
        why=TEXT,
        steps=_list({"$ref": "#/$defs/trace"}),
    )


def _form() -> Schema:
    indicator = _score(
        direction=_enum(Direction),
        weight=FIGURE,
        met={"type": ["boolean", "null"]},
        ratio=FIGURE,
        over=FIGURE,
    )
    return _object(
        source=TEXT,
        project=PRINTED,
        year=PRINTED,
        rulebook=TEXT,
        scores=_object(
            total=_score(),
            grade=_object(printed=PRINTED, recomputed=PRINTED),
            indicators=_list(indicator),
            execution=_score(),
            rate=FIGURE,
        ),
        outcomes={"$ref": "#/$defs/outcomes"},
        findings=_list({"$ref": "#/$defs/finding"}),
        accepted=_list({"$ref": "#/$defs/accepted"}),
        why_rulebook=TEXT,
    )


def audit_schema() -> Schema:
    """JSON Schema (draft 2020-12) of what `to_json` returns."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩衡审核结果",
        **_object(
            forms=_list(_form()),
            batch=_list({"$ref": "#/$defs/finding"}),
            problems=_list(_object(file=TEXT, message=TEXT, advice=TEXT)),
            batch_outcomes={"$ref": "#/$defs/outcomes"},
            batch_accepted=_list({"$ref": "#/$defs/accepted"}),
        ),
        "$defs": {
            "trace": _trace(),
            "finding": _finding(),
            "accepted": _finding(acceptance=_object(reason=TEXT, by=TEXT, date=TEXT)),
            "outcomes": {
                "type": "object",
                "propertyNames": _enum(catalogue()),
                "additionalProperties": _object(state=_enum(State), why=TEXT),
            },
        },
    }
