"""Values by year inside a rule: which one holds for the year that a form evaluates."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiheng.places import BookError, load

HEAD = 'id = "my-county"\nname = "某县办法"\nregion = "某县"\nextends = "mof-2020"\n'
MARKS = 'text = "超过即须说明"\nsource = "某县〔2020〕1号"\ncertainty = "published"\n'
VALUES = '[{ from = 2020, value = 0.2 }, { from = 2024, value = 0.5, source = "某县〔2024〕2号" }]'
RULE = f"[over.reason_from]\nvalues = {VALUES}\n{MARKS}"


def own(tmp_path: Path, text: str = HEAD + RULE) -> Path:
    (tmp_path / "my.toml").write_text(text, "utf-8")
    return tmp_path / "my.toml"


@pytest.mark.parametrize(
    ("year", "value", "source"),
    [
        (2019, "0.3", "部分地区自评工作要求（130% 起须说明）"),
        (2020, "0.2", "某县〔2020〕1号"),
        (2023, "0.2", "某县〔2020〕1号"),
        (2024, "0.5", "某县〔2024〕2号"),
        (2030, "0.5", "某县〔2024〕2号"),
        (None, "0.5", "某县〔2024〕2号"),
    ],
)
def test_the_value_of_the_year(tmp_path: Path, year: int | None, value: str, source: str):
    parameter = load(own(tmp_path)).of_year(year).parameter("over.reason_from")
    assert (parameter.value, parameter.source) == (Decimal(value), source)


def test_one_object_for_years_with_the_same_values(tmp_path: Path):
    book = load(own(tmp_path))
    assert book.of_year(2021) is book.of_year(2023)
    assert book.of_year(2025) is book
    assert book.of_year(None) is book


@pytest.mark.parametrize("years", [(2024, 2020), (2020, 2020), ("2020", 2024)])
def test_years_that_do_not_rise_are_refused(tmp_path: Path, years: tuple[object, object]):
    rows = ", ".join(f"{{ from = {year!r}, value = 0.2 }}" for year in years).replace("'", '"')
    with pytest.raises(BookError, match=r"没有排在|每行要有"):
        load(own(tmp_path, f"{HEAD}[over.reason_from]\nvalues = [{rows}]\n{MARKS}"))


def test_value_and_values_together_are_refused(tmp_path: Path):
    with pytest.raises(BookError, match="只能写一个"):
        load(own(tmp_path, HEAD + RULE.replace("values", "value = 1\nvalues", 1)))
