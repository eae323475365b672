"""安装绩衡：不联网，不要管理员权限，只装在自己的目录里。

由 install.sh、install.bat 用找到的 Python 运行；Python 不合适的，退出码是 9。
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
WINDOWS = sys.platform == "win32"
UNFIT = 9
_PROGRAMS = "Scripts" if WINDOWS else "bin"
_DESKTOP_ENTRY = """[Desktop Entry]
Type=Application
Name=绩衡
Comment=审核项目支出绩效自评表
Exec="{}" app %F
Terminal=false
Categories=Office;
MimeType=inode/directory;
"""


def stop(message: str, advice: str) -> NoReturn:
    """Say what is in the way and what to do, and end."""
    print(f"不能继续：{message}\n怎么办：{advice}", file=sys.stderr)
    sys.exit(1)


def usual() -> Path:
    """Where the program goes when nothing is said."""
    if WINDOWS:
        return Path(os.environ["LOCALAPPDATA"], "jiheng")
    return _data_home() / "jiheng"


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def python_for(prefix: Path) -> Path:
    """The Python of the environment: the one of the bundle, copied, where this is it; else the one that runs."""
    own, running = HERE / "python", Path(sys.executable)
    if not running.is_relative_to(own):
        return running
    clear(prefix / "python")
    shutil.copytree(own, prefix / "python", symlinks=True)
    return prefix / "python" / running.relative_to(own)


def clear(folder: Path) -> None:
    """Remove what an earlier installation left there."""
    if folder.is_dir():
        try:
            shutil.rmtree(folder)
        except PermissionError:  # Windows keeps what is running
            stop(f"{folder} 里有文件正在使用", "绩衡还开着的，先在它的网页上按“退出”，再安装一次。")


def install(prefix: Path) -> Path:
    """Make the environment and put everything locked into it; returns the program."""
    prefix.mkdir(parents=True, exist_ok=True)
    print(f"装到 {prefix} ，要几分钟……", flush=True)
    python = python_for(prefix)
    clear(prefix / "env")
    run(python, "-I", "-m", "venv", "--without-pip", prefix / "env")
    inside = prefix / "env" / _PROGRAMS / ("python.exe" if WINDOWS else "python")
    wheels = HERE / "wheels"
    pip = next(wheels.glob("pip-*.whl")) / "pip"
    # 系统里的 pip、它的设置和 PYTHONPATH 都不用：只认包里的文件，每个文件都对校验和。
    common = (inside, pip, "install", "--quiet", "--disable-pip-version-check", "--no-index")
    lock = HERE / "requirements.lock"
    run(*common, "--find-links", wheels, "--require-hashes", "-r", lock)
    run(*common, "--no-deps", next(wheels.glob("jiheng-*.whl")))
    return prefix / "env" / _PROGRAMS / ("jiheng.exe" if WINDOWS else "jiheng")


def run(*command: "str | Path") -> None:
    """Run a step apart from the settings of the system."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME") and not name.startswith("PIP_")
    }
    own.update(PIP_CONFIG_FILE=os.devnull, PYTHONUTF8="1")
    if subprocess.run([str(part) for part in command], env=own).returncode:
        stop(f"这一步没有成功：{' '.join(map(str, command))}", "请把上面的内容告诉我们。")


def icons(program: Path) -> "list[Path]":
    """The start icon, and the command where there is a folder for commands; what was made."""
    if sys.platform == "win32":
        return _shortcuts(program)
    command, entry = Path.home() / ".local/bin/jiheng", _data_home() / "applications/jiheng.desktop"
    for made in (command, entry):
        made.parent.mkdir(parents=True, exist_ok=True)
        made.unlink(missing_ok=True)
    command.symlink_to(program)
    entry.write_text(_DESKTOP_ENTRY.format(program), encoding="utf-8")
    return [command, entry]


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _DESKTOP, _START_MENU, _DOCUMENTS = 0x10, 0x02, 0x05
    _MINIMIZED = 7
    _KINDS = {str: ctypes.c_wchar_p, int: ctypes.c_int}

    def _folder(number: int) -> str:
        name = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
        ctypes.OleDLL("shell32").SHGetFolderPathW(None, number, None, 0, name)
        return name.value

    def _identity(text: str) -> "ctypes.Array[ctypes.c_char]":
        found = ctypes.create_string_buffer(16)
        ctypes.OleDLL("ole32").CLSIDFromString(text, found)
        return found

    def _call(thing: ctypes.c_void_p, number: int, *arguments: object) -> None:
        """A method of an object of the shell, by its place in the table; raises OSError."""
        table = ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        kinds = [_KINDS.get(type(one), ctypes.c_void_p) for one in arguments]
        ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)(table[number])(thing, *arguments)

    def _shortcuts(program: Path) -> "list[Path]":
        """On the desktop and in the start menu: opens the page, with what is dragged onto it."""
        made = [Path(_folder(number), "绩衡.lnk") for number in (_DESKTOP, _START_MENU)]
        ctypes.OleDLL("ole32").CoInitialize(None)
        link, file = ctypes.c_void_p(), ctypes.c_void_p()
        shell_link, of_links, of_files = map(
            _identity,
            (
                "{00021401-0000-0000-C000-000000000046}",
                "{000214F9-0000-0000-C000-000000000046}",
                "{0000010B-0000-0000-C000-000000000046}",
            ),
        )
        ctypes.OleDLL("ole32").CoCreateInstance(shell_link, None, 1, of_links, ctypes.byref(link))
        for number, value in (
            (20, str(program)),
            (11, "app"),
            (9, _folder(_DOCUMENTS)),
            (7, "审核项目支出绩效自评表"),
        ):
            _call(link, number, value)
        _call(link, 15, _MINIMIZED)
        _call(link, 0, of_files, ctypes.byref(file))
        for path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            _call(file, 6, str(path), 1)
        return made


def main() -> None:
    """Install, and say where everything is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console in GBK may lack a character of a name
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description="安装绩衡：不联网，不要管理员权限，只装在自己的目录里。")
    parser.add_argument("--prefix", type=Path, default=usual(), metavar="目录", help="装到哪里")
    parser.add_argument("--fits", action="store_true", help="只看这个 Python 合不合适")
    given = parser.parse_args()
    versions = (HERE / "VERSION").read_text(encoding="utf-8").splitlines()[2].split()
    if f"{sys.version_info[0]}.{sys.version_info[1]}" not in versions:
        sys.exit(UNFIT)
    if given.fits:
        return
    prefix = given.prefix.absolute()
    program = install(prefix)
    made = icons(program)
    (prefix / "installed").write_text("".join(f"{path}\n" for path in made), encoding="utf-8")
    uninstall = "uninstall.bat" if WINDOWS else "uninstall.sh"
    for name in ("VERSION", uninstall):
        shutil.copy(HERE / name, prefix / name)
    run(program, "--version")
    told = "双击桌面上的“绩衡”打开网页，文件夹也可以拖上去" if WINDOWS else "开始菜单里的“绩衡”打开网页"
    print(f"装好了。{told}；命令是 {program if WINDOWS else made[0]}")
    print(f"卸载：{'' if WINDOWS else 'sh '}{prefix / uninstall}")


if __name__ == "__main__":
    main()
