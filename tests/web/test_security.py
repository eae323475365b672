"""What holds on every page: headers, no inline script or style, cookies, CSRF, error pages in Chinese.

The pages are found from the URLconf itself, so that a new page is tested from its first day.
"""

import dataclasses
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.effort import examples, share

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.demo.seed import usernames
from jiheng.web.forms.models import SelfEvaluation

pytestmark = pytest.mark.django_db

HANDLER = re.compile(r"^on[a-z]+$|^hx-on")
OUTSIDE = re.compile(r"^(https?:)?//", re.IGNORECASE)
DATA = ("application/json",)
"""Kinds of script elements that browsers never run, and the policy never stops."""
FINE = {200, 202, 204, 301, 302, 400, 401, 403, 404, 405, 409, 410, 422}


def routes(patterns=None, before: str = "") -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every route below the root: as text, and its arguments as (converter, name)."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, text)
        elif isinstance(one, URLPattern):
            yield text, re.findall(r"<(?:(\w+):)?(\w+)>", text)


def urls() -> list[str]:
    """An address or a few for every route: with rows of the example, and with one that is not there."""
    rows: list[Model | None] = [
        SelfEvaluation.objects.filter(state="draft").first(),
        SelfEvaluation.objects.filter(state="final").first(),
        Project.objects.first(),
        Cycle.objects.first(),
        Organisation.objects.get(name__contains="公园"),
        Person.objects.get(username="tianbao"),
        *(
            model.objects.first()
            for model in apps.get_models()
            if model._meta.app_label in ("files", "jobs", "imports")
        ),
    ]
    numbers = list(dict.fromkeys(row.pk for row in rows if row is not None and isinstance(row.pk, int)))[
        : examples(4, least=2)
    ]
    found = []
    for route, arguments in routes():
        if any(kind == "path" for kind, _ in arguments):
            continue
        values = [[*numbers, 999_999] if kind == "int" else [*numbers[:2], "a"] for kind, _ in arguments]
        for chosen in itertools.islice(zip(*values, strict=False) if values else [()], 5):
            url = route
            for value in chosen:
                url = re.sub(r"<[^>]+>", str(value), url, count=1)
            found.append("/" + url.replace("^", "").replace("$", ""))
    return found


@cache
def parsed(content: bytes):
    return lxml.html.document_fromstring(content)


def faults(content: bytes) -> Iterator[str]:
    """What a strict content security policy would stop, and what is fetched from elsewhere."""
    for element in parsed(content).iter():
        if not isinstance(element.tag, str):
            continue
        data = element.attrib.get("type") in DATA
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attrib and not data):
            yield f"<{element.tag}> inside the page"
        for name, value in element.attrib.items():
            if name == "style" or HANDLER.match(name) or value.strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {name}>"
            if name in ("src", "srcset", "action", "data", "poster") and OUTSIDE.match(value):
                yield f"<{element.tag}> from {value}"
            if element.tag == "link" and name == "href" and OUTSIDE.match(value):
                yield f"<link> to {value}"


def test_the_crawl_knows_faults_when_it_sees_them():
    bad = b"""<style>a{}</style><script>1</script><p style="x" onclick="y"><a href="javascript:1">z</a>
    <img src="//elsewhere/a.png"><link href="https://elsewhere/a.css"><div hx-on:click="1">"""
    assert len(list(faults(bad))) == 8


def test_the_crawl_finds_the_pages():
    found = urls()
    assert {"/", "/sign-in", "/me/password", "/people", "/organisations/1", "/roles/1", "/auditlog/"} <= set(found)
    assert len(found) > 30


@pytest.mark.parametrize(
    "username",
    ["", "zhuguan", *(pytest.param(one, marks=pytest.mark.slow) for one in usernames(years=False) if one != "zhuguan")],
)
def test_every_page_for_every_role(username, signed_in):
    """No page breaks, none has what the policy forbids, all have the headers, and none is cached."""
    client = signed_in(username) if username else Client()
    wrong = []
    for url in share(urls(), len(username)):
        if "sign-out" in url:
            continue
        response = client.get(url)
        if response.status_code not in FINE:
            wrong.append((url, response.status_code))
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming and response.content.strip():
            wrong += [(url, fault) for fault in faults(response.content)]
            if "charset=utf-8" not in kind.lower():
                wrong.append((url, kind))
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            wrong.append((url, f"policy {policy}"))
        if response.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append((url, "may be sniffed"))
        if username and not url.startswith(("/sign-in", "/healthz", "/api/")):
            cached = response.headers.get("Cache-Control", "")
            if "no-store" not in cached and "private" not in cached:
                wrong.append((url, f"cached: {cached}"))
    assert wrong == []


