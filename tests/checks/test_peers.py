"""A library file is read back as the checks need it, however its names are numbered; a bad one is said."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from jiheng.batch.library import Range, Usual
from jiheng.batch.library_file import library_file
from jiheng.checks import load_peers
from jiheng.trouble import Trouble

RANGE = Range(Decimal(10), Decimal(20), Decimal(30), Decimal("60.5"), Decimal(120))
USUAL = Usual(
    *("故障响应时间", "产出指标", "时效指标", 23, 7, "reverse", "分钟", 21),
    *(Decimal("7.5"), RANGE, ("≤30分钟",), ("故障反应时间",)),
)


@pytest.mark.parametrize("ending", [".json", ".toml"])
def test_a_library_reads_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"指标库{ending}"
    path.write_bytes(library_file([USUAL], ending))
    peers = load_peers(path)
    found = peers.find("指标2：故障响应时间（分钟）")
    assert found is not None and found.range is not None
    assert (found.usual_count, found.unit, found.weight) == (21, "分钟", Decimal("7.5"))
    assert msgspec.structs.astuple(found.range) == msgspec.structs.astuple(RANGE)
    assert peers.find("故障反应时间") is found
    assert peers.find("培训人数") is None


@pytest.mark.parametrize(("name", "text"), [("a.json", "不是 JSON"), ("a.toml", "= 1"), ("b.json", '[{"count": 3}]')])
def test_a_file_that_is_no_library_is_said(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match="指标库"):
        load_peers(tmp_path / name)


def test_a_missing_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="打不开指标库"):
        load_peers(tmp_path / "没有.json")
