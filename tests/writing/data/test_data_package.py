"""The folder or zip: its descriptor, its bytes, what happens when something goes wrong."""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jiheng.checks import Audit
from jiheng.form import Form
from jiheng.trouble import Trouble
from jiheng.writing.data.tables import AUDIT_TABLES, RECORD_TABLES
from jiheng.writing.data.target import Target, parse_target, write_audit_data, write_records

from ..sample import form, sample

RECORD_TARGETS = ("数据.csv", "数据.parquet", "数据.xlsx", "数据.zip", "数据.jsonl.zip", "数据.parquet.zip")
AUDIT_TARGETS = ("问题.csv", "问题.parquet", "数据.zip", "数据.jsonl.zip", "数据.parquet.zip")
FIELD_TYPES = {"string", "integer", "number", "boolean"}


@pytest.mark.parametrize(
    ("text", "ending", "written_as"),
    [
        ("记录.CSV", ".csv", "csv"),
        ("a/数据.zip", ".zip", "csv"),
        ("数据.jsonl.zip", ".zip", "jsonl"),
        ("2024.1.zip", ".zip", "csv"),
        ("数据/", "/", "csv"),
        ("数据.parquet/", "/", "parquet"),
        ("问题.parquet", ".parquet", "parquet"),
        ("数据.xlsx", ".xlsx", "csv"),
    ],
)
def test_the_ending_says_what_is_written(text: str, ending: str, written_as: str) -> None:
    assert parse_target(text) == Target(Path(text), ending, written_as)


@pytest.mark.parametrize("text", ["数据.docx", "数据", "", "数据.json"])
def test_another_ending_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="之一结尾"):
        parse_target(text)


def test_without_polars_there_is_a_word_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    for text in ("问题.parquet", "数据.parquet.zip", "数据.parquet/"):
        with pytest.raises(Trouble, match="polars") as missing:
            parse_target(text)
        assert "jiheng[data]" in missing.value.advice
    assert parse_target("数据.zip").form == "csv"


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def assert_follows_the_standard(about: dict[str, Any]) -> None:
    """The rules of datapackage.org/standard: Data Package, Data Resource, Table Dialect, Table Schema."""
    assert about["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._-]+", about["name"])
    assert about["resources"]
    names = [one["name"] for one in about["resources"]]
    assert len(set(names)) == len(names)
    fields_of = {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in about["resources"]}
    for one in about["resources"]:
        assert re.fullmatch(r"[a-z0-9._/-]+", one["name"])
        assert one["type"] == "table"
        assert not one["path"].startswith(("/", ".")) and ".." not in one["path"]
        assert one["mediatype"] and one["format"] in ("csv", "jsonl", "parquet")
        for field in one["schema"]["fields"]:
            assert field["type"] in FIELD_TYPES
            assert field["title"] and field["description"]
            if "categories" in field:
                assert [one["value"] for one in field["categories"]] == field["constraints"]["enum"]
        assert set(one["schema"].get("primaryKey", ())) <= set(fields_of[one["name"]])
        for key in one["schema"].get("foreignKeys", ()):
            assert set(key["fields"]) <= set(fields_of[one["name"]])
            assert set(key["reference"]["fields"]) <= set(fields_of[key["reference"]["resource"]])


@pytest.mark.parametrize("form_name", ["csv", "jsonl", "parquet"])
def test_the_descriptor_is_true_of_the_files(form_name: str, tmp_path: Path) -> None:
    folder = tmp_path / f"数据.{form_name}"
    write_audit_data(sample(), parse_target(f"{folder}/"))
    about = described(folder)
    assert_follows_the_standard(about)
    assert [one["name"] for one in about["resources"]] == [table.name for table in AUDIT_TABLES]
    for one in about["resources"]:
        data = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(data)
        assert one["hash"] == f"sha256:{sha256(data).hexdigest()}"
        if form_name == "csv":
            head = data.decode("utf-8-sig").split("\r\n")[0].split(",")
            assert head == [field["name"] for field in one["schema"]["fields"]]
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"`{column.name}`" in page for table in AUDIT_TABLES for column in table.columns)


def test_reading_alone_describes_only_what_it_holds(tmp_path: Path) -> None:
    write_records([form()], parse_target(f"{tmp_path}/数据/"))
    about = described(tmp_path / "数据")
    assert_follows_the_standard(about)
    assert [one["name"] for one in about["resources"]] == [table.name for table in RECORD_TABLES]
    assert "why" not in {field["name"] for one in about["resources"][:3] for field in one["schema"]["fields"]}


def test_the_zip_holds_what_the_folder_holds(tmp_path: Path) -> None:
    write_audit_data(sample(), parse_target(f"{tmp_path}/数据/"))
    write_audit_data(sample(), parse_target(f"{tmp_path}/数据.zip"))
    with zipfile.ZipFile(tmp_path / "数据.zip") as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert list(files)[:2] == ["datapackage.json", "README.md"]
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "数据").iterdir()}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        folder.mkdir()
        for name in RECORD_TARGETS:
            write_records([one.form for one in sample().forms], parse_target(f"{folder}/{name}"))
        for name in AUDIT_TARGETS:
            write_audit_data(sample(), parse_target(f"{folder}/审核{name}"))
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    assert written(tmp_path / "甲") == written(tmp_path / "乙")
    for path in (tmp_path / "甲").iterdir():
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                assert {member.date_time[0] for member in archive.infolist()} == {1980}


@pytest.mark.parametrize("name", [*RECORD_TARGETS, "数据/"])
def test_no_forms_at_all(name: str, tmp_path: Path) -> None:
    write_records([], parse_target(f"{tmp_path}/{name}"))
    write_audit_data(Audit((), {}, ()), parse_target(f"{tmp_path}/审核.zip"))
    assert (tmp_path / name).exists()


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "数据"
    folder.mkdir()
    (folder / "我的.txt").write_text("留着", encoding="utf-8")
    (folder / "forms.csv").write_text("旧的", encoding="utf-8")
    write_records([form()], parse_target(f"{folder}/"))
    assert (folder / "我的.txt").read_text(encoding="utf-8") == "留着"
    assert "河道" in (folder / "forms.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["数据.zip", "数据/"])
def test_a_run_cut_short_leaves_no_half_package(name: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Form]:
        yield form()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_records(broken(), parse_target(f"{tmp_path}/{name}"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", RECORD_TARGETS)
def test_a_place_that_cannot_be_written_is_an_os_error(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(OSError, match="directory"):
        write_records([form()], parse_target(f"{tmp_path}/{name}"))