def test_nothing_but_the_sign_in_page_is_open_to_strangers():
    open_pages = [url for url in urls() if Client().get(url).status_code == 200]
    assert [url for url in open_pages if not url.startswith(("/sign-in", "/healthz", "/api/"))] == []


def test_no_page_that_changes_something_can_be_posted_from_elsewhere(signed_in):
    """Without the token nothing that a signed-in person could send gets through."""
    person = Person.objects.get(username="xitong")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="jiheng.web.accounts.own_backend.OwnBackend")
    for url in share(urls(), 1):
        if not url.startswith("/api/"):
            status = client.post(url, {"name": "x", "do": "change"}).status_code
            assert status in (403, 404, 405), url
    assert "请再提交一次" in client.post("/organisations/1", {}).content.decode()


def test_the_headers_of_a_page(signed_in):
    headers = signed_in("tianbao").get("/me").headers
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    for part in ("script-src", "style-src", "img-src", "form-action", "frame-ancestors", "connect-src"):
        assert policy[part] == "'self'", part
    assert policy["default-src"] == policy["base-uri"] == policy["object-src"] == "'none'"


def test_the_cookies_are_out_of_scripts_reach():
    client = Client()
    client.get(reverse("accounts:sign-in"))
    client.post(reverse("accounts:sign-in"), {"username": "tianbao", "password": "Songling-2024"})
    for name in (django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert not client.cookies[django_settings.SESSION_COOKIE_NAME]["expires"]


def test_signing_in_makes_a_new_session():
    client = Client()
    client.get(reverse("accounts:sign-in"))
    planted = client.session
    planted["planted"] = True
    planted.save()
    before = client.session.session_key
    client.post(reverse("accounts:sign-in"), {"username": "tianbao", "password": "Songling-2024"})
    assert client.session.session_key != before


def test_behind_an_https_proxy_cookies_and_requests_are_bound_to_https(settings):
    import subprocess
    import sys

    code = """
import os, tempfile
os.environ.update(JIHENG_DATA=tempfile.mkdtemp(), JIHENG_HTTPS="1", JIHENG_HOSTS="jx.example")
from jiheng.web import settings as s
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS
assert s.CSRF_TRUSTED_ORIGINS == ["https://jx.example"]
assert oct(os.stat(os.environ["JIHENG_DATA"] + "/secret.key").st_mode)[-3:] == "600"
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert dataclasses.is_dataclass(settings.CONFIG)


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [("/no/such/page", 404, "没有这一页"), ("/organisations", 403, "由系统管理员来做")],
)
def test_error_pages_speak_chinese_and_lead_home(signed_in, url, status, says):
    page = signed_in("tianbao").get(url)
    assert page.status_code == status
    assert says in page.content.decode()
    assert list(faults(page.content)) == []


def test_the_page_after_a_failure_speaks_chinese_and_tells_nothing(signed_in, monkeypatch):
    from jiheng.web.accounts import profile_views

    def broken(*_):
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(profile_views.second_factor, "codes_left", broken)
    client = signed_in("tianbao")
    client.raise_request_exception = False
    page = client.get("/me")
    assert page.status_code == 500
    assert "程序出错了" in page.content.decode()
    assert "secret of the server" not in page.content.decode()
    assert list(faults(page.content)) == []


def test_another_host_name_is_refused(signed_in):
    page = signed_in("tianbao").get("/me", HTTP_HOST="evil.example")
    assert page.status_code == 400
    assert "--allow" in page.content.decode()


@pytest.mark.slow
def test_nothing_a_person_writes_becomes_part_of_a_page(signed_in):
    """Names are shown as text wherever they come up."""
    evil = "<img src=x onerror=alert(1)>"
    Person.objects.filter(username="tianbao").update(name=evil)
    Organisation.objects.filter(name="局本级").update(name=evil)
    Project.objects.update(name=evil)
    for username in ("gongyuan", "zhuguan", "xitong", "anquan", "rizhi"):
        client = signed_in(username)
        for url in urls():
            if "sign-out" in url or "999" in url:
                continue
            page = client.get(url)
            if page.headers.get("Content-Type", "").startswith("text/html") and not page.streaming:
                assert evil.encode() not in page.content, (username, url)


def test_what_a_search_asks_for_breaks_nothing(signed_in):
    for username, url in [
        ("xitong", "/people"),
        ("xitong", "/organisations"),
        ("anquan", "/roles"),
        ("rizhi", "/auditlog/"),
    ]:
        for text in ("'; DROP TABLE accounts_person; --", "\x00", "%", "_" * 5000, "\ud800", "😀"):
            page = signed_in(username).get(
                url, {"q": text.encode("utf-8", "surrogatepass"), "page": "-9e", "which": "x"}
            )
            assert page.status_code == 200, (url, ascii(text[:9]))
    assert Person.objects.exists()


@pytest.mark.slow
def test_whatever_page_shows_a_secret_form_its_reading_is_on_record(signed_in):
    """Also that nobody who is not named gets its content by any page at all."""
    form = SelfEvaluation.objects.filter(state="department").first()
    mark = "涉密内容标记七八九"
    Project.objects.filter(pk=form.project_id).update(secret=True, name=mark)
    SelfEvaluation.objects.filter(pk=form.pk).update(record={**form.record, "project": mark, "goal_actual": mark})
    form.project.named.set([Person.objects.get(username="zhuguan")])
    shown = []
    addresses = {url for url in urls() if "sign-out" not in url}
    addresses |= {re.sub(r"^/(forms|review/forms)/\d+", rf"/\1/{form.pk}", url) for url in addresses}
    addresses |= {re.sub(r"/\d+", f"/{form.project_id}", url) for url in addresses}
    addresses = {url for url in addresses if "999" not in url}
    for username in ("zhuguan", "caizheng", "shenhe", "gyshenhe", "shenji", "xitong", "rizhi"):
        client = signed_in(username)
        for url in sorted(addresses):
            before = AuditEntry.objects.filter(action="secret.read").count()
            with transaction.atomic():
                page = client.get(url)
                body = b"" if page.streaming else page.content
                noted = AuditEntry.objects.filter(action="secret.read").count() > before
                transaction.set_rollback(True)
            if mark.encode() in body:
                shown.append((username, url, noted))
    assert {username for username, _, _ in shown} <= {"zhuguan"}, shown
    pages = [(url, noted) for _, url, noted in shown if url.startswith((f"/forms/{form.pk}", "/review/forms/"))]
    assert pages
    assert [url for url, noted in pages if not noted] == []


def test_what_one_person_was_told_is_not_there_for_the_next(signed_in):
    client = signed_in("tianbao")
    client.post("/me/sessions/end")  # the answer's message is not read
    assert "messages" not in client.cookies
    client.post("/sign-out")
    assert "没有其他会话" not in client.get("/sign-in").content.decode()


def test_the_security_page_cites_tests_that_exist():
    here = Path(__file__).parent
    page = (here.parents[1] / "docs" / "workbench" / "security.md").read_text(encoding="utf-8")
    cited = re.findall(r"`(test_\w+)::(test_\w+)`", page)
    assert len(cited) > 50
    missing = [
        f"{file}::{name}"
        for file, name in cited
        if f"def {name}(" not in (here / f"{file}.py").read_text(encoding="utf-8")
    ]
    assert missing == []


@pytest.mark.full
def test_no_answer_tells_what_serves_it(db):
    from jiheng.web import wsgi  # reads in what a server does, which takes a second

    told = {}
    environ = RequestFactory().get("/healthz").environ
    b"".join(wsgi.application(environ, lambda status, headers, *_: told.update(dict(headers), status=status)))
    assert (told["status"][:3], told["Server"]) == ("200", "jiheng")
