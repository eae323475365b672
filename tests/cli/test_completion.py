"""What the shell completes with the script of `jiheng completion`."""

import shutil
import subprocess

import pytest
from tests.cli.conftest import Run

from jiheng.cli.commands import COMMANDS

_ASKED = (
    '{script}\nCOMP_WORDS=(jiheng {words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_jiheng\necho "${{COMPREPLY[@]}}"'
)


@pytest.mark.skipif(shutil.which("bash") is None, reason="没有 bash，跳过")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("''", [*COMMANDS]),
        ("aud", ["audit", "audit-log"]),
        ("audit --fa", ["--fail-on"]),
        ("audit-log ver", ["verify"]),
        ("audit-log verify --exp", ["--expect"]),
        ("explain audit --ind", ["--indicator"]),
        ("audit 自评", []),  # files, by the shell itself
        ("nothing --he", []),
    ],
)
def test_commands_and_options_are_completed(run: Run, words: str, completed: list[str]) -> None:
    script = run("completion").out
    ran = subprocess.run(["bash", "-c", _ASKED.format(script=script, words=words)], capture_output=True, text=True)
    assert (ran.stdout.split(), ran.stderr) == (completed, "")
