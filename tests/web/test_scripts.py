"""The scripts of the pages, by node's own test runner; the types of what they say by `make lint`."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

_REPO = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("node") is None, reason="没有 node，页面脚本的测试没有做")
def test_the_editor_s_modules_do_what_their_tests_say():
    done = subprocess.run(
        ["node", "--test", *sorted(str(path) for path in (_REPO / "tests" / "js").glob("*.test.js"))],
        capture_output=True,
        text=True,
        cwd=_REPO,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_types_of_every_script_are_checked():
    options = json.loads((_REPO / "tsconfig.json").read_text("utf-8"))
    assert options["compilerOptions"]["checkJs"]
    scripts = sorted((_REPO / "src").rglob("*.js"))
    checked = {path for pattern in options["include"] for path in _REPO.glob(pattern)}
    assert scripts
    assert [path.name for path in scripts if path not in checked or "@ts-nocheck" in path.read_text("utf-8")] == []
