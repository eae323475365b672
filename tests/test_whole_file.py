"""Files are written whole or not at all, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading

import pytest
import xlsxwriter

from jiheng.cli.output import cannot_write, writing
from jiheng.trouble import Trouble
from jiheng.whole_file import whole_file

OLD, NEW = b"old " * 1000, b"new " * 2000
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows 没有这样的管道、信号，链接要特别的权限")


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_new_takes_the_place_of_the_old_with_its_rights(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(OLD)
    path.chmod(0o640)
    with whole_file(path) as draft:
        assert draft.suffix == ".xlsx"
        draft.write_bytes(NEW)
        assert path.read_bytes() == OLD
    assert path.read_bytes() == NEW
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o640
    assert left(tmp_path) == ["out.xlsx"]


@pytest.mark.parametrize("error", [OSError("disk"), ValueError("form"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_and_nothing_else(tmp_path, error):
    path = tmp_path / "out.html"
    path.write_bytes(OLD)
    with pytest.raises(type(error)), whole_file(path) as draft:
        draft.write_bytes(NEW)
        raise error
    assert path.read_bytes() == OLD
    assert left(tmp_path) == ["out.html"]


def test_a_disk_that_takes_no_more_leaves_the_old(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "out.bin"
    path.write_bytes(OLD)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 2, before[1]))
    try:
        with pytest.raises(Trouble, match="写不成"), writing(path) as stream:
            stream.write(NEW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == OLD
    assert left(tmp_path) == ["out.bin"]


@ON_POSIX
def test_killed_in_the_middle_the_old_stays(tmp_path):
    path = tmp_path / "out.bin"
    path.write_bytes(OLD)
    code = (
        "import os, signal, sys; from pathlib import Path; from jiheng.whole_file import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as draft:\n"
        "    draft.write_bytes(b'half'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)]).returncode == -signal.SIGKILL
    assert path.read_bytes() == OLD


def test_an_error_that_a_library_wraps_is_an_os_error(tmp_path):
    with pytest.raises(OSError), whole_file(tmp_path / "out.xlsx") as draft:
        draft.unlink()
        xlsxwriter.Workbook(str(draft / "not a folder" / "x.xlsx")).close()


@ON_POSIX
def test_a_pipe_is_written_into(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    with writing(pipe) as stream:
        stream.write(b"through")
    reader.join()
    assert heard == [b"through"]


@ON_POSIX
def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    link.symlink_to(real)
    real.write_bytes(OLD)
    with whole_file(link) as draft:
        draft.write_bytes(NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


@pytest.mark.parametrize(("number", "said"), [("ENOSPC", "磁盘满了"), ("EACCES", "权限"), ("EROFS", "权限")])
def test_the_message_says_what_is_wrong(tmp_path, number, said):
    import errno

    code = getattr(errno, number)
    assert said in cannot_write(tmp_path / "x", OSError(code, os.strerror(code))).message
