"""The scripts of the pages, by node's own test runner; the types of what they say by `make lint`."""

import shutil
import subprocess
from pathlib import Path

import pytest

_REPO = Path(__file__).parents[2]
_STATIC = _REPO / "src" / "jiheng" / "web"


@pytest.mark.skipif(shutil.which("node") is None, reason="没有 node，页面脚本的测试没有做")
def test_the_editor_s_modules_do_what_their_tests_say():
    done = subprocess.run(
        ["node", "--test", *sorted(str(path) for path in (_REPO / "tests" / "js").glob("*.test.js"))],
        capture_output=True,
        text=True,
        cwd=_REPO,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_module_of_the_editor_has_its_types_checked():
    modules = sorted((_STATIC / "forms" / "static" / "forms").glob("*.js"))
    assert modules
    assert [
        path.name for path in modules if "// @ts-check" not in path.read_text(encoding="utf-8").splitlines()[0]
    ] == []
