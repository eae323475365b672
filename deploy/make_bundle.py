"""The offline bundle: everything locked as wheels of a platform, an install script, one zip.

    python deploy/make_bundle.py win_amd64 --python 3.12 --out dist

What goes in is what `requirements.lock` names, each file checked by its hash there when it is fetched and
again when it is installed. `--interpreter FOLDER` puts a Python into the bundle for machines that have none.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker

REPO = Path(__file__).resolve().parents[1]
LOCK = REPO / "requirements.lock"
SCRIPTS = Path(__file__).resolve().parent / "bundle"
PYTHONS = ("3.11", "3.12", "3.13")
_FIXED = (1980, 1, 1, 0, 0, 0)
"""One date for all members, so that the same content gives the same zip."""


class Platform(NamedTuple):
    """A kind of machine: the tags of wheels it takes, what markers see there, its scripts."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    scripts: tuple[str, ...]


def _linux(machine: str) -> Platform:
    glibc = ("2_17", "2_24", "2_26", "2_27", "2_28")
    tags = (f"linux_{machine}", f"manylinux1_{machine}", f"manylinux2010_{machine}", f"manylinux2014_{machine}")
    seen = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    return Platform(
        (*tags, *(f"manylinux_{one}_{machine}" for one in glibc)), seen, ("install.sh", "install.py", "uninstall.sh")
    )


PLATFORMS = {
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
    "win_amd64": Platform(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        ("install.bat", "install.py", "uninstall.bat"),
    ),
}


def entries(text: str) -> Iterator[str]:
    """The entries of a lock file, each with its hashes."""
    yield from (one for one in re.split(r"\n(?=[A-Za-z0-9])", text) if re.match(r"[A-Za-z0-9][^\n]*==", one))


def wanted(text: str, platform: Platform, python: str) -> str:
    """The lock file as it is on a machine of that platform and Python: pip would ask the machine it runs on."""
    seen = {
        **platform.markers,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    kept = []
    for entry in entries(text):
        head, _, hashes = entry.partition(" \\\n")
        pin, _, marker = head.partition(" ; ")
        if not marker or Marker(marker).evaluate(seen):
            kept.append(f"{pin} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def fetch(platform: Platform, python: str, wheels: Path) -> None:
    """Every wheel that is wanted; fails where one does not exist for that platform, or has another hash."""
    short = python.replace(".", "")
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "requirements.txt"
        lock.write_text(wanted(LOCK.read_text(encoding="utf-8"), platform, python), encoding="utf-8")
        _pip(
            *("download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(lock)),
            *("--python-version", python, "--implementation", "cp", "-d", str(wheels)),
            *(part for tag in platform.tags for part in ("--platform", tag)),
            *(part for abi in (f"cp{short}", "abi3", "none") for part in ("--abi", abi)),
        )


def build(name: str, pythons: list[str], out: Path, interpreter: Path | None) -> Path:
    """The bundle of a platform; returns the zip."""
    platform = PLATFORMS[name]
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / f"jiheng-{_version()}"
        wheels = top / "wheels"
        wheels.mkdir(parents=True)
        for python in pythons:
            fetch(platform, python, wheels)
        _pip("download", "--quiet", "--no-deps", "--only-binary=:all:", "pip", "-d", str(wheels))
        _pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(REPO))
        shutil.copy(LOCK, top / LOCK.name)
        shutil.copy(REPO / "LICENSE", top / "LICENSE")
        for script in platform.scripts:
            shutil.copy(SCRIPTS / script, top / script)
        shutil.copy(SCRIPTS / "说明.txt", top / "说明.txt")
        (top / "VERSION").write_text(f"{_version()}\n{name}\n{' '.join(pythons)}\n", encoding="utf-8")
        if interpreter is not None:
            shutil.copytree(interpreter, top / "python", symlinks=True)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"jiheng-{_version()}-{name}.zip"
        _zip(top, path)
    return path


def _zip(top: Path, path: Path) -> None:
    """Everything below `top` in order; scripts keep the right to be run, wheels are packed already."""
    with zipfile.ZipFile(path, "w") as package:
        for file in sorted(one for one in top.rglob("*") if one.is_file()):
            info = zipfile.ZipInfo(file.relative_to(top.parent).as_posix(), _FIXED)
            info.external_attr = (0o755 if os.access(file, os.X_OK) or file.suffix == ".sh" else 0o644) << 16
            info.compress_type = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
            package.writestr(info, file.read_bytes())


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


def _version() -> str:
    found = re.search(r'__version__ = "(.+?)"', (REPO / "src/jiheng/__init__.py").read_text(encoding="utf-8"))
    assert found
    return found[1]


def main() -> None:
    """Make the bundles asked for and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platforms", nargs="*", metavar="PLATFORM", help=f"{', '.join(PLATFORMS)}; all where none is")
    parser.add_argument("--python", action="append", help=f"versions of Python, {', '.join(PYTHONS)} where none is")
    parser.add_argument("--out", type=Path, default=REPO / "dist")
    parser.add_argument("--interpreter", type=Path, help="a folder with a Python to go along as python/")
    given = parser.parse_args()
    if unknown := set(given.platforms) - set(PLATFORMS):
        parser.error(f"no such platform: {', '.join(sorted(unknown))}; there are {', '.join(PLATFORMS)}")
    for name in given.platforms or PLATFORMS:
        path = build(name, given.python or list(PYTHONS), given.out, given.interpreter)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        path.with_suffix(".zip.sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
        print(f"{path}  {path.stat().st_size >> 20} MB  sha256 {digest}")


if __name__ == "__main__":
    main()
