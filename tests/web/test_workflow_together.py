"""Two people pass the same form on at the same moment, on a real server with two connections."""

import re
import sqlite3
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from jiheng.web.demo.seed import PASSWORD

pytestmark = pytest.mark.slow


class Browser:
    """Signs in and posts forms as a browser does."""

    def __init__(self, url: str, username: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("/sign-in", self.get("/sign-in"), username=username, password=PASSWORD)

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path) as answer:
            return answer.read().decode()

    def post(self, path: str, page: str, **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.url + path, data, {"Referer": self.url + path})
        try:
            with self.opener.open(request) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()


def asked(workbench, query: str, *values: object) -> list[tuple]:
    with sqlite3.connect(workbench.data / "jiheng.sqlite3") as database:
        return database.execute(query, values).fetchall()


def at_once(browsers: list[Browser], form: int, version: int) -> list[str]:
    """One passes the form, the other returns it, at the same moment: what each is answered."""
    answers: dict[str, str] = {}
    ready = threading.Barrier(2)

    def act(browser: Browser, page: str, action: str) -> None:
        ready.wait()
        sent = {"action": action, "reason": "请核实", "state": "department", "version": str(version)}
        answers[action] = browser.post(f"/review/forms/{form}/decide", page, **sent)

    pages = [one.get(f"/review/forms/{form}") for one in browsers]
    acts = zip(browsers, pages, ("form.pass", "form.return"), strict=True)
    threads = [threading.Thread(target=act, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(answers.values())


def test_of_two_who_pass_and_return_at_once_one_wins_and_the_other_is_told(workbench):
    forms = asked(workbench, "select id, version from forms_selfevaluation where state = 'department' order by id")
    browsers = [Browser(workbench.url, "zhuguan") for _ in range(2)]
    assert forms
    for form, version in forms:
        answers = at_once(browsers, form, version)
        steps = asked(workbench, "select after from workflow_transition where form_id = ?", form)
        assert len(steps) == 1
        assert asked(workbench, "select state from forms_selfevaluation where id = ?", form) == steps
        assert sum("您的操作没有执行" in one for one in answers) == 1
