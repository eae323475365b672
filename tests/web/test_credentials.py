"""Whatever is done against an account ends every way in: sessions and tokens alike."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.web.test_api import Program

from jiheng.web.accounts import granting, person_admin
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.passwords import Guessable
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.demo.seed import PASSWORD

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def change(client: Client, old: str = PASSWORD, new: str = "Lanzhou_7391", **more):
    return client.post("/me/password", {"old_password": old, "new_password1": new, "new_password2": new, **more})


ACTS = {
    "password reset": lambda who, client: granting.reset_password(person("anquan"), who),
    "second factor reset": lambda who, client: granting.reset_second_factor(person("anquan"), who),
    "second factor required": lambda who, client: granting.require_second_factor(person("anquan"), who, True),
    "sessions ended": lambda who, client: granting.end_sessions(person("anquan"), who),
    "deactivated": lambda who, client: person_admin.deactivate(person("xitong"), who),
    "own password changed": lambda who, client: change(client),
    "own other sessions ended": lambda who, client: client.post("/me/sessions/end"),
    "must change password": lambda who, client: Person.objects.filter(pk=who.pk).update(must_change_password=True),
}


@pytest.mark.full
@pytest.mark.parametrize("act", ACTS, ids=list(ACTS))
@pytest.mark.parametrize("scope", Token.Scope.values)
def test_no_token_outlives_what_is_done_against_an_account(signed_in, act, scope):
    who, client = person("gongyuan"), signed_in("gongyuan")
    program = Program(make(who, "预算系统", scope, 30)[1])
    assert program.get("/forms").status_code == 200
    ACTS[act](who, client)
    assert program.get("/forms").status_code == 401


def test_tokens_may_be_kept_when_one_changes_ones_own_password(signed_in):
    program = Program(make(person("gongyuan"), "预算系统", Token.Scope.READ, 30)[1])
    change(signed_in("gongyuan"), keep_tokens="on")
    assert program.get("/forms").status_code == 200


def test_a_token_does_not_come_back_with_the_account():
    who = person("gongyuan")
    program = Program(make(who, "预算系统", Token.Scope.READ, 30)[1])
    person_admin.deactivate(person("xitong"), who)
    person_admin.activate(person("xitong"), person("gongyuan"))
    assert program.get("/forms").status_code == 401


def test_a_token_is_made_only_with_the_password(signed_in):
    sent = {"name": "预算系统", "scope": "read", "days": 30, "password": "wrong"}
    assert "密码不对" in signed_in("gongyuan").post("/me/tokens", sent).content.decode()
    assert not Token.objects.exists()
    assert AuditEntry.objects.filter(action="password.wrong").count() == 1


def test_wrong_old_passwords_are_on_record_and_end_the_session(signed_in):
    client = signed_in("gongyuan")
    for _ in range(5):
        answer = change(client, old="wrong")
    assert answer.url == "/sign-in"
    assert AuditEntry.objects.filter(action="password.wrong").count() == 5
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "password",
    [
        "gongyuan12345A",
        "Aaaaaaaaaa1!",
        "1234567890aA",
        "!@#          ",
        "Abcdef-1x2y3",
        "王园园Xy-19-Qp",
        "aA1aA1aA1aA1",
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(password):
    who = Person(username="gongyuan", name="王园园")
    with pytest.raises(ValidationError):
        Guessable().validate(password, who)


@pytest.mark.parametrize("password", ["Songling-2024", "Lanzhou_7391", "三月春风Rt58kq"])
def test_ordinary_good_passwords_are_taken(password):
    Guessable().validate(password, Person(username="gongyuan", name="王园园"))


@pytest.mark.parametrize("typed", ["gongyuan", "GongYuan", "GONGYUAN "])
def test_a_user_name_is_known_in_whichever_letters(typed):
    client = Client()
    assert client.post("/sign-in", {"username": typed, "password": PASSWORD}).status_code == 302
    assert client.get("/me").status_code == 200


def test_answers_of_the_api_are_not_kept_by_anybody():
    program = Program(make(person("gongyuan"), "预算系统", Token.Scope.READ, 30)[1])
    assert program.get("/forms").headers["Cache-Control"] == "no-store"
