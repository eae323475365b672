"""A light client: many people with a connection each. Reads its task as JSON, prints what it measured as JSON.

A process of its own, so that its share of the processor can be told from the server's.
"""

import http.client
import json
import random
import re
import resource
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

_TOKEN = re.compile(r'X-CSRFToken": "(\w+)"|name="csrfmiddlewaretoken" value="(\w+)"')
_TIMEOUT = 60
_OFTEN = {"review": 3, "editor": 3}
"""How often a page comes in a reader's round; others once."""
_SAVES = 12
"""After so many saves one who fills in opens the form again."""


class Visitor:
    """A person with a browser: one connection, cookies, the token of forms."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        self._cookies: dict[str, str] = {}
        self.token = ""
        self.get("/sign-in")
        fields = {"username": username, "password": password, "csrfmiddlewaretoken": self.token}
        status, body = self.ask("POST", "/sign-in", urlencode(fields), "application/x-www-form-urlencoded")
        if status != 302:
            raise RuntimeError(f"sign-in of {username}: {status} {body[-2000:].decode()}")

    def get(self, path: str) -> tuple[int, bytes]:
        """A page; its token is kept."""
        status, body = self.ask("GET", path)
        if found := _TOKEN.search(body.decode(errors="replace")):
            self.token = found[1] or found[2]
        return status, body

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "") -> tuple[int, bytes]:
        """One request and its whole answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        data = None if body is None else body.encode()
        try:
            answer = self._answer(method, path, data, headers)
        except ConnectionError:  # the server hangs up on those who were silent long; a browser calls again
            self._connection.close()
            answer = self._answer(method, path, data, headers)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, text = value.partition(";")[0].partition("=")
                self._cookies[cookie] = text
        return answer.status, answer.read()

    def _answer(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, path, data, headers)
        return self._connection.getresponse()


class Log:
    """What was measured: seconds of each request by its name, and what failed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seconds: dict[str, list[float]] = {}
        self.failures: list[str] = []

    def add(self, name: str, seconds: float, status: int, body: bytes) -> None:
        """Note one request."""
        with self._lock:
            self.seconds.setdefault(name, []).append(seconds)
            if status != 200:
                self.failures.append(f"{name}: {status} {body[:300].decode(errors='replace')}")


def read(visitor: Visitor, pages: dict[str, list[str]], until: float, dice: random.Random, log: Log) -> None:
    """Go from page to page, a second or so on each."""
    for name in _round(pages, dice):
        time.sleep(dice.uniform(0.5, 1.5))
        if time.monotonic() > until:
            return
        path = dice.choice(pages[name])
        start = time.perf_counter()
        status, body = visitor.get(path)
        log.add(name, time.perf_counter() - start, status, body)


class Filled:
    """A form as one who fills it in has it open."""

    def __init__(self, visitor: Visitor, form: int) -> None:
        self._visitor, self._form = visitor, form
        self.open()

    def open(self) -> tuple[float, int, bytes]:
        """Open it: what its page took and answered."""
        start = time.perf_counter()
        status, page = self._visitor.get(f"/forms/{self._form}")
        spent = time.perf_counter() - start
        stand = json.loads(self._visitor.get(f"/forms/{self._form}/sheet")[1])
        self._version, self._cells = stand["version"], stand["cells"]
        self._places = [place for place in self._cells if place.endswith((".actual", ".reason"))] + ["goal_actual"]
        return spent, status, page

    def save(self, dice: random.Random) -> tuple[float, int, bytes]:
        """Write one cell: what the save took and answered."""
        place = dice.choice(self._places)
        text = str(dice.randint(1, 400)) if place.endswith(".actual") else f"第 {dice.randint(1, 10**6)} 次填写"
        change = {"place": place, "before": self._cells.get(place, ""), "after": text}
        asked = json.dumps({"base": self._version, "changes": [change]})
        start = time.perf_counter()
        status, body = self._visitor.ask("POST", f"/forms/{self._form}/changes", asked, "application/json")
        spent = time.perf_counter() - start
        if status == 200:
            answer = json.loads(body)
            self._version = answer["version"]
            self._cells |= answer["cells"]
        return spent, status, body


def write(form: Filled, until: float, dice: random.Random, log: Log) -> None:
    """Type: a cell every second or so, each saved at once; open the form again now and then."""
    left = dice.randint(1, _SAVES)
    while True:
        time.sleep(dice.uniform(0.5, 1.5))
        if time.monotonic() > until:
            return
        if left:
            log.add("save", *form.save(dice))
        else:
            log.add("editor", *form.open())
        left = left - 1 if left else _SAVES


def _round(pages: Iterable[str], dice: random.Random) -> Iterator[str]:
    names = [name for name in pages for _ in range(_OFTEN.get(name, 1))]
    while True:
        yield from dice.sample(names, len(names))


def main() -> None:
    """Sign all people in, have each open what they begin with, then let them loose together."""
    task = json.load(sys.stdin)
    log, people = Log(), []
    for number, (username, does) in enumerate(task["people"]):
        people.append((Visitor(task["port"], username, task["password"]), does, random.Random(number)))
    for visitor, does, _ in people:
        if "form" in does:
            does["open"] = Filled(visitor, does["form"])
        for paths in does.get("pages", {}).values():
            visitor.get(paths[0])
    used, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    until = start + task["seconds"]

    def live(visitor: Visitor, does: dict, dice: random.Random) -> None:
        try:
            if "open" in does:
                write(does["open"], until, dice, log)
            else:
                read(visitor, does["pages"], until, dice, log)
        except Exception as error:
            log.failures.append(repr(error))

    threads = [threading.Thread(target=live, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = resource.getrusage(resource.RUSAGE_SELF)
    spent = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    share = spent / (time.monotonic() - start)
    json.dump({"seconds": log.seconds, "failures": log.failures, "share": share}, sys.stdout)


if __name__ == "__main__":
    main()
