"""The worked examples of the guides work: what they show is written to files and used."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.cli import main
from jiheng.places.sources import VARIABLE, forget
from jiheng.places.toml import load_toml

REPO = Path(__file__).resolve().parents[2]
EXAMPLES = REPO / "examples" / "松泠区园林环境局"


@pytest.fixture(autouse=True)
def own_packs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The packs that a guide brings are gone after its test."""
    monkeypatch.setenv(VARIABLE, "")
    forget()
    yield
    monkeypatch.undo()
    forget()


def blocks(page: str) -> dict[str, str]:
    """The files that a guide shows: name → content, without the indentation of the page."""
    text = (REPO / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^( *)`([^`\n]+)`：\n\n +```\w+\n(.*?)\n +```$", text, re.DOTALL | re.MULTILINE)
    return {name: re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) + "\n" for indent, name, body in found}


def lay_out(files: dict[str, str], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def run(*args: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(arg) for arg in args])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_report_template(tmp_path: Path) -> None:
    import docx

    lay_out(blocks("contributing/report-template.md"), tmp_path)
    target = tmp_path / "自评情况.docx"
    assert run("report", "overall", EXAMPLES, "--template", tmp_path / "本局.toml", "-o", target) == 0
    text = "\n".join(re.findall(r">([^<]+)<", docx.Document(str(target)).element.xml))
    assert "自评情况" in text and "总的情况" in text and "问题和打算" in text
    assert "个项目，全年预算" in text and "下一年度的打算" in text and "{" not in text


def test_layout(tmp_path: Path) -> None:
    files = blocks("contributing/layout.md")
    folder = tmp_path / "my-county-2025"
    lay_out(files, folder)
    assert run("places", "check", folder) == 0
    made = tmp_path / "统一表样.docx"
    assert run("fill", EXAMPLES / "局本级-表格粘贴.txt", "--layout", folder / "layout.toml", "-o", made) == 0
    for file, target in ((EXAMPLES / "局本级-表格粘贴.txt", "前.json"), (made, "后.json")):
        assert run("extract", file, "-o", tmp_path / target) == 0
    before, after = (json.loads((tmp_path / name).read_bytes()) for name in ("前.json", "后.json"))
    assert [one["project"] for one in after] == [one["project"] for one in before]
    assert [[row["actual"] for row in one["indicators"]] for one in after] == [
        [row["actual"] for row in one["indicators"]] for one in before
    ]


def test_a_place_from_one_published_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = blocks("places.md")
    paper, folder = tmp_path / "自评表.txt", tmp_path / "chenghu-2024"
    lay_out({paper.name: files.pop(paper.name)}, tmp_path)
    assert run("places", "learn", paper, "-o", folder) == 0
    learnt = capsys.readouterr()
    assert "各行有自己的评分标准 4 条，照表计分" in learnt.err and "没读懂" not in learnt.err
    assert learnt.out.count("待定") == 4
    before = {name: load_toml(folder / name) for name in ("rules.toml", "words.toml")}
    lay_out(files, tmp_path)
    for name, data in before.items():  # what a person adds are words of explanation and sources
        assert load_toml(folder / name).keys() == data.keys()
    assert run("places", "check", folder) == 0
    assert "待定" not in capsys.readouterr().out
    assert audited(capsys, paper, "--rulebook", folder) == (["chenghu-2024"], "26.00", set())
    assert audited(capsys, paper, "--rulebook", "mof-2020")[2] == set()


def audited(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[list[str], str, set[str]]:
    """The rulebook of each form, the score of the second row of the first, and the codes of errors."""
    run("audit", *args, "--format", "json")
    result = json.loads(capsys.readouterr().out, parse_float=str)
    forms = result["forms"]
    errors = {finding["code"] for form in forms for finding in form["findings"] if finding["severity"] == "error"}
    return [form["rulebook"] for form in forms], forms[0]["scores"]["indicators"][1]["recomputed"], errors


SETTINGS = """
from jiheng.web.settings import *  # noqa: F403
INSTALLED_APPS = [*INSTALLED_APPS, "waiting_list"]  # noqa: F405
ROOT_URLCONF = "sample_urls"
"""
URLS = """
from django.urls import include, path
from jiheng.web.urls import handler500, urlpatterns
urlpatterns = [*urlpatterns, path("waiting/", include("waiting_list.urls"))]
"""
VISIT = """
import datetime, json, sys
from jiheng.web.setup import prepare
prepare()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from jiheng.web.accounts.models import Person
from jiheng.web.demo.seed import seed
from jiheng.web.forms.models import SelfEvaluation
seed(datetime.date(2025, 3, 1))
def visit(person):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="jiheng.web.accounts.own_backend.OwnBackend")
    answer = client.get("/waiting/")
    return answer.status_code, answer.content.decode()
answers = {}
for person in Person.objects.filter(is_active=True):
    roles = sorted(person.memberships.values_list("role", flat=True))
    answers["、".join(roles)] = visit(person)
draft = SelfEvaluation.objects.filter(state="draft")
print(json.dumps({
    "answers": answers,
    "open": sorted({one.project.name for one in draft if not one.project.secret}),
    "secret": sorted({one.project.name for one in draft if one.project.secret}),
}))
"""


@pytest.mark.slow
def test_page_of_the_workbench(tmp_path: Path) -> None:
    lay_out(blocks("contributing/page.md") | {"waiting_list/__init__.py": "", "sample_settings.py": SETTINGS}, tmp_path)
    lay_out({"sample_urls.py": URLS}, tmp_path)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(REPO / "src")]),
        "DJANGO_SETTINGS_MODULE": "sample_settings",
        "JIHENG_DATA": str(tmp_path / "data"),
    }
    done = subprocess.run([sys.executable, "-c", VISIT], env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    status, page = told["answers"]["finance_reviewer"]
    assert status == 200 and told["open"] and all(name in page for name in told["open"])
    assert not any(name in page for name in told["secret"])
    assert ">未交</a>" in page, "it stands in the menu"
    assert told["answers"]["filler"][0] == 403
