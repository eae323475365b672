"""What each page of the workbench costs, request by request in one process: `python -m bench.load --pages`.

Processor time of Python and of PostgreSQL, and the number of queries. Times of answers depend on what else the machine
does; the tenth percentile of processor time hardly does. The database is that of `bench.load`, by the environment.
"""

import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiheng.web import serving, setup

_ROUNDS = 30
_FIRST = 4
"""Rounds that only warm up."""


def main(about: dict[str, Any]) -> None:
    """Measure every page and a save; print a line each."""
    setup.prepare()
    serving.bring_up()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    acts = _acts(about["departments"][0])
    for name in ("home", "department"):  # what is counted in the background is counted before
        acts[name](0)
    _work()
    print("| 页面 | Python（毫秒） | PostgreSQL（毫秒） | 合计 | 查询 |\n| --- | --- | --- | --- | --- |")
    for name, act in acts.items():
        python, database, queries = _measured(act)
        print(f"| {name} | {python:.1f} | {database:.1f} | {python + database:.1f} | {queries} |", flush=True)


def _acts(department: int) -> dict[str, Callable[[int], None]]:
    from jiheng.web.accounts.models import Membership
    from jiheng.web.forms.models import SelfEvaluation

    finance, reviewer, filler = (_client(name) for name in ("finance0", "dept0", "filler0"))
    unit = Membership.objects.filter(person__username="filler0").values("organisation")
    drafts = list(SelfEvaluation.objects.filter(unit__in=unit, state="draft").values_list("pk", flat=True)[:4])
    there = SelfEvaluation.objects.filter(unit__parent=department, state="department")
    waiting = list(there.values_list("pk", flat=True)[:6])
    filtered = [
        "/review/desk?state=finance&severity=error&sort=-lost",
        "/review/desk?low=80&high=90&sort=total",
        "/review/desk?state=department&code=T01",
    ]
    return {
        "home": _pages(finance, ["/"]),
        "home of a department": _pages(reviewer, ["/"]),
        "home of a filler": _pages(filler, ["/"]),
        "desk": _pages(finance, ["/review/desk?page=1"]),
        "desk of a department": _pages(reviewer, ["/review/desk?page=1"]),
        "desk, filtered": _pages(finance, filtered),
        "department": _pages(finance, [f"/dashboard/{department}"]),
        "editor": _pages(filler, [f"/forms/{form}" for form in drafts]),
        "review": _pages(reviewer, [f"/review/forms/{form}" for form in waiting]),
        "save": _saves(filler, drafts[0]),
    }


def _client(username: str) -> Any:
    from django.test import Client

    from jiheng.web.accounts.models import Person

    client = Client()
    person = Person.objects.get(username=username)
    client.force_login(person, backend="jiheng.web.accounts.own_backend.OwnBackend")
    return client


def _pages(client: Any, addresses: list[str]) -> Callable[[int], None]:
    def get(turn: int) -> None:
        answer = client.get(addresses[turn % len(addresses)])
        assert answer.status_code == 200, (answer.status_code, addresses)

    return get


def _saves(client: Any, form: int) -> Callable[[int], None]:
    from jiheng.web.forms.models import SelfEvaluation

    number = itertools.count()
    row = SelfEvaluation.objects.get(pk=form)
    there = {"version": row.version, "text": row.record["goal_actual"]}

    def save(_turn: int) -> None:
        text = f"{90 + next(number) % 9}.{next(number) % 10}"
        change = {"place": "goal_actual", "before": there["text"], "after": text}
        body = json.dumps({"base": there["version"], "changes": [change], "own": {}})
        answer = client.post(f"/forms/{form}/changes", body, content_type="application/json")
        assert answer.status_code == 200, answer.content[:200]
        there.update(version=json.loads(answer.content)["version"], text=text)

    return save


def _measured(act: Callable[[int], None]) -> tuple[float, float, int]:
    """Milliseconds of Python and of the database's own process, and the queries of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for turn in range(_FIRST):
        act(turn)
    with CaptureQueriesContext(connection) as asked:
        act(0)
        queries = len(asked)
    python, database = [], []
    for turn in range(_ROUNDS):
        before, began = _backend(), time.process_time()
        act(turn)
        python.append(time.process_time() - began)
        database.append(_backend() - before)
    return _low(python), _low(database), queries


def _backend() -> float:
    """Seconds of processor that the database's process for this connection has used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    return int(Path(f"/proc/{number}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _low(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 10] * 1000


def _work() -> None:
    from jiheng.web.jobs.queue import take
    from jiheng.web.jobs.worker import work

    while (job := take("bench")) is not None:
        work(job)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
