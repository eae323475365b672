"""The API keeps to its own contract whatever is sent to it (schemathesis, against the running application)."""

import subprocess
import sys

import pytest
from tests.web.conftest import environment
from tests.web.test_backup import python

_TOKEN = """
from jiheng.web import setup; setup.prepare()
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.accounts.models import Person
print(make(Person.objects.get(username="{}"), "schemathesis", Token.Scope.WRITE, 7)[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("username", ["gongyuan", "caizheng"])
def test_no_request_brings_it_down_and_every_answer_is_as_promised(workbench, tmp_path, username):
    token = python(_TOKEN.format(username), workbench.data)
    command = [sys.executable, "-m", "schemathesis.cli", "run"]
    command += [f"{workbench.url}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}"]
    command += ["--checks", "all", "--max-examples", "40", "--seed", "1", "--no-color", "--generation-database", "none"]
    ran = subprocess.run(command, env=environment(workbench.data), cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-6000:]
