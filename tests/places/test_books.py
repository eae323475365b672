"""The shipped books: all load, are complete, cited and valid against the schema; what the main rules say."""

import tomllib
from decimal import Decimal
from itertools import pairwise

import jsonschema
import pytest

from jiheng.places import Book, Certainty, block_of, books, load
from jiheng.places.schema import schema
from jiheng.places.sources import ROOT, SHIPPED

IDS = sorted(books())
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_books_of_the_fact_sheet_are_there():
    assert set(IDS) >= {
        "jiheng-defaults",
        "mof-2020",
        "mof-2021-cost",
        "beijing-chaoyang-2024",
        "beijing-fengtai-2023",
        "beijing-tongzhou-2023",
    }


@pytest.mark.parametrize("book_id", IDS)
def test_every_parameter_is_cited(book_id: str):
    book = load(book_id)
    assert book.parameters.keys() == load(ROOT.name).parameters.keys()
    for path, parameter in book.parameters.items():
        assert parameter.path == path
        assert parameter.text.strip() and parameter.source.strip(), path
        assert parameter.certainty in Certainty


@pytest.mark.parametrize("book_id", IDS)
def test_book_is_valid_against_the_schema(book_id: str):
    data = tomllib.loads((SHIPPED / book_id / "place.toml").read_text("utf-8"), parse_float=Decimal)
    data.pop("stands_in", None)  # no file of a user has it
    rules = SHIPPED / book_id / "rules.toml"
    if rules.exists():
        data |= tomllib.loads(rules.read_text("utf-8"), parse_float=Decimal)
    VALIDATOR.validate(data)


@pytest.mark.full
def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("broken", ["weight", "extra", "choice", "certainty", "range"])
def test_the_schema_refuses_what_the_loader_refuses(broken: str):
    rule = {"value": 10, "text": "t", "source": "s", "certainty": "chosen"}
    data = {"id": "x", "name": "x", "region": "x", "execution": {"weight": dict(rule)}}
    if broken == "weight":
        data["execution"] = {"weigth": rule}
    elif broken == "extra":
        data["exection"] = {}
    elif broken == "choice":
        data["reverse"] = {"formula": {**rule, "value": "C"}}
    elif broken == "certainty":
        data["execution"] = {"weight": {**rule, "certainty": "sure"}}
    else:
        data["rounding"] = {"places": {**rule, "value": 99}}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data)


@pytest.mark.parametrize("book_id", IDS)
def test_weight_schemes_add_up_to_the_total(book_id: str):
    book = load(book_id)
    for row in book.rows("weights.schemes"):
        assert sum(v for v in row.values() if isinstance(v, Decimal)) == book.number("weights.total")


@pytest.mark.parametrize("book_id", IDS)
def test_bands_leave_no_gap(book_id: str):
    book = load(book_id)
    bands = book.rows("qualitative.bands")
    assert bands[0]["high"] == 1 and bands[-1]["low"] == 0
    assert all(upper["low"] == lower["high"] for upper, lower in pairwise(bands))
    numbers = {row["band"] for path in ("qualitative.levels", "qualitative.words") for row in book.rows(path)}
    assert numbers <= set(range(1, len(bands) + 1))
    grades = [row["from"] for row in book.rows("grade.bands")]
    assert grades == sorted(grades, reverse=True) and grades[-1] == 0


def test_numbers_are_exact():
    step = load("beijing-chaoyang-2024").rows("over.steps")[0]
    assert step == {"from": Decimal(2), "to": Decimal(3), "deduct": Decimal("0.1")}


def test_a_place_overrides_and_inherits():
    place, national = load("beijing-chaoyang-2024"), load("mof-2020")
    assert place.parameter("reverse.formula").certainty is Certainty.PRINTED
    assert national.parameter("reverse.formula").certainty is Certainty.PRACTICE
    assert place.parameter("qualitative.bands") is national.parameter("qualitative.bands")
    assert "cost" in place.words("blocks.wanted")
    assert "cost" not in national.words("blocks.wanted")


def test_typed_access_names_book_path_and_type():
    book = load("mof-2020")
    assert book.number("execution.weight") == 10
    assert book.flag("execution.capped") is True
    assert book.text("rounding.mode") == "half_up"
    with pytest.raises(KeyError, match="mof-2020 没有参数"):
        book.parameter("execution.wieght")
    for read, path in (
        (Book.number, "rounding.mode"),
        (Book.flag, "rounding.mode"),
        (Book.text, "rounding.places"),
        (Book.words, "grade.bands"),
        (Book.rows, "direction.positive_words"),
    ):
        with pytest.raises(TypeError, match=path):
            read(book, path)


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("产出指标", "output"),
        ("产出指标(50分)", "output"),
        ("效果指标", "benefit"),
        ("成本指标", "cost"),
        ("服务对象满意度标", "satisfaction"),
        ("其他", None),
        ("", None),
        (None, None),
    ],
)
def test_blocks_are_told_by_their_words(name: str | None, block: str | None):
    assert block_of(name, load("mof-2020")) == block
