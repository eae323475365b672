"""What shipped files hold is kept beside the bytecode: the same tables, never those of an older file."""

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from jiheng.places import parsed as module
from jiheng.places.parsed import parsed

TEXT = 'name = "某县"\nshare = 0.10\nyears = [2023]\n[deep]\nwords = ["一", "二"]\nexact = 1.0\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "places")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "places").mkdir()
    return tmp_path / "places" / "rules.toml"


def read(file: Path, text: str) -> dict[str, object]:
    file.write_text(text, encoding="utf-8")
    return parsed(file, file.read_bytes())


def kept(file: Path) -> list[Path]:
    return list((file.parent.parent / "kept").rglob("*.json"))


def test_what_is_kept_is_what_was_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(file, TEXT)
    monkeypatch.setattr(module, "_tables", lambda content: pytest.fail("parsed again"))
    again = read(file, TEXT)
    assert again == first and len(kept(file)) == 1
    assert repr(again["share"]) == "Decimal('0.10')" and repr(again["years"]) == "[2023]"
    assert again["deep"] == {"words": ["一", "二"], "exact": Decimal("1.0")}


def test_a_changed_file_is_read_anew(file: Path) -> None:
    read(file, TEXT)
    assert read(file, TEXT.replace("0.10", "0.20"))["share"] == Decimal("0.20")


@pytest.mark.parametrize("spoiled", ["", "12345678", '{"a": '])
def test_what_was_spoiled_is_read_anew(file: Path, spoiled: str) -> None:
    read(file, TEXT)
    one = kept(file)[0]
    one.write_bytes(one.read_bytes()[:8] + spoiled.encode())
    assert read(file, TEXT)["share"] == Decimal("0.10")


def test_where_nothing_can_be_kept_it_is_read_every_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent.parent / "kept").write_text("no folder")
    assert read(file, TEXT) == read(file, TEXT)
    (file.parent.parent / "kept").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert read(file, TEXT)["name"] == "某县" and kept(file) == []


def test_the_folders_of_users_hold_only_what_they_put_there(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "rules.toml"
    own.parent.mkdir()
    assert read(own, TEXT)["name"] == "某县" and list(own.parent.iterdir()) == [own]
    assert kept(file) == []
