"""The ways in that need another machine, tried on one that is made for it: aarch64, a container, systemd.

The machines are Debian systems in a folder (debootstrap). It takes a quarter of an hour, the right of root and Debian's
debootstrap, qemu-user-static, buildah and systemd-container, so it is for `make test-all`, and skips without them.
"""

import json
import os
import runpy
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parents[2]
EXAMPLES = REPO / "examples" / "松泠区园林环境局"
PYTHON = "3.11"
"""That of the Debian release below."""
RELEASE = "bookworm"
PATIENCE = 600
Command = list[str | Path]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("JIHENG_FULL" not in os.environ, reason="要造三台机器，只在 make test-all 里做"),
]


def needs(*programs: str) -> None:
    if missing := [one for one in programs if not shutil.which(one)]:
        pytest.skip(f"没有 {'、'.join(missing)}，跳过")
    if os.geteuid():
        pytest.skip("造一台机器要 root，跳过")


@pytest.fixture(scope="module")
def make() -> dict[str, Any]:
    return runpy.run_path(str(REPO / "deploy" / "make_bundle.py"))


def bundle(make: dict[str, Any], platform: str, out: Path) -> Path:
    try:
        return Path(make["build"](platform, [PYTHON], out, None))
    except subprocess.CalledProcessError:
        pytest.skip("取不到程序包，跳过")


def machine(folder: Path, architecture: str, *packages: str) -> Path:
    """A Debian system with Python in a folder."""
    root = folder / "machine"
    include = ",".join(("python3", "python3-venv", *packages))
    command: Command = [
        "debootstrap",
        f"--arch={architecture}",
        "--variant=minbase",
        f"--include={include}",
        RELEASE,
        root,
    ]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("造不出机器（debootstrap 没有成功，多半是没有网），跳过")
    return root


@contextmanager
def started(
    command: Command, env: dict[str, str] | None = None, encoding: str = "utf-8"
) -> Iterator[subprocess.Popen[str]]:
    """A program that runs until the block ends."""
    output = subprocess.PIPE
    program = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env, encoding=encoding)
    try:
        yield program
    finally:
        program.terminate()
        program.communicate(timeout=PATIENCE)


def reads_until(program: subprocess.Popen[str], wanted: str) -> str:
    """Wait until the program prints a line with this in it; fails with all it printed where it ends before."""
    assert program.stdout is not None
    lines = []
    for line in program.stdout:
        lines.append(line)
        if wanted in line:
            return line
    pytest.fail("".join(lines))


def free_port() -> str:
    """A port that no program of this machine has, which a container shares."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


ASK = """
import sys, urllib.request
while True:
    try:
        asked = urllib.request.Request(sys.argv[1], headers={"Host": "jx.example.gov.cn"})
        with urllib.request.urlopen(asked) as answer:
            sys.exit(print(answer.status, answer.url))
    except OSError:
        continue
