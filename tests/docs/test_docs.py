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
    from jiheng.cli.commands import COMMANDS

    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"\bjiheng ([a-z]+)", text)) <= set(COMMANDS)
    for code in re.findall(r"checks show ([A-Z]\d\d)", text):
        assert code in catalogue()


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_what_the_readme_shows_is_what_the_commands_print(
    page: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiheng.cli import main

    monkeypatch.chdir(REPO)
    monkeypatch.setenv("COLUMNS", "90")
    blocks = re.findall(r"```console\n\$ jiheng (.*?)\n(.*?)```", (REPO / page).read_text(encoding="utf-8"), re.DOTALL)
    shown = [(command, output) for command, output in blocks if output.strip() and not output.startswith("$")]
    assert len(shown) == 3
    for command, output in shown:
        args = command.replace("$E", "examples/松泠区园林环境局").split()
        with pytest.raises(SystemExit):
            main([*args, "--format", "table"])
        printed = [line.rstrip() for line in capfdbinary.readouterr().out.decode().splitlines()]
        for piece in output.strip().split("…\n"):
            lines = piece.rstrip("…\n").splitlines()
            starts = [index for index, line in enumerate(printed) if line == lines[0]] if lines else [0]
            assert any(printed[start : start + len(lines)] == lines for start in starts), "\n".join(lines)
