"""Starting worker processes beside a server that forks."""

import os
import subprocess
import sys

import pytest

_FORKING = """
import os, threading
from jiheng.web import serving
serving.start_apart()
held, end = os.pipe()
over = threading.Event()
def fork():
    for _ in range(300):
        if over.is_set():
            return
        if not os.fork():
            os.close(end)
            os.read(held, 1)  # lives as long as its parent
            os._exit(0)
server = threading.Thread(target=fork)
server.start()
for _ in range(40):
    assert serving.started(["/bin/true"]).wait() == 0
over.set()
server.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上没有这回事")
def test_a_start_ends_whatever_is_forked_meanwhile():
    ran = subprocess.run([sys.executable, "-c", _FORKING], capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
