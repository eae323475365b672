"""Administrators: a second factor by default, and nobody becomes another administrator without a third knowing."""

import dataclasses

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.test_api import Program

from jiheng.web import options
from jiheng.web.accounts import countersign, granting, session_store
from jiheng.web.accounts.models import Countersign, OpenSession, Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.accounts.session_store import kept_as
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.demo.models import Example

pytestmark = pytest.mark.django_db

PASSWORD = Countersign.Action.PASSWORD


def person(name: str) -> Person:
    return Person.objects.get(username=name)


@pytest.fixture
def real():
    """A workbench whose people are not the example's."""
    Example.objects.all().delete()


@pytest.mark.parametrize("name", ["xitong", "anquan", "rizhi"])
def test_an_administrator_sets_up_a_second_factor_before_anything_else(signed_in, real, name):
    client = signed_in(name)
    for url in ("/", "/me", "/people", "/roles", "/auditlog/", "/backup/"):
        assert client.get(url).url.startswith("/me/second-factor"), url
    page = client.get("/me/second-factor").content.decode()
    assert "管理员的账号须使用动态口令" in page
    assert "以后再说" not in page


def test_others_do_not_need_one_and_the_example_is_spared(signed_in, real):
    assert signed_in("tianbao").get("/").status_code == 200
    Example.objects.create()
    assert signed_in("xitong").get("/").status_code == 200


def test_the_setting_loosens_it(signed_in, real, settings):
    loose = options.Options(options.SecondFactor("optional"))
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=loose)
    assert signed_in("xitong").get("/").status_code == 200


def test_a_program_of_an_administrator_without_one_is_refused(real):
    program = Program(make(person("xitong"), "备份", Token.Scope.READ, 30)[1])
    assert program.get("/forms").status_code == 401


def test_the_database_does_not_hold_what_is_in_the_cookie(signed_in):
    client = signed_in("tianbao")
    client.get("/me")
    key = client.session.session_key
    assert client.cookies["sessionid"].value == key
    kept = set(Session.objects.values_list("session_key", flat=True)) | set(
        OpenSession.objects.values_list("key", flat=True)
    )
    assert key not in kept
    assert kept_as(key) in kept
    stolen = Client()
    for one in kept:
        stolen.cookies["sessionid"] = one
        assert stolen.get("/me").status_code == 302


@pytest.mark.parametrize("act", [granting.reset_password, granting.reset_second_factor])
def test_one_person_cannot_reset_an_administrator(act):
    with pytest.raises(ValidationError, match="另一位管理员确认"):
        act(person("anquan"), person("xitong"))
    act(person("anquan"), person("tianbao"))


def test_a_second_administrator_confirms_and_it_is_done_once():
    actor, target, third = person("anquan"), person("xitong"), person("rizhi")
    countersign.ask(actor, target, PASSWORD)
    row = Countersign.objects.get()
    for not_free in (actor, target):
        with pytest.raises(ValidationError):
            countersign.confirm(not_free, row)
    with pytest.raises(Denied):
        countersign.confirm(person("tianbao"), row)
    with pytest.raises(ValidationError):
        granting.reset_password(actor, target)
    countersign.confirm(third, row)
    assert granting.reset_password(actor, target).password
    with pytest.raises(ValidationError):
        granting.reset_password(actor, target)
    assert {"countersign.ask", "countersign.confirm", "password.reset"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_what_was_confirmed_runs_out():
    actor, target = person("anquan"), person("xitong")
    countersign.ask(actor, target, PASSWORD)
    countersign.confirm(person("rizhi"), Countersign.objects.get())
    Countersign.objects.update(asked_at=timezone.now() - countersign.VALID)
    with pytest.raises(ValidationError):
        granting.reset_password(actor, target)


def test_a_confirmation_of_one_thing_is_none_of_another():
    actor, target = person("anquan"), person("xitong")
    countersign.ask(actor, target, PASSWORD)
    countersign.confirm(person("rizhi"), Countersign.objects.get())
    with pytest.raises(ValidationError):
        granting.reset_second_factor(actor, target)


def test_the_pages_lead_through_it(signed_in):
    target = person("xitong")
    page = f"/roles/{target.pk}"
    asker, third = signed_in("anquan"), signed_in("rizhi")
    assert "申请确认（重设密码）" in asker.get(page).content.decode()
    assert "重设密码</button>" not in asker.get(page).content.decode()
    asker.post(page, {"do": "ask", "action": "password.reset"})
    assert "等另一位管理员" in asker.get(page).content.decode()
    assert "双人确认" in third.get("/").content.decode()
    url = reverse("accounts:countersign")
    third.post(url, {"row": Countersign.objects.get().pk})
    assert "重设密码</button>" in asker.get(page).content.decode()
    shown = asker.post(page, {"do": "password"}).content.decode()
    assert "密码已重设" in shown
    assert "已办" in third.get(url).content.decode()
    assert signed_in("tianbao").get(url).status_code == 403


def test_signing_in_is_never_left_out_where_the_database_is_busy(monkeypatch):
    """What else is noted in a session may be; without who it is, one would be at the sign-in page again."""
    monkeypatch.setattr(session_store, "brief_write", lambda write: None)  # as if another had the writer
    client = Client()
    client.post("/sign-in", {"username": "tianbao", "password": "Songling-2024"})
    assert client.get("/").status_code == 200
