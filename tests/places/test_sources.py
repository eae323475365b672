"""Packs in users' folders: found by a variable that worker processes inherit, in versions, beside the shipped ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.form import Form
from jiheng.places import choose, load
from jiheng.places.pack import find
from jiheng.places.sources import VARIABLE, bring, forget, installed, shipped
from jiheng.places.usable import broken, installed_books, packs
from jiheng.places.words import words
from jiheng.reading.form.column_likelihood import is_sign
from jiheng.reading.form.form_kind import of_title
from jiheng.reading.form.numbering import is_running
from jiheng.reading.labels.form_marks import line_below


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, "")
    forget()
    yield
    monkeypatch.undo()
    forget()


def pack(folder: Path, name: str, weight: str = "0.2") -> None:
    (folder / name).mkdir(parents=True)
    head = f'id = "{name.partition("@")[0]}"\nname = "样山县办法"\nregion = "样山县"\n'
    head += 'departments = ["样山县"]\nextends = "mof-2020"\n'
    rule = f'[over.reason_from]\nvalue = {weight}\ntext = "t"\nsource = "s"\ncertainty = "chosen"\n'
    (folder / name / "place.toml").write_text(head, "utf-8")
    (folder / name / "rules.toml").write_text(rule, "utf-8")


def test_a_folder_of_packs_takes_part_in_the_choice(tmp_path: Path):
    pack(tmp_path, "my-county")
    assert choose(Form(department="样山县水务局", year="2024")).book.id == "mof-2020"
    bring(tmp_path)
    assert choose(Form(department="样山县水务局", year="2024")).book.id == "my-county"
    assert "my-county" in packs() and "my-county" in installed_books()


def test_the_plain_id_is_the_newest_version_and_each_version_stays(tmp_path: Path):
    for version, weight in ((1, "0.2"), (2, "0.4"), (10, "0.5")):
        pack(tmp_path, f"my-county@{version}", weight)
    bring(tmp_path)
    assert str(load("my-county").number("over.reason_from")) == "0.5"
    assert str(load("my-county@2").number("over.reason_from")) == "0.4"
    assert (load("my-county").id, load("my-county@1").id) == ("my-county@10", "my-county@1")
    assert find("my-county").version == 10
    assert [name for name in installed_books() if name.startswith("my-county")] == ["my-county@10"]


def test_a_pack_that_cannot_be_used_stops_no_other(tmp_path: Path):
    pack(tmp_path, "my-county")
    pack(tmp_path, "spoiled")
    (tmp_path / "spoiled" / "place.toml").write_text("id = ", "utf-8")
    bring(tmp_path)
    assert "my-county" in packs() and "spoiled" not in packs()
    assert ["spoiled" in error.file for error in broken()] == [True]


@pytest.mark.full
@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("words.toml", '[patterns.columns]\nscore = ["("]\n', "正则式"),
        ("words.toml", '[form.columns]\ntarget = ["末值"]\nactual = ["末值"]\n', "末值"),
        ("words.toml", '[report.sources]\n"财政拨款" = ["财政补助"]\n', "财政补助"),
        ("rules.toml", '[execution.weight]\nvalue = 500\ntext = "t"\nsource = "s"\ncertainty = "chosen"\n', "500"),
        ("place.toml", 'id = "spoiled"\nname = "n"\nregion = "r"\nextends = "spoiled"\n', "圈"),
        ("place.toml", 'id = "spoiled"\nname = "n"\nregion = "r"\nextends = "nowhere"\n', "nowhere"),
    ],
)
def test_words_rules_and_ancestors_of_no_use_leave_the_pack_out_and_are_told(
    tmp_path: Path, file: str, text: str, said: str
):
    pack(tmp_path, "my-county")
    pack(tmp_path, "spoiled")
    (tmp_path / "spoiled" / file).write_text(text, "utf-8")
    bring(tmp_path)
    assert choose(Form(department="样山县水务局", year="2024")).book.id == "my-county"
    assert "spoiled" not in packs() and "spoiled" not in installed_books()
    [error] = broken()
    assert said in error.message and "spoiled" in error.file and error.advice
    assert words().form.columns["actual"]  # the words of the others are there


def test_a_shipped_pack_keeps_its_id(tmp_path: Path):
    pack(tmp_path, "mof-2020")
    bring(tmp_path)
    assert installed()["mof-2020"] == shipped()["mof-2020"]


def test_words_of_a_pack_tell_kinds_and_labels(tmp_path: Path):
    pack(tmp_path, "甲县")
    text = """
[form]
running = ["编次"]
properties = ["比率型"]
below = ["经手人"]
[kinds.titles]
monitor = ["跟踪情况表"]
[report.around]
periods = ["上旬"]
"""
    (tmp_path / "甲县" / "words.toml").write_text(text, "utf-8")
    assert of_title("项目绩效跟踪情况表") is None and not is_running("编次")
    assert not is_sign("比率型") and not line_below().match("经手人：甲")
    bring(tmp_path)
    assert of_title("项目绩效跟踪情况表") == "monitor" and is_running("编次")
    assert is_sign("比率型") and line_below().match("经手人：甲")
