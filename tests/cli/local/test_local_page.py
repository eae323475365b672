"""The page of `jiheng app`: who may ask it what, and what it answers."""

import http.client
import io
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.writing.correct.test_command import docx

from jiheng.cli.local.server import LocalServer
from jiheng.cli.local.session import Session

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "松泠区园林环境局"
REPORT, WORKBOOK, COPIES = "审核报告.html", "审核报告.xlsx", "批注副本.zip"


@pytest.fixture
def server() -> Iterator[LocalServer]:
    session = Session([])
    served = LocalServer(session)
    thread = threading.Thread(target=served.run)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    session.close()


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, got: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = got.status, dict(got.getheaders()), got.read()
        self.text = self.body.decode("utf-8", "replace")


def ask(server: LocalServer, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    origin = {} if method == "GET" else {"Origin": f"http://127.0.0.1:{server.server_port}"}
    connection.request(method, path, body, {**origin, **headers})
    return Answer(connection.getresponse())


def put(server: LocalServer, name: str, data: bytes) -> Answer:
    return ask(server, "PUT", f"/{server.token}/files/{quote(name)}", data)


def test_a_dropped_file_is_listed_reported_and_annotated(server: LocalServer) -> None:
    base = f"/{server.token}"
    assert "还没有文件" in ask(server, "GET", f"{base}/").text
    assert put(server, "送审/自评表.docx", docx()).status == 200
    listed = ask(server, "GET", f"{base}/list").text
    assert "须改正" in listed and 'href="审核报告.html#f0"' in listed
    report = ask(server, "GET", f"{base}/{quote(REPORT)}")
    assert report.text.startswith("<!DOCTYPE html>") and "Content-Disposition" not in report.headers
    assert ask(server, "GET", f"{base}/{quote(WORKBOOK)}").body.startswith(b"PK")
    copies = ask(server, "GET", f"{base}/{quote(COPIES)}")
    assert zipfile.ZipFile(io.BytesIO(copies.body)).namelist() == ["送审/自评表.批注.docx"]
    ask(server, "POST", f"{base}/clear")
    assert "还没有文件" in ask(server, "GET", f"{base}/list").text


def test_forms_of_one_project_are_told_apart_by_their_files(server: LocalServer) -> None:
    put(server, "甲/自评表.docx", docx())
    put(server, "乙/自评表.docx", docx())
    listed = ask(server, "GET", f"/{server.token}/list").text
    assert all(f'<small class="where">{folder}/自评表.docx#1</small>' in listed for folder in "甲乙")


def test_files_that_cannot_be_annotated_are_told(server: LocalServer) -> None:
    put(server, "a.txt", (EXAMPLES / "局本级-逐格文本.txt").read_bytes())
    answer = ask(server, "GET", f"/{server.token}/{quote(COPIES)}")
    assert answer.status == 409
    assert "没有可以批注的文件：a.txt：" in answer.text


def test_nobody_else_is_answered(server: LocalServer) -> None:
    base = f"/{server.token}"
    assert ask(server, "GET", "/").status == 404
    assert ask(server, "GET", f"/{server.token[:-1]}x/").status == 404
    assert ask(server, "GET", f"{base}/", Host="example.com").status == 404
    assert ask(server, "PUT", f"{base}/files/a.txt", b"x", Origin="http://example.com").status == 403
    assert ask(server, "POST", f"{base}/clear", Origin="null").status == 403
    assert ask(server, "GET", f"{base}/jiheng.toml").status == 404
    assert not server.session.files


@pytest.mark.parametrize(
    "name", ["../../外面.txt", "/etc/外面.txt", "..\\..\\外面.txt", "C:\\外面.txt", ".bashrc", "CON"]
)
def test_a_name_never_leads_out_of_the_folder(server: LocalServer, name: str) -> None:
    put(server, name, b"x")
    (folder,) = map(Path, server.session.files)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) == 1 and written[0].resolve().is_relative_to(folder.resolve())
    assert not written[0].name.startswith(".") and written[0].name != "CON"


def test_everything_is_gone_at_the_end() -> None:
    session = Session([])
    session.add("a.txt", b"x")
    (folder,) = map(Path, session.files)
    session.close()
    assert not folder.exists()


def test_the_page_says_when_it_is_done() -> None:
    session = Session([str(EXAMPLES)])
    server = LocalServer(session)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert "须改正" in ask(server, "GET", f"/{server.token}/").text
    assert ask(server, "POST", f"/{server.token}/quit").status == 200
    thread.join(10)
    assert not thread.is_alive()
    session.close()


@pytest.mark.slow
def test_the_page_in_a_browser(server: LocalServer, tmp_path: Path) -> None:
    sync = pytest.importorskip("playwright.sync_api")
    (tmp_path / "自评表.docx").write_bytes(docx())
    with sync.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        except sync.Error:
            pytest.skip("没有 Chromium，跳过")
        tab = browser.new_page()
        trouble: list[Any] = []
        tab.on("pageerror", lambda error: trouble.append(error))
        tab.on("console", lambda message: trouble.append(message.text))
        tab.goto(server.url)
        tab.set_input_files("#files", tmp_path / "自评表.docx")
        tab.wait_for_selector("#list .badge.error")
        with tab.expect_popup() as opened:
            tab.click("#list th a")
        form = opened.value
        assert form.locator("#f0").get_attribute("open") is not None
        assert form.locator("#f0 a.mark.error").count() >= 1
        with tab.expect_download() as saved:
            tab.click("[data-copies]")
        assert saved.value.suggested_filename == COPIES
        tab.click("[data-clear]")
        tab.wait_for_selector("text=还没有文件")
        tab.click("#quit")
        tab.wait_for_selector("text=已退出")
        assert not trouble
        browser.close()


def test_a_port_that_is_taken_is_not_shared(server: LocalServer) -> None:
    session = Session([])
    try:
        with pytest.raises(OSError):
            LocalServer(session, server.server_port)
    finally:
        session.close()


def test_what_a_session_left_that_was_cut_off_goes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living = Session([])
    code = "import os; from jiheng.cli.local.session import Session; Session([]).add('a.txt', b'1'); os._exit(1)"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
    left = list(tmp_path.rglob("a.txt"))
    living.add("b.txt", b"2")
    following = Session([])
    assert len(left) == 1 and not left[0].exists()
    assert [path.name for path in tmp_path.rglob("?.txt")] == ["b.txt"]
    living.close()
    following.close()
    assert not list(tmp_path.iterdir())
