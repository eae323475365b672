"""doc, wps, et, odt, ods, rtf → docx or xlsx by LibreOffice, where it is installed.

The program runs without window, macros or network, with a profile of its own that is thrown away,
and is ended when it takes too long.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Literal

from jiheng.reading.files import heartbeat
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import EXCEL_2003, OLE
from jiheng.reading.formats import excel_2003

TIME_LIMIT = 120
"""Seconds for one file; LibreOffice's own start takes some 2 of them."""

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/bin",
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "C:/Program Files/LibreOffice/program",
)
_SAFE_SETTINGS = {"MacroSecurityLevel": "3", "DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"}
_SECURITY, _LOADING = "Common/Security/Scripting", "Calc/Formula/Load"
_COMPUTES = {"OOXMLRecalcMode": "0", "ODFRecalcMode": "0"}
"""Formulas are worked out anew whatever result is stored with them; 0: always."""
_ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
)
_OLE_WORKBOOK = "Workbook".encode("utf-16-le")
_SPREADSHEET_MARKS = (
    b"opendocument.spreadsheet",
    b"xl/workbook.bin",
    EXCEL_2003,
    _OLE_WORKBOOK,
)
_MARKED = (
    (b"opendocument.spreadsheet", ".ods"),
    (b"opendocument.text", ".odt"),
    (b"xl/workbook.bin", ".xlsb"),
)
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml", b"\xff\xfe", b"\xfe\xff")


def program() -> str | None:
    """The path of LibreOffice, None when it is not installed."""
    found = (shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES)) for name in _PROGRAMS)
    return next((path for path in found if path), None)


def convert(
    data: bytes,
    name: str,
    time_limit: float = TIME_LIMIT,
    target: Literal["docx", "xlsx"] | None = None,
    computes: bool = False,
) -> tuple[bytes, str]:
    """The same document as (bytes, "docx" or "xlsx"), formulas without a result worked out.

    `target` is told from the content where it is not given; `computes`: formulas with a result are worked out anew,
    too. Raises Unreadable.
    """
    soffice = program()
    if soffice is None:
        raise Unreadable(
            "这种格式要通过 LibreOffice 读取，本机没有安装",
            "请安装 LibreOffice（Debian/统信/麒麟：apt install libreoffice），或用 Word/WPS 另存为 docx、xlsx 再试。",
        )
    excel_2003.refuse_great(data)
    target = target or ("xlsx" if any(mark in data for mark in _SPREADSHEET_MARKS) else "docx")
    with tempfile.TemporaryDirectory(prefix="jiheng-", ignore_cleanup_errors=True) as folder:
        profile, source = Path(folder, "profile"), Path(folder, f"source{_ending(data, name)}")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_profile(computes), encoding="utf-8")
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", target, "--outdir", str(Path(folder, "out")), str(source)]
        _run(command, time_limit)
        made = next(Path(folder, "out").glob(f"*.{target}"), None)
        if made is None:
            raise Unreadable("LibreOffice 打不开这个文件", "请用 Word/WPS 打开，能打开就另存为 docx 或 xlsx 再试。")
        return made.read_bytes(), target


def _profile(computes: bool) -> str:
    settings = [(_SECURITY, *setting) for setting in _SAFE_SETTINGS.items()]
    settings += [(_LOADING, *setting) for setting in _COMPUTES.items()] if computes else []
    return _PROFILE.format("".join(_ITEM.format(*setting) for setting in settings))


def _ending(data: bytes, name: str) -> str:
    """The ending by which LibreOffice takes a file for what it is: it believes a wrong one before the content."""
    if data.startswith(OLE):
        return ".xls" if _OLE_WORKBOOK in data else ".doc"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return next((ending for mark, ending in _MARKED if mark in data), Path(name).suffix[:8])
    return ".xml" if data.startswith(_XML) else Path(name).suffix[:8]


def _run(command: list[str], time_limit: float) -> None:
    """Run in a process group of its own, so that nothing is left behind when time is up."""
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    deadline = time.monotonic() + time_limit
    try:
        while not _ended(process):
            heartbeat.tick()
            if time.monotonic() > deadline:
                word = f"LibreOffice {time_limit:g} 秒没有转换完，已停止"
                raise Unreadable(word, "请用 Word/WPS 另存为 docx 或 xlsx 再试。")
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    """Whether the process has ended, waiting a second at most."""
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        return False
    return True
