"""The records of the made-up department, from department.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.yaml_file import from_yaml

from jiheng.form import FUND_FIELDS, Form, Fund, Indicator, Total

DEPARTMENT = "澜州市松泠区园林环境局"
REPO = Path(__file__).resolve().parents[2]
FOLDER = REPO / "examples" / "松泠区园林环境局"
_WIDE = ("l1", "l2", "l3", "property", "target", "unit", "actual", "weight", "score", "reason")
_NARROW = ("l1", "l2", "l3", "target", "actual", "weight", "score", "reason")


@dataclass(frozen=True)
class Planted:
    """One form of the department, its file, and the faults put into it: code → places."""

    file: str
    form: Form
    faults: dict[str, list[str]]


@dataclass(frozen=True)
class File:
    """How a file of the department is written."""

    layout: str
    encoding: str


@cache
def _source() -> dict[str, Any]:
    text = (Path(__file__).parent / "department.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = from_yaml(text)
    return content


def files() -> dict[str, File]:
    return {name: File(**how) for name, how in _source()["files"].items()}


def forms() -> list[Planted]:
    return [Planted(entry["file"], _form(entry), entry.get("planted", {})) for entry in _source()["forms"]]


def _form(entry: dict[str, Any]) -> Form:
    weight, score = entry["total"].split("|")
    indicators, blank_rows = _indicators(entry["indicators"])
    return Form(
        year="2024",
        project=entry["project"],
        department=DEPARTMENT,
        unit=entry["unit"],
        leader=entry.get("leader"),
        phone=entry.get("phone"),
        funds=[Fund(**dict(zip(("name", *FUND_FIELDS), row, strict=True))) for row in _rows(entry["funds"])],
        goal_expected=entry["goal_expected"],
        goal_actual=entry["goal_actual"],
        indicators=indicators,
        total_weight=weight,
        total_score=score,
        totals=[Total("总分", weight, score)],
        blank_rows=blank_rows,
        secrecy=entry.get("secrecy"),
        money_unit="万元",
    )


def _rows(text: str) -> list[list[str]]:
    return [line.strip().split("|") for line in text.strip().splitlines()]


def _indicators(text: str) -> tuple[list[Indicator], list[str]]:
    """The rows with their first two levels filled down, and the names of rows left blank."""
    found, blank, l1, l2 = [], [], "", ""
    for row in _rows(text):
        l1, l2 = row[0] or l1, row[1] or l2
        if not any(row[3:]):
            blank.append(row[2])
            continue
        names = _WIDE if len(row) == len(_WIDE) else _NARROW
        found.append(Indicator(**dict(zip(names, [l1, l2, *row[2:]], strict=True))))
    return found, blank
