import json
import time
from pathlib import Path

import msgspec
import pytest

from jiheng.checks import Audit, to_json
from jiheng.checks import audit as run_audit
from jiheng.writing.audit_report import jsonl, write_audit
from jiheng.writing.markdown import markdown

from .sample import RATE, SCRIPT, audited, form, many, sample


def test_an_unknown_ending_is_refused_in_chinese(tmp_path: Path) -> None:
    for name in ("报告.doc", "报告"):
        with pytest.raises(ValueError, match=r"\.xlsx、\.html、\.json、\.jsonl、\.md"):
            write_audit(sample(), tmp_path / name)
        assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    for ending in ("html", "json", "jsonl", "md"):
        with pytest.raises(OSError):
            write_audit(sample(), tmp_path / "没有" / f"报告.{ending}")


def test_json_is_the_audits_own(tmp_path: Path) -> None:
    audit = many(2)
    write_audit(audit, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == to_json(audit)


def test_jsonl_has_a_line_a_form_and_one_for_the_rest(tmp_path: Path) -> None:
    audit = many(3)
    write_audit(audit, tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]
    whole = json.loads(to_json(audit))
    assert lines[:3] == whole["forms"]
    assert lines[3] == {name: part for name, part in whole.items() if name != "forms"}
    assert len(lines) == 4


def test_jsonl_keeps_batch_findings_over_all_forms() -> None:
    *_, last = jsonl(Audit(many(6).forms, {}, sample().batch, (), sample().problems))
    rest = json.loads(last)
    assert rest["batch"][0]["forms"] == [0, 5]
    assert rest["batch"][0]["label"] == "项目名称"
    assert len(rest["problems"]) == 2


def test_markdown_tells_summary_and_findings_form_by_form() -> None:
    text = markdown(sample())
    assert text.startswith("# 项目支出绩效自评审核报告\n\n6 张自评表中 5 张有问题")
    assert "## 1. 河道日常保洁服务" in text
    assert "| 错误 | A01" in text
    assert "## 各表之间的问题" in text
    assert "## 已认可" in text
    assert "## 未读成" in text
    assert "泵站运行电费" in text.split("## 已认可")[1]


def test_markdown_text_cannot_become_mark_up() -> None:
    text = markdown(sample())
    assert SCRIPT not in text
    assert "\\<script\\>" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows


def test_markdown_tables_are_even() -> None:
    broken = audited(form("甲|乙\n丙"), [msgspec.structs.replace(RATE, printed="`1|2\n3", message="a|b\r\nc")])
    for block in markdown(Audit((broken, *sample().forms), {}, ())).split("\n\n"):
        rows = [line.replace("\\|", "") for line in block.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1
        assert not rows or len(rows) == len(block.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "html"])
def test_two_thousand_forms_in_reasonable_time(tmp_path: Path, ending: str) -> None:
    audit = many(2000)
    start = time.process_time()
    write_audit(audit, tmp_path / f"a.{ending}")
    assert time.process_time() - start < 60
    assert (tmp_path / f"a.{ending}").stat().st_size < 80_000_000


def test_a_real_audit_can_be_written_in_every_form(tmp_path: Path) -> None:
    # A lone surrogate cannot come out of a file, and JSON has no way to hold it.
    forms = [msgspec.structs.replace(one.form, goal_actual="已完成\x07") for one in sample().forms]
    done = run_audit(forms, problems=sample().problems)
    assert done.forms[0].findings
    for ending in ("xlsx", "html", "json", "jsonl", "md"):
        write_audit(done, tmp_path / f"a.{ending}")
        assert (tmp_path / f"a.{ending}").stat().st_size > 1000
