"""Spoiled and hostile files: never an exception, always an answer, in bounded time."""

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.form import Problem
from jiheng.reading import read_bytes

from .test_layouts import HEAD, ROWS, TOTAL, TREE


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "fuzz" / "fuzz_extract.py"
    spec = importlib.util.spec_from_file_location("fuzz_extract", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_spoiled_forms(fuzz: ModuleType) -> None:
    assert fuzz.with_random(600, seed=7, most=40) == 40


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    found = list(read_bytes(data, "甲"))
    assert found and all(not isinstance(item, Problem) or "缺陷" not in item.advice for item in found)


_ROWS = examples(10_000, least=3_000)


@pytest.mark.full
@pytest.mark.parametrize(
    "text",
    [
        HEAD + "年度总体目标\t预期目标\t实际完成情况\n" + "\t甲乙丙丁\t戊己\n" * _ROWS,
        HEAD + TREE + ROWS + "\t\t\t\t\t甲\t\t\n" * _ROWS,
        HEAD + TREE + "\t甲\t\t\t1\t\t1\t乙\t1\n" * _ROWS,
        HEAD + TREE + '\t"a\t"b\n' * _ROWS,
        HEAD + TREE + ("甲\t" * 5000 + "\n") * 10,
        HEAD + TREE + ROWS + TOTAL * _ROWS,
        "项目名称\t甲\n" * _ROWS,
        "\t三级指标\n\t一级指标\n\t二级指标\n\t得分\n\n" + "\t甲\n\t乙\n\n" * _ROWS,
    ],
    ids=["goals", "scraps", "shifted", "quotes", "wide", "totals", "projects", "lines"],
)
def test_endless_files_end(text: str) -> None:
    began = time.process_time()
    found = list(read_bytes(text.encode(), "甲.txt"))
    assert found and time.process_time() - began < 5
