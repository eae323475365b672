"""How quick the workbench is with many people: `python -m bench.load`, prints one Markdown table.

PostgreSQL with 70,000 forms and 2,000 people: ten who read pages, fifty who type (each a save about every second),
both at once while 100 Word files are imported; then SQLite with 2,000 forms and 20 people. `--small` is a quick look
with little data. The district is made once and kept in `--folder`.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.web import cluster

from bench import load_turns
from bench.load_town import PASSWORD

_PAGES = {
    "home": "首页",
    "desk": "审核台",
    "filtered": "审核台（筛选）",
    "editor": "填报页",
    "review": "审核页",
    "department": "部门汇总",
    "save": "保存（含评分、检查）",
}
_FILES = 100
_NEAR = 60
"""Forms among which a reader chooses."""


@dataclass(frozen=True)
class Place:
    """A workbench with its data, and who is in it."""

    data: Path
    database: str
    about: dict

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "JIHENG_DATA": str(self.data), "JIHENG_DATABASE": self.database}

    def python(self, code: str, *arguments: object) -> str:
        """Run code with Django on this workbench; what it prints."""
        code = f"from jiheng.web import setup; setup.prepare()\n{code}"
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout


_FORMS_OF = """
import json, sys
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.accounts.models import Membership
found = {}
for member in Membership.objects.filter(role__in=("filler", "department_reviewer")).select_related("person"):
    number = int(member.person.username.lstrip("filerdpt"))
    if number >= int(sys.argv[1]):
        continue
    if member.role == "filler":
        forms = SelfEvaluation.objects.filter(unit=member.organisation, state="draft")
    else:
        forms = SelfEvaluation.objects.filter(unit__parent=member.organisation, state="department")
    found[member.person.username] = list(forms.values_list("pk", flat=True)[:int(sys.argv[2])])
print(json.dumps(found))
"""
_IMPORT = """
import sys, time
from bench.forms import forms
from jiheng.web.cycles.models import Cycle
from jiheng.web.imports import uploads
from jiheng.web.jobs.models import Job
from jiheng.web.accounts.models import Organisation, Person
from jiheng.writing.official import fill
person = Person.objects.get(username="dept0")
unit = Organisation.objects.get(pk=int(sys.argv[2]))
batch = uploads.start(person, Cycle.objects.get(), unit, "forms")
for number, form in enumerate(forms(int(sys.argv[1]), seed=int(time.time()))):
    uploads.add(person, batch, f"{number}.docx", [fill([form], ".docx")])
from django.db import transaction
with transaction.atomic():
    job = uploads.begin(person, batch)
start = time.monotonic()
while job.state not in ("done", "failed"):
    time.sleep(0.25)
    job.refresh_from_db()
