"""The workers that run the tests: all is run once and told, also what goes wrong in them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_CONFTEST = """
from tests.forked import Forked, add_option
def pytest_addoption(parser):
    add_option(parser)
def pytest_configure(config):
    config.pluginmanager.register(Forked(config, lambda config, number: None))
"""
_TESTS = """
import os, warnings
import pytest
@pytest.fixture(scope="module", autouse=True)
def process():
    yield os.getpid()
    with open("ended", "a") as file:
        print(os.getpid(), file=file)
def test_apart(process):
    assert process == os.getpid() != os.getppid() == int(os.environ["STARTED"])
@pytest.mark.parametrize("number", range(120))
def test_many(number):
    pass
def test_told():
    print("说过的话")
    warnings.warn("留神")
    {fault}
"""


def _run(folder: Path, *faults: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
    for number, fault in enumerate(faults):
        (folder / f"test_{number}.py").write_text(_TESTS.format(fault=fault), encoding="utf-8")
    start = "import os, sys, pytest; os.environ['STARTED'] = str(os.getpid()); sys.exit(pytest.main(sys.argv[1:]))"
    command = [sys.executable, "-c", start, "-q", "-p", "no:django", "-p", "no:cacheprovider", "--workers", "2", "."]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上都在一个进程里做")
def test_every_test_is_run_once_and_what_fails_is_told(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "pass", "assert 1 == 2", "pass")
    assert code == 1
    assert "1 failed, 365 passed, 3 warnings" in said
    assert "assert 1 == 2" in said and said.count("说过的话") == 2 and "UserWarning: 留神" in said
    assert 3 <= len((tmp_path / "ended").read_text().split()) <= 6, "a module taken in two parts ends twice"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上都在一个进程里做")
def test_a_worker_that_is_gone_ends_the_run(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "pass", "os.kill(os.getpid(), 9)")
    assert code == 3
    assert "ended with -9 at test_1.py::test_told" in said
