"""Processes forked with the workbench loaded see what a start of their own would."""

import ast
import os

from tests.sources import modules
from tests.web import fresh
from tests.web.conftest import environment

_TELL = """
from jiheng.web import setup; setup.prepare()
from django.conf import settings
from django.db import connection
print(settings.CONFIG.data, connection.settings_dict["NAME"], settings.SESSION_COOKIE_SECURE, connection.vendor)
"""


def test_each_run_has_the_settings_of_its_own_environment(tmp_path):
    one = fresh.python(_TELL, environment(tmp_path / "甲"))
    assert one.stdout.split() == [str(tmp_path / "甲"), str(tmp_path / "甲" / "jiheng.sqlite3"), "False", "sqlite"]
    other = {**environment(tmp_path / "乙", "postgresql://jiheng@/jixiao"), "JIHENG_HTTPS": "1"}
    assert fresh.python(_TELL, other).stdout.split() == [str(tmp_path / "乙"), "jixiao", "True", "postgresql"]


def test_how_a_run_ends_is_told():
    ended = fresh.python("import os, sys; print(os.getpid()); sys.exit('坏了')", dict(os.environ))
    assert (ended.returncode, ended.stderr.strip()) == (1, "坏了")
    assert int(ended.stdout) != os.getpid()


def test_no_module_reads_what_differs_from_start_to_start_when_it_is_loaded():
    assigned = [node for node in modules()["web/settings.py"].body if isinstance(node, ast.Assign)]
    differ = {name.id for node in assigned if "CONFIG" in ast.unparse(node) for name in node.targets}
    assert differ >= {"CONFIG", "SECRET_KEY", "DATABASES", "CSRF_COOKIE_SECURE", "STORAGES"}
    found = []
    for path, tree in modules(lambda text: "settings." in text).items():
        todo = list(tree.body)
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "settings" and node.attr in differ:
                found.append((path, node.attr))
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                todo += ast.iter_child_nodes(node)
    assert found == []
