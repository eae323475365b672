"""Findings that a person has accepted stay apart, and come back when their cell changes."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks import Finding, Severity, audit, entry_text, load_accepted
from jiheng.form import Form
from jiheng.trouble import Trouble

from .paper import changed

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def form() -> Form:
    return changed({"年度资金总额·执行率": "10%"})


def accept(form: Form, file: Path) -> None:
    finding = audit([form], select={"A01"}).forms[0].findings[0]
    file.write_text(entry_text(form, finding, "已与决算核对", "财务科", datetime.date(2025, 3, 12)), encoding="utf-8")


def test_an_accepted_finding_is_set_apart_and_comes_back(form: Form, tmp_path: Path) -> None:
    file = tmp_path / "已接受.toml"
    accept(form, file)
    audited = audit([form], select={"A01"}, accepted=load_accepted(file)).forms[0]
    assert audited.findings == ()
    assert audited.accepted[0].acceptance.reason == "已与决算核对"
    assert audited.accepted[0].acceptance.date == "2025-03-12"

    form.funds[0].rate = "12%"
    again = audit([form], select={"A01"}, accepted=load_accepted(file)).forms[0]
    assert len(again.findings) == 1 and again.accepted == ()


def test_an_entry_holds_for_its_project_only(form: Form, tmp_path: Path) -> None:
    accept(form, tmp_path / "a.toml")
    other = changed({"年度资金总额·执行率": "10%", "项目名称": "另一个项目"})
    audited = audit([other], select={"A01"}, accepted=load_accepted(tmp_path / "a.toml")).forms[0]
    assert len(audited.findings) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[accepted]", "TOML"),
        ('[[accepted]]\ncode = "A01"', "的内容不对"),
        ('[[accepted]]\ncode="A01"\nplace="x"\nprinted=""\nreason="r"\nby="b"\ndate=2025-01-01', "project"),
        ('[[accepted]]\ncode="A01"\nplace="x"\nprinted=""\nreason=" "\nby="b"\ndate=2025-01-01\nproject="p"', "reason"),
        ('[[accepted]]\ncode="A01"\nplace="x"\nprinted=""\nreason="r"\nby="b"\ndate="昨天"\nproject="p"', "的内容不对"),
        ("other = 1", "的内容不对"),
    ],
)
def test_a_malformed_file_is_told_in_chinese(content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "坏.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Trouble, match=told):
        load_accepted(file)


def test_missing_and_wrongly_encoded_files(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="读不到"):
        load_accepted(tmp_path / "没有.toml")
    (tmp_path / "gbk.toml").write_bytes("reason = '理由'".encode("gb18030"))
    with pytest.raises(Trouble, match="UTF-8"):
        load_accepted(tmp_path / "gbk.toml")


@given(
    printed=st.text(st.characters(exclude_categories=["Cs"])),
    project=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)
def test_any_text_reads_back(printed: str, project: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    form = Form(project=project)
    finding = Finding("A01", Severity.ERROR, "project", printed, "", "", "", "")
    file = tmp_path_factory.mktemp("accepted") / "a.toml"
    file.write_bytes(entry_text(form, finding, "理由", "某人").encode())
    (entry,) = load_accepted(file)
    assert entry.covers(finding, form)
