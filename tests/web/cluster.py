"""A private PostgreSQL cluster on a socket of its own, gone when its starter is.

`python -m tests.web.cluster COMMAND …` runs a command with JIHENG_DATABASE naming an empty database in one.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROGRAMS = "/usr/lib/postgresql"
_UNSAFE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""Quick settings for data that nobody needs after a crash."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `folder` holds its data and its socket."""

    folder: Path

    def url(self, database: str) -> str:
        """What JIHENG_DATABASE is set to."""
        return f"postgresql://jiheng@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database and give its URL."""
        command = [
            "createdb",
            "--strategy=file_copy",
            "-h",
            self.folder,
            "-U",
            "jiheng",
            "-T",
            template,
            "-E",
            "UTF8",
            database,
        ]
        subprocess.run([_program(command[0]), *command[1:]], check=True)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        subprocess.run([_program("dropdb"), "-h", self.folder, "-U", "jiheng", "--force", database], check=True)


def missing() -> str:
    """Why no cluster can be started here; "" where one can."""
    if not list(Path(_PROGRAMS).glob("*/bin/initdb")):
        return "没有安装 PostgreSQL（Debian：apt install postgresql），跳过在它上面的测试"
    return "" if shutil.which("setpriv") else "没有 setpriv（util-linux），不能启动私有的 PostgreSQL"


@contextmanager
def running(folder: Path | None = None, safe: bool = False) -> Iterator[Cluster]:
    """A cluster while the block runs: new in a temporary folder, or kept in `folder` from run to run.

    `safe` writes through to the disk as a real one does.
    """
    place = Path(tempfile.mkdtemp(prefix="jiheng-pg-")) if folder is None else folder.absolute()
    place.mkdir(parents=True, exist_ok=True)
    data = place / "data"
    as_server = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:
        shutil.chown(place, "postgres", "postgres")
        as_server += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    place.chmod(0o700)
    if not data.exists():
        initdb = [_program("initdb"), "-D", data, "-U", "jiheng", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*as_server, *initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=place)
    settings = ("-c", "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=512MB")
    command = [_program("postgres"), "-D", data, "-k", place, *settings, *(() if safe else _UNSAFE)]
    with (place / "log").open("ab") as log:
        server = subprocess.Popen([*as_server, *command], stdout=log, stderr=log, cwd=place)
    try:
        _ready(server, place)
        yield Cluster(place)
    finally:
        server.send_signal(signal.SIGINT if safe else signal.SIGQUIT)
        server.wait()
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def _ready(server: subprocess.Popen[bytes], place: Path) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and server.poll() is None:
        asked = subprocess.run([_program("pg_isready"), "-q", "-h", place, "-U", "jiheng"], check=False)
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError((place / "log").read_text(errors="replace")[-2000:])


def _program(name: str) -> Path:
    return max(Path(_PROGRAMS).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))


def main(command: list[str]) -> int:
    """Run the command on a new cluster; its exit code."""
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 3
    with running() as cluster:
        url = cluster.create("jiheng")
        return subprocess.run(command, env={**os.environ, "JIHENG_DATABASE": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
