"""The server of the local page: this computer only, an address that nobody can guess, no sign-in."""

import os
import secrets
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

from jiheng.cli.local.session import COPIES, REPORT, WORKBOOK, Session
from jiheng.trouble import Trouble
from jiheng.writing.html_report.local_page import forms_list, local_page

_HOST = "127.0.0.1"
_LARGEST = 512 << 20
"""Bytes of one file that are taken in."""
_KINDS = {
    REPORT: "text/html; charset=utf-8",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    COPIES: "application/zip",
}
_ALONE = 1800.0
"""Seconds without a sign of the page after which the program ends by itself."""
_LOOK = 0.5


class LocalServer(ThreadingHTTPServer):
    """Serves one session under a secret path until the page says that it is done, or is gone."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # Windows would let two programs have one port

    def __init__(self, session: Session, port: int = 0) -> None:
        """`port` 0 takes a free one. Raises OSError where the port is taken."""
        super().__init__((_HOST, port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.last_seen = time.monotonic()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{_HOST}:{self.server_port}/{self.token}/"

    @property
    def hosts(self) -> set[str]:
        """The names under which a browser on this computer may ask; any other name is another site's doing."""
        return {f"{name}:{self.server_port}" for name in (_HOST, "localhost")}

    def run(self) -> None:
        """Serve until `quit` or until the page has been gone for long."""
        serving = threading.Thread(target=self.serve_forever, args=(_LOOK,), daemon=True)
        serving.start()
        try:
            while serving.is_alive() and time.monotonic() - self.last_seen < _ALONE:
                serving.join(_LOOK)
        finally:
            self.shutdown()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: LocalServer
    server_version, sys_version = "jiheng", ""

    def do_GET(self) -> None:
        """The page, the list of forms, a report, the annotated copies."""
        path = self._path()
        if path == "":
            self._send(local_page(self.server.session.audited()).encode(), "text/html; charset=utf-8")
        elif path == "list":
            self._send(forms_list(self.server.session.audited()).encode(), "text/html; charset=utf-8")
        elif path == "alive":
            self._send(b"", "text/plain")
        elif path in _KINDS:
            self._made(path)
        elif path is not None:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_PUT(self) -> None:
        """A file that was dropped: its name in the path, its content in the body."""
        path = self._path(changes=True)
        if path is None:
            return
        length = int(self.headers.get("Content-Length") or -1)
        if not path.startswith("files/") or not 0 <= length <= _LARGEST:
            self.close_connection = True
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE if length > _LARGEST else HTTPStatus.BAD_REQUEST)
            return
        self.server.session.add(path.removeprefix("files/"), self.rfile.read(length))
        self._send(b"", "text/plain")

    def do_POST(self) -> None:
        """Clear the list, or end the program."""
        path = self._path(changes=True)
        if path == "clear":
            self.server.session.clear()
            self._send(b"", "text/plain")
        elif path == "quit":
            self._send(b"", "text/plain")
            threading.Thread(target=self.server.shutdown, daemon=True).start()
        elif path is not None:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _path(self, changes: bool = False) -> str | None:
        """What is asked for below the secret path; None, with the refusal sent, for whoever does not know it."""
        _, token, *rest = self.path.partition("?")[0].split("/", 2)
        own = {f"http://{host}" for host in self.server.hosts}
        known = rest and secrets.compare_digest(token.encode(), self.server.token.encode())
        if not known or self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.NOT_FOUND)
            return None
        if changes and self.headers.get("Origin") not in own:
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        self.server.last_seen = time.monotonic()
        return unquote(rest[0])

    def _made(self, name: str) -> None:
        try:
            data = self.server.session.made(name)
        except Trouble as trouble:
            self._send(trouble.sentence.encode(), "text/plain; charset=utf-8", HTTPStatus.CONFLICT)
            return
        self._send(data, _KINDS[name], name=None if name == REPORT else name)

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(b"", "text/plain", status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, name: str | None = None) -> None:
        self.send_response(status)
        for header, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.send_header(header, value)
        if name is not None:
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Nothing: the address is a secret, and the names of files are the user's."""