"""
"""Ask for a page until the server answers: it says where it will be a moment before it is there."""


def test_the_bundle_of_aarch64_installs_and_works_there(make: dict[str, Any], tmp_path: Path) -> None:
    needs("debootstrap", "unshare")
    if os.uname().machine != "aarch64" and not Path("/proc/sys/fs/binfmt_misc/qemu-aarch64").exists():
        pytest.skip("没有登记 qemu-aarch64（binfmt_misc），跳过")
    package = bundle(make, "linux_aarch64", tmp_path)
    root = machine(tmp_path, "arm64")
    zipfile.ZipFile(package).extractall(root / "opt")
    (top,) = (root / "opt").glob("jiheng-*/")
    shutil.copytree(EXAMPLES, root / "opt" / "自评表")
    there: Command = [
        "unshare",
        "-n",
        "--",
        "chroot",
        root,
        "env",
        "-i",
        "HOME=/root",
        "LANG=C.UTF-8",
        "PATH=/usr/bin:/bin",
        f"JIHENG_TIMEOUT={PATIENCE}",
    ]
    subprocess.run([*there, "sh", f"/opt/{top.name}/install.sh"], check=True)
    ran = subprocess.run(
        [*there, "/root/.local/bin/jiheng", "audit", "/opt/自评表"], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1 and "须改正 8 张" in ran.stdout, ran.stderr
    built = subprocess.run(
        [*there, "/root/.local/bin/jiheng", "batch", "/opt/自评表", "-o", "/opt/数据"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert not built.returncode and (root / "opt" / "数据").is_dir(), built.stderr


def test_the_container_is_built_and_serves(make: dict[str, Any], tmp_path: Path) -> None:
    needs("debootstrap", "buildah")
    context = tmp_path / "context"
    bundle(make, "linux_x86_64", context / "dist")
    shutil.copytree(REPO / "deploy", context / "deploy")
    storage = {"BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"}
    buildah = ["env", *(f"{key}={value}" for key, value in storage.items()), "buildah"]
    buildah += ["--root", str(tmp_path / "store"), "--runroot", str(tmp_path / "running")]

    def run(*arguments: str | Path) -> str:
        return subprocess.run([*buildah, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    base = run("from", "scratch")
    run("add", "-q", base, machine(tmp_path, "amd64"), "/")
    run("commit", "-q", base, "localhost/base")
    run(
        "bud",
        "-q",
        "--build-arg",
        "BASE=localhost/base",
        "-f",
        context / "deploy" / "Containerfile",
        "-t",
        "jiheng",
        context,
    )
    built = run("from", "localhost/jiheng")
    command = json.loads(run("inspect", built))["OCIv1"]["config"]["Entrypoint"]
    port = free_port()
    allowed = [*command, "--port", port, "--allow", "jx.example.gov.cn"]
    with started([*buildah, "run", "--user", "jiheng", built, "--", *allowed]) as serving:
        reads_until(serving, "请用浏览器打开")
        asking = [sys.executable, "-c", ASK, f"http://127.0.0.1:{port}/"]
        answer = subprocess.run(asking, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout
        assert answer.startswith("200 ") and answer.strip().endswith("/sign-in")


def test_systemd_starts_the_service(make: dict[str, Any], tmp_path: Path) -> None:
    needs("debootstrap", "systemd-nspawn", "nsenter")
    package = bundle(make, "linux_x86_64", tmp_path)
    root = machine(tmp_path, "amd64", "systemd", "systemd-sysv")
    zipfile.ZipFile(package).extractall(root / "opt")
    (top,) = (root / "opt").glob("jiheng-*/")
    there: Command = ["chroot", root]
    subprocess.run([*there, "sh", f"/opt/{top.name}/install.sh", "--prefix", "/opt/jiheng"], check=True)
    subprocess.run([*there, "useradd", "--system", "jiheng"], check=True)
    shutil.copy(REPO / "deploy" / "jiheng.service", root / "etc/systemd/system/")
    (root / "etc/jiheng").mkdir()
    port = free_port()
    (root / "etc/jiheng/jiheng.env").write_text(f'JIHENG_ARGS="--allow jx.example.gov.cn --port {port}"\n')
    subprocess.run([*there, "systemctl", "enable", "jiheng"], check=True)
    with started(["systemd-nspawn", "--register=no", "--keep-unit", "--private-network", "-b", "-D", root]) as host:
        reads_until(host, "Debian GNU")
        first = Path(f"/proc/{host.pid}/task/{host.pid}/children").read_text().split()[0]
        inside = ["nsenter", "-t", first, "-m", "-u", "-i", "-n", "-p"]

        def run(*command: str) -> str:
            return subprocess.run(
                [*inside, *command], check=False, capture_output=True, text=True, timeout=PATIENCE
            ).stdout

        page = f"http://127.0.0.1:{port}/"
        assert run("python3", "-c", ASK, page).startswith(f"200 {page}sign-in")
        assert run("stat", "-c", "%U %a", "/var/lib/jiheng/data").split() == ["jiheng", "700"]
        run("systemctl", "restart", "jiheng")
        run("systemctl", "stop", "jiheng")
        assert "Result=success" in run("systemctl", "show", "jiheng", "-p", "Result")
