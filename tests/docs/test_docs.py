"""The generated pages are current, and what the written pages claim holds."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import typer

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


def test_every_decision_is_listed_in_order_by_its_heading() -> None:
    folder = REPO / "docs" / "decisions"
    headings = [(page.read_text(encoding="utf-8").split("\n")[0], page.name) for page in sorted(folder.glob("0*.md"))]
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [(f"# {title}", name) for title, name in listed] == headings


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


PAGES = [*WRITTEN, *(REPO / "docs" / "workbench").glob("*.md"), *(REPO / "docs" / "contributing").glob("*.md")]


def options_of(command: str) -> set[str]:
    """Every option that a command or one of its own commands takes."""
    from jiheng.cli.app import program

    def below(one: Any) -> set[str]:
        own = {name for param in one.params for name in (*param.opts, *param.secondary_opts)}
        return own.union(*(below(inner) for inner in getattr(one, "commands", {}).values()))

    return below(typer.main.get_command(program(command))) | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPO)))
def test_options_exist(page: Path) -> None:
    from jiheng.cli.commands import COMMANDS

    for command, rest in re.findall(r"\bjiheng ([a-z][a-z-]+)([^\n`|]*)", page.read_text(encoding="utf-8")):
        if command in COMMANDS:
            unknown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest)) - options_of(command)
            assert not unknown, f"jiheng {command}{rest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPO)))
def test_names_of_code_exist(page: Path) -> None:
    """Files of the repository and modules of the program that a page names in `…`."""
    for name in re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")):
        if re.fullmatch(r"(?:src|docs|tests|deploy|examples|bench|fuzz)/[\w./-]+", name):
            assert list(REPO.glob(name.rstrip("/"))), f"{page.name}: {name}"
        elif re.fullmatch(r"jiheng(?:\.[a-z_]+)+", name) and name != "jiheng.toml":
            assert find(name), f"{page.name}: {name}"


def find(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    path = REPO / "src" / name.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module, _, last = name.rpartition(".")
    file = REPO / "src" / module.replace(".", "/")
    for source in (file.with_suffix(".py"), file / "__init__.py"):
        if source.is_file() and re.search(rf"\b{last}\b", source.read_text(encoding="utf-8")):
            return True
    return False


NOT_RUN = {"自评表/": "没有随软件的文件夹", "FOLDER": "没有随软件的文件夹", "serve": "一直开着", "app": "一直开着"}
"""A word of a command in the README → why it is not run here."""


@pytest.mark.full
@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_every_command_of_the_readme_runs(
    page: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from jiheng.cli import main

    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n(.*?)```", (REPO / page).read_text(encoding="utf-8"), re.DOTALL)
    commands = [line[9:] for block in blocks for line in block.splitlines() if line.startswith("$ jiheng ")]
    run = [command for command in commands if not any(word in command.split() for word in NOT_RUN)]
    assert len(commands) >= 7 and len(run) >= 6
    for command in run:
        with pytest.raises(SystemExit) as left:
            main(command.replace("$E", str(REPO / "examples" / "松泠区园林环境局")).split())
        assert left.value.code in (0, 1), f"{command}: {capfdbinary.readouterr().err.decode()}"
