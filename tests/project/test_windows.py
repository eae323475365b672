"""Windows: its own Python, run by Wine with the network off, installs the bundle by its own script and works.

Slow, and only where Wine, a compiler for Windows and a network to fetch packages by are there; run as root by
`make test-all`, skipped with the reason elsewhere.
"""

import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest
from tests.project.test_other_machines import ASK, EXAMPLES, PATIENCE, REPO, Command, needs, reads_until, started
from tests.project.windows import python

PLACE = PureWindowsPath("C:/users/王 五/绩衡 (试)")
"""Where the bundle goes: what a command prompt could stumble over."""
WINE = Path("/usr/lib/wine/wine64")
SERVER = Path("/usr/lib/wine/wineserver64")
ALONE: Command = ["unshare", "-n", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""Before a command: no network but a loopback of its own."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("JIHENG_FULL" not in os.environ, reason="要造一台机器，只在 make test-all 里做"),
]


class Machine:
    """A Windows in a folder. What runs there has no network but its own loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        locale = {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}  # by which Wine takes code page 936
        wine = {"WINEPREFIX": str(folder), "WINEDEBUG": "-all", "PYTHONPATH": ""}
        self.environment = {**os.environ, **locale, **wine, "JIHENG_TIMEOUT": str(PATIENCE)}

    def here(self, path: PureWindowsPath) -> Path:
        """Where a file of that machine lies in this one."""
        return self.folder / "drive_c" / Path(*path.parts[1:])

    def command(self, *command: object) -> Command:
        """A command of that machine as one of this: its output through a pipe, which is all that it can write to."""
        return [*ALONE, WINE, *map(str, command)]

    def run(self, *command: object, folder: PureWindowsPath = PLACE) -> tuple[int, str]:
        """Exit code, and what was written, read as a Chinese Windows writes it."""
        ran = subprocess.run(
            self.command(*command),
            check=False,
            cwd=self.here(folder),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=6 * PATIENCE,
        )
        return ran.returncode, ran.stdout.decode("gb18030", "replace").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    needs("wine", "x86_64-w64-mingw32-gcc", "unshare", "ip")
    if sys.version_info[:2] != (3, 11) or not WINE.exists():
        pytest.skip("要 Python 3.11 和 64 位的 Wine，跳过")
    if "zh_CN.utf8" not in subprocess.run(["locale", "-a"], check=True, capture_output=True, text=True).stdout:
        pytest.skip("没有 zh_CN.UTF-8 这个区域设置，Wine 不会用代码页 936，跳过")
    folder = tmp_path_factory.mktemp("windows")
    made = Machine(folder / "prefix")
    made.folder.mkdir()
    server = subprocess.Popen([*ALONE, SERVER, "-f", "-p"], env=made.environment)  # one for all: it opens the sockets
    try:
        quiet = subprocess.DEVNULL  # its services live on, and would hold a pipe open
        subprocess.run(made.command("wineboot", "-i"), check=True, env=made.environment, stdout=quiet, stderr=quiet)
        python.make_missing_library(made.folder / "drive_c/windows/system32")
        yield made
    finally:
        subprocess.run([SERVER, "-k"], check=False, env=made.environment)
        server.wait(PATIENCE)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def program(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> PureWindowsPath:
    """The bundle with a Python in it, installed by its own script; the program."""
    folder = tmp_path_factory.mktemp("bundle")
    make = runpy.run_path(str(REPO / "deploy" / "make_bundle.py"))
    try:
        (folder / "python").mkdir()
        package = make["build"]("win_amd64", [python.VERSION], folder, python.make(folder / "python"))
    except subprocess.CalledProcessError:
        pytest.skip("取不到程序包，跳过")
    zipfile.ZipFile(package).extractall(machine.here(PLACE))
    shutil.rmtree(folder)
    (top,) = machine.here(PLACE).glob("jiheng-*/")
    shutil.copytree(EXAMPLES, machine.here(PLACE / "自评表"))
    code, said = machine.run("cmd", "/c", "install.bat", "--prefix", PLACE / "装", folder=PLACE / top.name)
    assert code == 0 and "装好了" in said, said
    shutil.rmtree(top)
    return PLACE / "装" / "env" / "Scripts" / "jiheng.exe"


def test_it_audits_and_writes(machine: Machine, program: PureWindowsPath) -> None:
    code, said = machine.run(program, "audit", PLACE / "自评表", "-o", PLACE / "报告 (甲&乙).xlsx")
    assert code == 1 and "16 张自评表中 12 张有问题" in said, said
    assert f'"{PLACE / "自评表"}"' in said, "the next command in the quotation marks of the command prompt"
    written = machine.here(PLACE / "报告 (甲&乙).xlsx")
    assert zipfile.ZipFile(written).testzip() is None


def test_it_fills_annotates_and_reads_back(machine: Machine, program: PureWindowsPath) -> None:
    record, paper = PLACE / "记录.json", PLACE / "表.xlsx"
    code, said = machine.run(program, "extract", PLACE / "自评表" / "公园中心-公开稿.txt", "-o", record)
    assert code == 0, said
    code, said = machine.run(program, "fill", record, "-o", paper)
    assert code == 0, said
    code, said = machine.run(program, "annotate", paper)
    assert "批注" in said and machine.here(PLACE / "表.批注.xlsx").is_file(), said


def test_workers_read_a_folder_into_data(machine: Machine, program: PureWindowsPath) -> None:
    code, said = machine.run(program, "batch", PLACE / "自评表", "-o", PLACE / "数据", "--jobs", "2")
    assert code == 0 and "15 张表" in said, said


@contextmanager
def serving(machine: Machine, *command: object) -> Iterator[str]:
    """A server of that machine, ended as its task manager does; the address that it tells."""
    with started(machine.command(*command), env=machine.environment, encoding="gb18030") as server:
        yield reads_until(server, "请用浏览器打开").split("打开 ")[1].split()[0]
        machine.run("taskkill", "/f", "/im", "python.exe")


def test_the_local_page_is_served(machine: Machine, program: PureWindowsPath) -> None:
    with serving(machine, program, "app", "--no-browser", PLACE / "自评表") as address:
        get = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
        code, page = machine.run(program.with_name("python.exe"), "-X", "utf8", "-c", get, address)
        assert code == 0 and "</html>" in page


def test_the_workbench_is_served(machine: Machine, program: PureWindowsPath) -> None:
    own = ("--data", PLACE / "台账", "--port", "8812", "--allow", "jx.example.gov.cn")
    with serving(machine, program, "serve", *own):
        _, answer = machine.run(program.with_name("python.exe"), "-c", ASK, "http://127.0.0.1:8812/")
        assert answer.startswith("200 ") and answer.strip().endswith("/sign-in")


def test_it_is_uninstalled(machine: Machine, program: PureWindowsPath) -> None:
    """Last: the program is gone afterwards."""
    links = machine.here(PLACE / "装" / "installed").read_text(encoding="utf-8").splitlines()
    assert all(machine.here(PureWindowsPath(link)).is_file() for link in links) and len(links) == 2
    code, said = machine.run("cmd", "/c", "uninstall.bat", "quiet", folder=PLACE / "装")
    assert code == 0 and "已卸载" in said, said
    assert not machine.here(PLACE / "装" / "env").exists()
    assert not any(machine.here(PureWindowsPath(link)).exists() for link in links)
