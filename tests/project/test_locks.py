"""The locked requirements hold what pyproject.toml asks for, with hashes, and no address of any machine."""

import re
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNTIME = [
    *PROJECT["dependencies"],
    *(one for extra in ("pdf", "data", "ocr", "web", "sign-in") for one in EXTRAS[extra]),
]
EVERYTHING = [*RUNTIME, *(one for name, extra in EXTRAS.items() if name != "all" for one in extra)]


def name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("requirements.lock", RUNTIME), ("requirements-dev.lock", EVERYTHING)],
    ids=lambda it: str(it)[:24],
)
def test_a_lock_holds_what_is_asked_for(lock: str, wanted: list[str]) -> None:
    text = (REPO / lock).read_text(encoding="utf-8")
    pinned = {name(line) for line in text.splitlines() if re.match(r"[a-z0-9].*==", line)}
    assert {name(one) for one in wanted} <= pinned, "运行 make lock"
    entries = re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2])
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links|/home|/opt|/work", text)