print(f"{job.state} {time.monotonic() - start:.1f}")
"""


def main() -> None:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="little data, short runs")
    parser.add_argument("--folder", type=Path, default=Path("out/load"), help="where the data is kept")
    parser.add_argument("--make", action="store_true", help="only make the data")
    parser.add_argument("--pages", action="store_true", help="what each page costs, instead of the load")
    parser.add_argument("--processes", type=int, default=0, help="another number than the server takes by itself")
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--only", choices=("postgresql", "sqlite"))
    parser.add_argument("--forms", type=int, default=0, help="another number of forms")
    parser.add_argument("--people", type=int, default=0, help="another number of people")
    parser.add_argument("--years", type=int, default=1, help="years of data: so many times the forms")
    parser.add_argument("--against", type=Path, help="the repository of another build, loaded in turn with this one")
    options = parser.parse_args()
    forms, people, seconds = (2000, 100, 10) if options.small else (70_000, 2000, 60)
    forms, people, seconds = options.forms or forms, options.people or people, options.seconds or seconds
    if options.against:
        load_turns.main(options.against, options.folder, seconds, options.small)
        return
    if options.pages:
        _cost(options.folder, forms, people, options.years)
        return
    _say(("数据库和数据", "在做什么", "页面", "次数", "p50（毫秒）", "p95（毫秒）", "最慢（毫秒）"))
    _say(("---",) * 7)
    if options.only != "sqlite":
        if why := cluster.missing():
            sys.exit(why)
        folder = _folder(options.folder, forms, options.years)
        with cluster.running(folder / "cluster", safe=True) as running:
            place = _town(folder, lambda: running.create("jiheng"), running.url("jiheng"), forms, people, options.years)
            if not options.make:
                _postgresql(place, f"PostgreSQL，{forms:,} 张表，{people:,} 人", options.processes, seconds)
    if options.only != "postgresql":
        place = _town((options.folder / "sqlite-2000").absolute(), lambda: "", "", 2000, 100)
        if options.make:
            return
        with _serving(place, options.processes) as port:
            _row(
                place, port, "SQLite，2,000 张表", "5 人看、15 人填", _readers(place, 5) + _typists(place, 15), seconds
            )


def _folder(folder: Path, forms: int, years: int) -> Path:
    return (folder / (f"postgresql-{forms}" + (f"-{years}" if years > 1 else ""))).absolute()


def _cost(folder: Path, forms: int, people: int, years: int) -> None:
    """Processor time and queries of each page."""
    here = _folder(folder, forms, years)
    with cluster.running(here / "cluster", safe=True) as running:
        place = _town(here, lambda: running.create("jiheng"), running.url("jiheng"), forms, people, years)
        command = [sys.executable, "-m", "bench.load_pages", json.dumps(place.about)]
        subprocess.run(command, env=place.environment, check=True)


def _postgresql(place: Place, name: str, processes: int, seconds: int) -> None:
    with _serving(place, processes) as port:
        _row(place, port, name, "10 人看", _readers(place, 10), seconds)
        _row(place, port, name, "50 人填", _typists(place, 50), seconds)
        _row(place, port, name, "10 人看、50 人填", _readers(place, 10) + _typists(place, 50), seconds)
        with _importing(place) as took:
            everybody = _readers(place, 10) + _typists(place, 50)
            _row(place, port, name, f"同上，并导入 {_FILES} 个 Word 文件", everybody, seconds)
        state, spent = took[0].split()
        _say((name, f"导入 {_FILES} 个 Word 文件", "后台任务", state, "", "", f"{float(spent) * 1000:.0f}"))


def _town(folder: Path, create, database: str, forms: int, people: int, years: int = 1) -> Place:
    """The workbench in `folder`, made where it is not there yet."""
    data, about = folder / "data", folder / "about.json"
    if not about.exists():
        shutil.rmtree(data, ignore_errors=True)
        create()
        environment = {**os.environ, "JIHENG_DATA": str(data), "JIHENG_DATABASE": database}
        command = [sys.executable, "-m", "bench.load_town", str(forms), str(people), str(years)]
        made = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        about.write_text(made.stdout.splitlines()[-1])
    return Place(data, database, json.loads(about.read_text()))


def _readers(place: Place, count: int) -> list[tuple[str, dict]]:
    """People who go through the pages: of ten, five review for a department, three for the bureau, two fill in."""
    known = json.loads(place.python(_FORMS_OF, count, _NEAR))
    found = []
    for number in range(count):
        department = place.about["departments"][number % len(place.about["departments"])]
        pages = {"home": ["/"]}
        if number % 10 < 5:
            name = f"dept{number % (2 * len(place.about['departments']))}"
            pages |= {"desk": ["/review/desk?page=1"], "department": [f"/dashboard/{department}"]}
            pages["review"] = [f"/review/forms/{form}" for form in known[name]]
        elif number % 10 < 8:
            name = f"finance{number}"
            pages |= {"desk": ["/review/desk?page=1"], "department": [f"/dashboard/{department}"]}
            pages["filtered"] = [
                "/review/desk?state=finance&severity=error&sort=-lost",
                "/review/desk?low=80&high=90&sort=total",
                "/review/desk?state=department&code=T01",
                f"/review/desk?{urlencode({'q': '设备', 'sort': '-changed'})}",
            ]
        else:
            name = f"filler{number}"
            pages |= {"editor": [f"/forms/{form}" for form in known[name]], "desk": ["/review/desk?page=1"]}
        found.append((name, {"pages": pages}))
    return found


def _typists(place: Place, count: int) -> list[tuple[str, dict]]:
    """People who fill in, each a form of the own unit."""
    known = json.loads(place.python(_FORMS_OF, count + 20, 1))
    names = [name for name in known if name.startswith("filler") and known[name]]
    return [(name, {"form": known[name][0]}) for name in names[-count:]]


@contextmanager
def _importing(place: Place) -> Iterator[list[str]]:
    """An import that runs while the block does; waited for at its end."""
    took: list[str] = []
    unit = json.loads(
        place.python(
            "from jiheng.web.accounts.models import Organisation\n"
            "print(Organisation.objects.filter(kind='unit', parent__name__endswith='第1局').first().pk)"
        )
    )
    thread = threading.Thread(target=lambda: took.append(place.python(_IMPORT, _FILES, unit)))
    thread.start()
    try:
        yield took
    finally:
        thread.join()


@contextmanager
def _serving(place: Place, processes: int) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiheng", "serve", "--data", str(place.data), "--port", str(port)]
    command += ["--processes", str(processes)] if processes else []
    with (place.data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=place.environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until or server.poll() is not None:
                    raise
        yield port
    finally:
        server.terminate()
        server.wait()


def _row(place: Place, port: int, name: str, doing: str, people: list, seconds: int) -> None:
    task = {"port": port, "people": people, "password": PASSWORD, "seconds": seconds}
    command = [sys.executable, "-m", "bench.load_client"]
    ran = subprocess.run(command, input=json.dumps(task), check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(ran.stdout)
    for page, label in _PAGES.items():
        if spent := sorted(found["seconds"].get(page, [])):
            figures = (spent[len(spent) // 2], spent[int(len(spent) * 0.95)], spent[-1])
            _say((name, doing, label, str(len(spent)), *(f"{one * 1000:.0f}" for one in figures)))
    note = f"（客户端用了 {found['share']:.0%} 个处理器核；没有答好的请求 {len(found['failures'])} 个）"
    _say((name, doing, note, "", "", "", ""))
    for failure in found["failures"][:5]:
        sys.stderr.write(f"{failure}\n")


def _say(cells: tuple[str, ...]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
