"""The generated pages are current, and what the written pages claim holds."""

import re
import runpy
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
WRITTEN = [
    *REPO.glob("*.md"),
    *(REPO / "docs").glob("*.md"),
    *(REPO / "docs" / "decisions").glob("*.md"),
    *(REPO / "examples").glob("*.md"),
]


def test_generated_pages_are_current() -> None:
    generator = runpy.run_path(str(REPO / "docs" / "generate.py"))
    assert generator["stale"]() == [], "运行 make docs"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(REPO)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(REPO)))
def test_commands_and_codes_exist(page: Path) -> None:
    from jiheng.checks import catalogue
    from jiheng.cli.app import app

    text = page.read_text(encoding="utf-8")
    known = {"extract", "audit", "explain", "rulebooks", "checks"}
    assert {info.name for info in app.registered_commands} | {group.name for group in app.registered_groups} == known
    assert {name for name in re.findall(r"\bjiheng ([a-z]+)", text) if name not in known} <= set()
    for code in re.findall(r"checks show ([A-Z]\d\d)", text):
        assert code in catalogue()
