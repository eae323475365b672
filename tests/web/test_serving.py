"""Starting the server, and worker processes beside it while it forks."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request

import pytest
from tests.web.conftest import Workbench, environment, stop

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
_TOLD_TO_END = """
import os, signal
from jiheng.web import serving
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: None)  # as the server's own, which its main process acts on
serving.start_apart()
for number in (signal.SIGTERM, signal.SIGINT):
    child = os.fork()
    if not child:
        os.kill(os.getpid(), number)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == number
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上没有这回事")
def test_a_process_told_to_end_before_it_is_ready_ends():
    ran = subprocess.run([sys.executable, "-c", _TOLD_TO_END], capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork 的系统上没有这回事")
def test_a_start_ends_whatever_is_forked_meanwhile():
    ran = subprocess.run([sys.executable, "-c", _FORKING], capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.full
def test_the_address_is_announced_when_its_pages_answer(seeded, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiheng", "serve", "--data", str(data), "--port", str(port), "--processes", "2"]
    process = subprocess.Popen(
        command, env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        announced = next(line for line in map(bytes.decode, process.stderr) if "请用浏览器打开" in line)
        address = re.search(r"http\S+", announced)[0]
        assert address == f"http://127.0.0.1:{port}/"
        with urllib.request.urlopen(address) as page:  # asked once
            assert page.status == 200
    finally:
        stop(Workbench("", data, process))
        process.stderr.close()


_FIRST_PAGES = """
import sys
from jiheng.web import wsgi
from django.conf import settings
from django.template import engines
from django.test import Client
from jiheng.web.accounts.models import Person
from jiheng.web.forms.models import SelfEvaluation
settings.ALLOWED_HOSTS.append("testserver")
compiled = engines["django"].engine.template_loaders[0].get_template_cache
known, drawn = set(sys.modules), set(compiled)
assert drawn
for name, path in [("tianbao", "/"), ("tianbao", "/forms/{draft}"), ("zhuguan", "/review/desk"),
                   ("zhuguan", "/review/forms/{waiting}"), ("caizheng", "/")]:
    client = Client()
    client.force_login(Person.objects.get(username=name), backend="jiheng.web.accounts.own_backend.OwnBackend")
    forms = {"draft": SelfEvaluation.objects.filter(state="draft", unit__name="局本级").first().pk,
             "waiting": SelfEvaluation.objects.filter(state="department").first().pk}
    assert client.get(path.format(**forms)).status_code == 200, path
print(sorted(name for name in set(sys.modules) - known if name.startswith("jiheng.")), set(compiled) - drawn)
"""


@pytest.mark.full
def test_no_page_waits_for_what_a_server_process_reads_in_before_it_answers(seeded, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    command = [sys.executable, "-c", _FIRST_PAGES]
    ran = subprocess.run(command, env=environment(data), capture_output=True, text=True, timeout=300, check=False)
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, "[] set()", "")
