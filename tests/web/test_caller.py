"""A worker notices that its caller has gone by the pipe between them, as it must on Windows."""

import os
import subprocess
import sys

CODE = """
import time
from jiheng.web.jobs.caller import lives, watch_pipe
watch_pipe()
print(lives(0), lives({parent}), lives({ended}), flush=True)
while lives({parent}):
    time.sleep(0.01)
print("gone", lives(0), flush=True)
"""


def test_the_end_of_the_pipe_is_the_end_of_the_caller() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    command = [sys.executable, "-c", CODE.format(parent=os.getpid(), ended=ended.pid)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline().split() == ["True", "True", "False"]
        process.stdin.close()
        assert process.stdout.read().split() == ["gone", "True"]
        assert process.wait() == 0
