"""How long an import of many Word files takes with one worker: `python -m bench.intake [COUNT]`.

A workbench is started on a new data folder with the example in it; the files are made from the example's records
under new names, packed into one zip, handed in over HTTP as a browser does, read, matched and accepted. While that
goes on, a page is asked for again and again, so that it shows what the others feel of it.
"""

import http.cookiejar
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from jiheng.form import Form, from_json
from jiheng.writing.official import fill

_PASSWORD = "Songling-2024"
_UNIT = "澜州市松泠区公园服务中心"
_BOUNDARY = "----jiheng-bench"


def papers(count: int) -> bytes:
    """A zip of that many Word files, each a record of the example under a name of its own."""
    records = from_json((resources.files("jiheng.web.demo") / "forms.json").read_bytes())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            form = msgspec.convert(msgspec.to_builtins(records[number % len(records)]), Form)
            form.project, form.unit, form.secrecy = f"试验项目第{number + 1}号", _UNIT, None
            archive.writestr(f"{number + 1:04}.docx", fill([form], ".docx"))
    return out.getvalue()


class Browser:
    """A person signed in."""

    def __init__(self, url: str, user: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/sign-in")
        self.post("/sign-in", {"username": user, "password": _PASSWORD})

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=120) as answer:
            return str(answer.read().decode())

    def post(self, path: str, data: dict[str, str], files: dict[str, bytes] | None = None) -> str:
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in data.items()
        ]
        for name, content in (files or {}).items():
            head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="file"\r\n'
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        headers = {
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "X-CSRFToken": str(token),
            "Referer": self.url,
            "Accept": "application/json",
        }
        request = urllib.request.Request(self.url + path, body, headers)
        with self.opener.open(request, timeout=120) as answer:
            return str(answer.read().decode())


def start(data: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A workbench with one worker on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiheng", "serve", "--demo", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
    url = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):
                return process, url
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def import_all(browser: Browser, content: bytes) -> dict[str, Any]:
    """Hand in, read, accept; seconds of each, and of the pages asked for meanwhile."""
    begun = time.perf_counter()
    pick = browser.get("/imports/")
    unit = next(line for line in pick.splitlines() if "organisation" in line and "<option" in line)
    organisation = unit.partition('<option value="')[2].partition('"')[0]
    opened = json.loads(browser.post("/imports/open", {"kind": "forms", "organisation": organisation}))
    browser.post(opened["upload"], {"name": "全部.zip"}, {"file": content})
    browser.post(opened["begin"], {})
    handed = time.perf_counter()
    waits = _until(browser, opened["show"])
    read = time.perf_counter()
    return {
        "hand_in": round(handed - begun, 2),
        "read": round(read - handed, 2),
        "total": round(read - begun, 2),
        "pages": len(waits),
        "page_p50_ms": round(1000 * statistics.median(waits)),
        "page_p95_ms": round(1000 * sorted(waits)[int(0.95 * (len(waits) - 1))]),
    }


def _until(browser: Browser, show: str) -> list[float]:
    """Ask for pages until the import is read; how long each took."""
    waits = []
    while True:
        for path in (show, "/review/"):
            begun = time.perf_counter()
            try:
                page = browser.get(path)
            except urllib.error.HTTPError:
                continue
            waits.append(time.perf_counter() - begun)
            if path == show and "data-reload-when-done" not in page:
                return waits
        time.sleep(0.2)


def main(count: int) -> None:
    """Run and print one line of JSON."""
    content = papers(count)
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-") as folder:
        process, url = start(Path(folder))
        try:
            figures = import_all(Browser(url, "zhuguan"), content)
        finally:
            process.terminate()
            process.wait(60)
    print(json.dumps({"files": count, "bytes": len(content), "cores": os.cpu_count(), **figures}, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
