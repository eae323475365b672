"""Examples that are not left to chance are the same whatever else a process has loaded."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st


def _drawn() -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    @settings(derandomize=True, database=None, max_examples=100, phases=(Phase.generate,))
    @given(st.integers(0, 10**9), st.text(max_size=20))
    def draw(number: int, text: str) -> None:
        found.append((number, text))

    draw()
    return found


def test_examples_do_not_depend_on_what_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _drawn()
    path = tmp_path / "loaded_meanwhile.py"
    path.write_text("\n".join(f"NUMBER_{n}, TEXT_{n} = {n * 1009 + 70_001}, '常数{n}'" for n in range(200)), "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    monkeypatch.setitem(sys.modules, path.stem, importlib.util.module_from_spec(spec))
    assert _drawn() == before
