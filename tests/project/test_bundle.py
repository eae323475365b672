"""The offline bundle: what goes in, that its scripts parse, and that it installs with the network off."""

import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parents[2]
SCRIPTS = REPO / "deploy" / "bundle"
LOCK = (REPO / "requirements.lock").read_text(encoding="utf-8")
EXAMPLES = REPO / "examples" / "松泠区园林环境局"


@pytest.fixture(scope="module")
def make() -> dict[str, Any]:
    return runpy.run_path(str(REPO / "deploy" / "make_bundle.py"))


def pinned(text: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))


def test_a_platform_gets_what_it_asks_for_with_its_hashes(make: dict[str, Any]) -> None:
    windows, linux = (make["wanted"](LOCK, make["PLATFORMS"][name], "3.12") for name in ("win_amd64", "linux_aarch64"))
    assert {"colorama", "tzdata", "lxml", "polars", "onnxruntime"} <= pinned(windows)
    assert "colorama" not in pinned(linux) and {"lxml", "django", "duckdb"} <= pinned(linux)
    for text in (windows, linux):
        assert " ; " not in text
        assert all("--hash=sha256:" in entry for entry in make["entries"](text))
        assert all(line in LOCK for line in text.splitlines() if "--hash" in line)


def test_every_entry_of_the_lock_is_for_some_platform(make: dict[str, Any]) -> None:
    kept = {
        name
        for platform in make["PLATFORMS"].values()
        for python in make["PYTHONS"]
        for name in pinned(make["wanted"](LOCK, platform, python))
    }
    assert kept == pinned(LOCK)


@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh"])
def test_shell_scripts_are_sound(script: str) -> None:
    subprocess.run(["sh", "-n", str(SCRIPTS / script)], check=True)
    if checker := shutil.which("shellcheck"):
        subprocess.run([checker, str(SCRIPTS / script)], check=True)


@pytest.mark.parametrize("script", ["install.bat", "uninstall.bat"])
def test_windows_scripts_parse(script: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_batch")
    data = (SCRIPTS / script).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n"), "Windows wants its own line ends"
    text = data.decode("gbk")
    assert "chcp 936" in text and "怎么办：" in text, "told as the console of a Chinese Windows reads it"
    tree = tree_sitter.Parser(tree_sitter.Language(grammar.language())).parse(text.encode())
    assert not tree.root_node.has_error


def test_a_python_of_another_version_does_not_fit(tmp_path: Path) -> None:
    shutil.copy(SCRIPTS / "install.py", tmp_path)
    for versions, fits in ((f"3.1 {sys.version_info[0]}.{sys.version_info[1]}", True), ("2.7 3.1", False)):
        (tmp_path / "VERSION").write_text(f"0.1.0\nlinux_x86_64\n{versions}\n", encoding="utf-8")
        ran = subprocess.run([sys.executable, "-I", tmp_path / "install.py", "--fits"], check=False)
        assert (ran.returncode == 0) is fits


def test_the_scripts_name_files_that_the_bundle_has(make: dict[str, Any]) -> None:
    for platform in make["PLATFORMS"].values():
        assert all((SCRIPTS / name).is_file() for name in platform.scripts)
        text = (SCRIPTS / "install.py").read_text(encoding="utf-8")
        assert "install.py" in platform.scripts
        for name in ("VERSION", "requirements.lock", "wheels", "--require-hashes", "--no-index"):
            assert name in text


def offline() -> list[str]:
    """The command before others that takes the network away; skips where that is not allowed."""
    command = ["unshare", "-n", "--"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("不能断开网络（unshare -n），跳过")
    return command


@pytest.mark.slow
@pytest.mark.skipif("JIHENG_FULL" not in os.environ, reason="取四百 MB 程序包，只在 make test-all 里做")
def test_the_bundle_installs_and_works_without_network(make: dict[str, Any], tmp_path: Path) -> None:
    before = offline()
    name = f"linux_{os.uname().machine}"
    try:
        package = make["build"](name, [f"{sys.version_info[0]}.{sys.version_info[1]}"], tmp_path, None)
    except subprocess.CalledProcessError:
        pytest.skip("取不到程序包，跳过")
    zipfile.ZipFile(package).extractall(tmp_path)
    (top,) = tmp_path.glob("jiheng-*/")
    home = tmp_path / "home"
    home.mkdir()
    own = {**os.environ, "HOME": str(home), "PYTHONPATH": "", "XDG_DATA_HOME": ""}
    python = Path(sys.executable).resolve()
    subprocess.run([*before, "sh", top / "install.sh", "--python", python], check=True, env=own)
    program = home / ".local" / "bin" / "jiheng"
    report = tmp_path / "审核报告.html"
    ran = subprocess.run(
        [*before, program, "audit", EXAMPLES, "-o", report], check=False, env=own, capture_output=True, text=True
    )
    assert ran.returncode == 1 and "须改正 8 张" in ran.stdout and report.is_file()
    assert (home / ".local/share/applications/jiheng.desktop").is_file()
    subprocess.run(["sh", home / ".local/share/jiheng/uninstall.sh"], check=True, env=own)
    assert not [path for path in (home / ".local").rglob("*") if path.is_file() or path.is_symlink()]


def test_the_unit_of_the_service_starts_what_is_installed(tmp_path: Path) -> None:
    text = (REPO / "deploy" / "jiheng.service").read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    assert start.split()[:2] == ["/opt/jiheng/env/bin/jiheng", "serve"]
    if checker := shutil.which("systemd-analyze"):
        unit = tmp_path / "jiheng.service"
        unit.write_text(text.replace(start, "/bin/true"), encoding="utf-8")
        ran = subprocess.run([checker, "verify", str(unit)], check=False, capture_output=True, text=True)
        assert "jiheng.service:" not in ran.stderr, ran.stderr
