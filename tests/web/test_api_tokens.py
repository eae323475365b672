"""The pages of tokens."""

import dataclasses
import re

import pytest
from tests.web.test_api import Program

from jiheng.web import options
from jiheng.web.accounts.models import Person
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.demo.seed import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_new_token_is_shown_once(signed_in):
    browser = signed_in("gongyuan")
    page = browser.post(
        "/me/tokens", {"name": "预算系统", "scope": "read", "days": 30, "password": PASSWORD}
    ).content.decode()
    text = re.search(r'value="(jh_[\w-]+)"', page)[1]
    answer = browser.get("/api/v1/forms", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    assert text not in browser.get("/me/tokens").content.decode()
    assert AuditEntry.objects.filter(action="token.make").count() == 1


def test_what_is_wrong_with_a_new_token_is_said(signed_in):
    page = signed_in("gongyuan").post("/me/tokens", {"name": "", "scope": "all", "days": 3000, "password": PASSWORD})
    assert page.content.decode().count("errorlist") == 3
    assert not Token.objects.exists()


def test_no_more_than_twenty_at_once(signed_in):
    person = Person.objects.get(username="gongyuan")
    for number in range(20):
        make(person, f"第 {number} 个", Token.Scope.READ, 7)
    page = signed_in("gongyuan").post(
        "/me/tokens", {"name": "又一个", "scope": "read", "days": 30, "password": PASSWORD}
    )
    assert "先撤销" in page.content.decode()
    assert Token.objects.count() == 20


def test_one_ends_ones_own_and_the_security_administrator_anybodys(signed_in):
    person = Person.objects.get(username="gongyuan")
    first, second = (make(person, name, Token.Scope.READ, 7)[0] for name in "甲乙")
    assert signed_in("tianbao").post(f"/me/tokens/{first.pk}/revoke").status_code == 403
    assert signed_in("xitong").get("/tokens").status_code == 403
    signed_in("gongyuan").post(f"/me/tokens/{first.pk}/revoke")
    assert "乙" in signed_in("anquan").get("/tokens").content.decode()
    signed_in("anquan").post(f"/me/tokens/{second.pk}/revoke")
    assert Token.objects.filter(revoked_at=None).count() == 0
    assert AuditEntry.objects.filter(action="token.revoke").count() == 2


def test_where_writing_is_forbidden_a_token_that_could_may_only_read(signed_in, settings):
    text = make(Person.objects.get(username="gongyuan"), "填数", Token.Scope.WRITE, 30)[1]
    none = options.Options(tokens=options.Tokens("forbidden"))
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=none)
    program = Program(text)
    assert program.get("/forms").status_code == 200
    form = program.get("/forms").json()["items"][0]["id"]
    refused = program.client.patch(
        f"/api/v1/forms/{form}",
        {"version": 0, "changes": []},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )
    assert refused.status_code == 403 and "不许程序修改" in refused.content.decode()
    asked = {"name": "又一个", "scope": "write", "days": 30, "password": PASSWORD}
    assert "不许程序修改" in signed_in("gongyuan").post("/me/tokens", asked).content.decode()
    assert Token.objects.count() == 1
