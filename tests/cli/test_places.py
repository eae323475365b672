"""`jiheng places`: list, show, check, learn, and the pack in use."""

import json
from pathlib import Path

import pytest

from jiheng.places.sources import VARIABLE, forget

from .conftest import Run


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    forget()
    yield
    monkeypatch.undo()
    forget()


def test_list_and_show(run: Run) -> None:
    listed = {pack["id"]: pack for pack in json.loads(run("places", "--format", "json").out)}
    assert {"mof-2020", "hubei-2020", "transfer-2023"} <= listed.keys()
    shown = run("places", "show", "hubei-2020", "--format", "table").out
    assert "湖北省" in shown and "20 × 执行率" in shown and "mof-2020" in shown
    assert (
        json.loads(run("places", "show", "hubei-2020", "--format", "json").out)["rules"]["execution.weight"]["value"]
        == 20
    )


def test_learn_check_and_audit_with_the_pack(clean_form: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "my-county"
    learnt = run("places", "learn", clean_form, "-o", folder)
    assert learnt.code == 0, learnt.err
    assert "待定" in learnt.out
    assert run("places", "check", folder).code == 0
    audited = json.loads(run("audit", clean_form, "--place", folder, "--format", "json").out)
    assert audited["forms"][0]["rulebook"] == "my-county"
    assert run("extract", clean_form, "--place", folder).code == 0
    again = run("places", "learn", clean_form, "-o", folder)
    assert (again.code, "已有文件" in again.err) == (2, True)
    unnamed = run("places", "learn", clean_form, "-o", tmp_path / "我县")
    assert (unnamed.code, "my-county-2025" in unnamed.err, (tmp_path / "我县").exists()) == (2, True, False)


def test_a_pack_of_no_use_is_told_and_the_forms_are_audited(
    clean_form: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "spoiled"
    folder.mkdir()
    (folder / "place.toml").write_text('id = "spoiled"\nname = "n"\nregion = "r"\nextends = "mof-2020"\n', "utf-8")
    (folder / "words.toml").write_text('[patterns.columns]\nscore = ["("]\n', "utf-8")
    assert run("extract", clean_form, "--place", folder).code == 2
    assert "正则式" in run("audit", clean_form, "--place", folder).err
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    forget()
    audited = json.loads(run("audit", clean_form, "--format", "json").out)
    [problem] = audited["problems"]
    assert "地方包不能用" in problem["message"] and "words.toml" in problem["file"] and problem["advice"]
    assert len(audited["forms"]) == 1 and audited["forms"][0]["scores"]["total"]


def test_what_cannot_be_used_is_said(tmp_path: Path, run: Run) -> None:
    assert run("places", "show", "hubei-2002").code == 2
    err = run("places", "show", "hubei-2002").err
    assert "hubei-2020" in err and "Traceback" not in err
    assert run("places", "check", tmp_path / "none").code == 2
    assert run("places", "check", "mof-2020").code == 0
    assert run("places", "check", tmp_path).code == 1
    assert run("places", "learn", tmp_path).code == 2
