"""The JSON Schemas in docs/schema hold for what is really written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from jiheng.checks import audit, to_json
from jiheng.form import Form
from jiheng.form import to_json as records_to_json
from jiheng.reading import read_paths
from jiheng.writing.data.record_schema import record_schema

from ..sample import sample

REPO = Path(__file__).resolve().parents[3]
SCHEMAS = REPO / "docs" / "schema"


def published(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    found = read_paths([REPO / "examples" / "松泠区园林环境局"])
    return [one for one in found if isinstance(one, Form)]


def test_records_follow_their_schema(forms: list[Form]) -> None:
    validator = published("record.json")
    assert forms
    for record in json.loads(records_to_json([*forms, sample().forms[0].form, Form()])):
        validator.validate(record)


def test_published_records_follow_it(corpus: Path) -> None:
    validator = published("record.json")
    for path in sorted(corpus.glob("gold/*/*.json"))[::7]:
        validator.validate(json.loads(path.read_text(encoding="utf-8")))


def test_what_is_no_record_does_not() -> None:
    validator = published("record.json")
    for wrong in ({"year": 2024}, {"funds": {}}, {"indicators": [{"score": 10}]}, [], {"uncertain": [{"place": "x"}]}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)


def test_an_audit_follows_its_schema(forms: list[Form]) -> None:
    published("audit.json").validate(json.loads(to_json(audit(forms))))


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in schema["$defs"].values():
        yield from part["properties"].items()


def test_every_field_of_a_record_has_a_chinese_title() -> None:
    schema = record_schema()
    for name, field in properties(schema):
        assert any("\u4e00" <= char <= "\u9fff" for char in field["title"]), name
    assert set(schema["$defs"]["Form"]["properties"]) == {field.name for field in msgspec.structs.fields(Form)}
