"""Forms of other places, in every format: their cells against gold, and what is no self-evaluation named as such."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from jiheng.form import Form, to_json
from jiheng.reading import read_path

LEAST = {"html": 99.5, "txt": 99.5, "docx": 99.5, "xlsx": 98.0, "lines.txt": 99.0}
"""Share of right cells; a workbook cannot hold 412.60 as a bare number."""


@pytest.fixture(scope="module")
def grade(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("grade", corpus / "grade.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.full
@pytest.mark.parametrize("variant", LEAST)
def test_cells_of_every_place(corpus: Path, grade: ModuleType, variant: str) -> None:
    right = total = 0
    for file in sorted((corpus / "places").glob("*.gold.json")):
        gold = json.loads(file.read_text("utf-8"))
        printed = file.with_name(file.name[:-9] + variant)
        if not printed.exists():
            continue
        forms = [x for x in read_path(printed, every=True) if isinstance(x, Form)]
        if gold.get("not_self_evaluation"):
            assert not [form for form in forms if form.kind == "project"]
            continue
        found = json.loads(to_json(forms))[0]
        pairs = [(grade.norm(a), grade.norm(b)) for _, _, a, b in grade.cells(gold, found)]
        right += sum(a == b for a, b in pairs if a or b)
        total += sum(bool(a or b) for a, b in pairs)
    assert 100 * right / total >= LEAST[variant]
