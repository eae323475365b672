"""What is otherwise on Windows: processes started afresh, a console in GBK, names in which case does not count."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiheng.cli import output, wildcards
from jiheng.reading.files.pool import START

from .conftest import EXAMPLES
from .test_commands import shell


@pytest.mark.full
def test_files_are_read_by_processes_started_afresh() -> None:
    afresh = {**os.environ, START: "spawn", "JIHENG_TIMEOUT": "60"}
    ran = shell("audit", EXAMPLES, "--statistics", env=afresh)
    plain = shell("audit", EXAMPLES, "--statistics")
    assert ran.stdout.decode() == plain.stdout.decode(), ran.stderr.decode()
    assert "16 张自评表" in ran.stdout.decode()


@pytest.mark.full
@pytest.mark.parametrize("encoding", ["gbk", "cp936"])
@pytest.mark.parametrize(
    ("arguments", "said", "told_in"),
    [
        ([], "1 张自评表，没有发现问题", "gb18030"),
        (["没有这个文件"], "没有这个文件", "gb18030"),
        (["--format", "json"], '"主次干道清扫保洁服务"', "utf-8"),
    ],
)
def test_a_chinese_console_gets_its_own_encoding_and_programs_get_utf_8(
    encoding: str, arguments: list[str], said: str, told_in: str, clean_form: Path
) -> None:
    ran = shell("audit", clean_form, *arguments, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert said in ran.stdout.decode(told_in)


def test_tables_for_excel_carry_a_mark(tmp_path: Path) -> None:
    shell("extract", EXAMPLES, "-o", tmp_path / "数据.csv")
    data = (tmp_path / "数据.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.full
def test_nothing_is_imported_that_windows_lacks() -> None:
    """Reading, auditing, writing and the local page start where these modules are not there."""
    code = """
import sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty"):
    sys.modules[name] = None
import jiheng.cli.audit, jiheng.cli.annotate, jiheng.cli.fix, jiheng.cli.fill, jiheng.cli.rollup, jiheng.cli.report
import jiheng.cli.publish, jiheng.cli.local.server, jiheng.cli.batch, jiheng.cli.query, jiheng.batch.run
import jiheng.cli.claims, jiheng.cli.extract, jiheng.cli.explain, jiheng.cli.places, jiheng.batch.store
from jiheng.cli import main
main(sys.argv[1:])
"""
    command = [sys.executable, "-c", code, "audit", str(EXAMPLES), "--statistics"]
    own = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, capture_output=True, check=False, env=own)
    assert ran.returncode == 1, ran.stderr.decode()
    assert "错误 12 处" in ran.stdout.decode()


@pytest.mark.parametrize(
    ("windows", "file", "typed"),
    [
        (False, "a(1).xlsx", "'a(1).xlsx'"),
        (False, r"a\b.xlsx", r"'a\b.xlsx'"),
        (True, r"自评表\a.xlsx", r"自评表\a.xlsx"),
        (True, r"自评表\甲&乙 (1).xlsx", r'"自评表\甲&乙 (1).xlsx"'),
        (True, "50%.xlsx", '"50%.xlsx"'),
        (True, "it's.xlsx", '"it\'s.xlsx"'),
    ],
)
def test_names_are_told_as_the_command_prompt_there_takes_them(windows: bool, file: str, typed: str) -> None:
    assert output.as_typed([file], windows) == typed


def test_patterns_stand_for_the_files_that_they_fit(tmp_path: Path) -> None:
    for name in ("乙[1].docx", "甲.docx", "甲.xlsx"):
        (tmp_path / name).touch()
    typed = ["audit", f"{tmp_path}{os.sep}*.docx", f"{tmp_path}{os.sep}乙[1].*", "没有*.docx", "--format=*"]
    found = [f"{tmp_path}{os.sep}{name}" for name in ("乙[1].docx", "甲.docx", "乙[1].docx")]
    assert wildcards.expanded(typed) == ["audit", *found, "没有*.docx", "--format=*"]
