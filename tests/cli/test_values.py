"""The words of a command line become values without pydantic, and a wrong one is said in Chinese."""

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Run

_LOADED = "import sys; from jiheng.cli.app import run; run({args!r}); print([n for n in {names!r} if n in sys.modules])"


def test_an_audit_loads_neither_pydantic_nor_what_only_other_formats_need() -> None:
    names = (
        "pydantic",
        "email.policy",
        "pypdfium2",
        "xlrd",
        "polars",
        "django",
        "jinja2",
        "xlsxwriter",
        "jiheng.opinion",
    )
    code = _LOADED.format(args=["audit", str(EXAMPLES / "局本级-表格粘贴.txt"), "--format", "json"], names=names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--jobs", "两"], "--jobs 后面要写整数，不能是“两”"),
        (["--jobs", "0"], "--jobs 不能小于 1，写的是 0"),
        (["--memory", "-5"], "--memory 不能小于"),
        (["--timeout", "很久"], "--timeout 后面要写数，不能是“很久”"),
    ],
)
def test_a_wrong_number_is_said_in_chinese(args: list[str], said: str, run: Run) -> None:
    ran = run("audit", "表.docx", *args)
    assert ran.code == 2
    assert said in ran.err


def test_the_audit_of_a_form_that_goes_to_a_pipe_loads_no_rich(clean_form: Path) -> None:
    code = _LOADED.format(args=["audit", str(clean_form)], names=("rich.console", "jiheng.opinion"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "没有发现问题" in done.stdout and done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["serve", "app"])
@pytest.mark.parametrize(
    ("port", "said"), [("99999", "--port 不能大于 65535，写的是 99999"), ("-1", "--port 不能小于")]
)
def test_a_port_that_is_none_is_refused(command: str, port: str, said: str, run: Run) -> None:
    ran = run(command, "--port", port)
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err
