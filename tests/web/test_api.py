"""The API as a program uses it: signing in, reading, paging, writing, and what it is told when it may not."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make, revoke
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import Conflict, SelfEvaluation

pytestmark = pytest.mark.django_db


class Program:
    """A program with a token."""

    def __init__(self, text: str):
        self.client, self.headers = Client(raise_request_exception=False), {"Authorization": f"Bearer {text}"}

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: object):
        call = getattr(self.client, method)
        return call(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self.headers)

    def all(self, path: str, **query) -> list[dict]:
        found, cursor = [], ""
        while cursor is not None:
            answer = self.get(path, cursor=cursor, **query).json()
            found += answer["items"]
            cursor = answer["next"]
        return found


@pytest.fixture
def program(db):
    def of(username: str, scope: Token.Scope = Token.Scope.WRITE) -> Program:
        return Program(make(Person.objects.get(username=username), "测试", scope, 30)[1])

    return of


@pytest.fixture
def draft():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园", project__secret=False).first()


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer jh_wrong", "Basic eDp5", "Bearer 令牌"])
def test_without_a_token_that_works_nothing_is_said(header):
    headers = {} if header is None else {"Authorization": header}
    answer = Client().get("/api/v1/forms", headers=headers)
    assert answer.status_code == 401
    assert set(answer.json()) == {"message", "advice"}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("end", ["revoked", "expired", "left"])
def test_a_token_that_has_ended_does_not_work(end):
    person = Person.objects.get(username="gongyuan")
    token, text = make(person, "测试", Token.Scope.READ, 7)
    assert Program(text).get("/forms").status_code == 200
    if end == "revoked":
        revoke(person, token)
    elif end == "expired":
        Token.objects.filter(pk=token.pk).update(expires=timezone.now())
    else:
        Person.objects.filter(pk=person.pk).update(is_active=False)
    assert Program(text).get("/forms").status_code == 401


def test_a_signed_in_browser_is_no_program(signed_in):
    assert signed_in("gongyuan").get("/api/v1/forms").status_code == 401


def test_only_the_hash_is_kept_and_the_last_use_is_noted_once_a_minute():
    token, text = make(Person.objects.get(username="gongyuan"), "测试", Token.Scope.READ, 7)
    row = Token.objects.filter(pk=token.pk).values().get()
    assert text not in str(row)
    Program(text).get("/forms")
    first = Token.objects.get(pk=token.pk).used_at
    Program(text).get("/forms")
    assert Token.objects.get(pk=token.pk).used_at == first
    Token.objects.filter(pk=token.pk).update(used_at=first - datetime.timedelta(seconds=61))
    Program(text).get("/forms")
    assert Token.objects.get(pk=token.pk).used_at >= first


@pytest.mark.parametrize(
    "username",
    ["tianbao", "gongyuan", "shenhe", "zhuguan", "caizheng", "pingjia", "shenji", "xitong", "anquan", "rizhi"],
)
def test_forms_are_those_of_the_pages(program, username):
    allowed = set(SelfEvaluation.objects.filter(within(Person.objects.get(username=username), "form.see")))
    caller = program(username)
    assert {one["id"] for one in caller.all("/forms", limit=3)} == {form.pk for form in allowed}
    assert {one["form"] for one in caller.all("/projects")} >= {form.pk for form in allowed}
    for form in SelfEvaluation.objects.all():
        expected = 200 if form in allowed else 403
        for part in ("", "/scores", "/findings", "/versions", "/steps"):
            assert caller.get(f"/forms/{form.pk}{part}").status_code == expected


@pytest.mark.parametrize(("username", "count"), [("gongyuan", 1), ("zhuguan", 3), ("caizheng", 4), ("xitong", 4)])
def test_organisations_are_those_of_the_person(program, username, count):
    assert len(program(username).all("/organisations")) == count


def test_a_page_begins_after_the_last_row_of_the_one_before(program):
    caller = program("caizheng")
    first = caller.get("/forms", limit=4).json()
    seen = {one["id"] for one in first["items"]}
    rest = caller.get("/forms", limit=4, cursor=first["next"]).json()["items"]
    assert not seen & {one["id"] for one in rest}
    everything = [one["id"] for one in caller.all("/forms", limit=4)]
    allowed = within(Person.objects.get(username="caizheng"), "form.see")
    assert everything == sorted(SelfEvaluation.objects.filter(allowed).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"limit": 201}, "“limit”太大，不能大于 200"),
        ({"limit": 0}, "“limit”太小，不能小于 1"),
        ({"changed_since": "2025-03-01T09:00:00"}, "“changed_since”要带时区，如 2025-03-01T09:00:00+08:00"),
        ({"changed_since": "昨天"}, "“changed_since”不是时间，应写成 2025-03-01T09:00:00+08:00"),
    ],
)
def test_what_is_asked_wrongly_is_said_with_the_right_way(program, query, said):
    assert program("caizheng").get("/forms", **query).json()["message"] == said


@pytest.mark.parametrize(
    "query", [{"cursor": "x"}, {"cursor": "!"}, {"limit": 0}, {"limit": 201}, {"state": "x"}, {"changed_since": "7"}]
)
def test_a_bad_question_is_answered_in_words(program, query):
    answer = program("caizheng").get("/forms", **query)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_forms_are_found_by_state_finding_and_time(program):
    caller = program("caizheng")
    assert {one["state"] for one in caller.all("/forms", state="draft")} == {"draft"}
    code = SelfEvaluation.objects.filter(errors__gt=0).first().finding_counts.first().code
    assert len(caller.all("/forms", finding=code)) == SelfEvaluation.objects.filter(finding_counts__code=code).count()
    assert caller.get("/forms", changed_since="0001-01-01T00:00:00+14:00").status_code == 200
    assert caller.all("/forms", changed_since="2999-01-01T00:00:00+08:00") == []


def test_lists_ask_the_database_few_questions(program, django_assert_max_num_queries):
    caller = program("caizheng")
    caller.get("/forms")
    for path in ("/forms", "/projects", "/organisations", "/cycles"):
        with django_assert_max_num_queries(5):
            assert caller.get(path).status_code == 200


def test_a_score_comes_with_how_it_came_about(program, draft):
    answer = program("gongyuan").get(f"/forms/{draft.pk}/scores").json()
    indicator = next(one for one in answer["scores"] if one["place"] == "indicators[0].score")
    assert indicator["trace"]["inputs"]
    assert indicator["sentence"]
    assert answer["rulebook"] == draft.cycle.rulebook


def test_a_change_is_saved_scored_and_on_record(program, draft):
    body = {"base": draft.version, "changes": [{"place": "goal_actual", "after": "全部完成"}]}
    answer = program("gongyuan").send("patch", f"/forms/{draft.pk}", body)
    assert answer.status_code == 200
    assert answer.json()["form"]["version"] == draft.version + 1
    draft.refresh_from_db()
    assert draft.record["goal_actual"] == "全部完成"
    assert AuditEntry.objects.filter(action="api.change", subject=f"forms.selfevaluation:{draft.pk}").count() == 1


def test_the_same_cell_changed_by_another_is_kept_for_a_choice(program, draft):
    caller = program("gongyuan")
    for text, status in (("甲", 200), ("乙", 409)):
        body = {"base": draft.version, "changes": [{"place": "goal_actual", "after": text}]}
        answer = caller.send("patch", f"/forms/{draft.pk}", body)
        assert answer.status_code == status
    assert Conflict.objects.get(pk=answer.json()["conflict"]).form_id == draft.pk
    assert answer.json()["theirs"][0]["after"] == "甲"
    draft.refresh_from_db()
    assert draft.record["goal_actual"] == "甲"


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"place": "indicators[0].target", "after": "1"}, 409, "不能修改"),
        ({"place": "nowhere", "after": "1"}, 409, "没有"),
        ({"place": "goal_actual", "after": "a\x00b"}, 422, "不能用的字符"),
        ({"place": "goal_actual"}, 422, "没有写"),
        ({"place": "goal_actual", "after": "a", "more": 1}, 422, "不认识"),
    ],
)
def test_a_change_that_cannot_be_says_why_and_changes_nothing(program, draft, change, status, word):
    answer = program("gongyuan").send("patch", f"/forms/{draft.pk}", {"base": draft.version, "changes": [change]})
    assert answer.status_code == status
    assert word in answer.json()["message"]
    assert SelfEvaluation.objects.get(pk=draft.pk).version == draft.version


def test_a_token_for_reading_cannot_write(program, draft):
    body = {"base": draft.version, "changes": [{"place": "goal_actual", "after": "甲"}]}
    answer = program("gongyuan", Token.Scope.READ).send("patch", f"/forms/{draft.pk}", body)
    assert answer.status_code == 403
    assert "读写" in answer.json()["message"]
    assert program("tianbao").send("patch", f"/forms/{draft.pk}", body).status_code == 403


def test_reading_a_secret_form_is_for_the_named_and_on_record(program, draft):
    draft.project.secret = True
    draft.project.save()
    caller = program("gongyuan")
    assert caller.get(f"/forms/{draft.pk}").status_code == 403
    assert draft.pk not in {one["id"] for one in caller.all("/forms")}
    draft.project.named.add(Person.objects.get(username="gongyuan"))
    assert caller.get(f"/forms/{draft.pk}").status_code == 200
    assert AuditEntry.objects.filter(action="secret.read", subject=f"forms.selfevaluation:{draft.pk}").count() == 1


def test_a_form_is_passed_on_as_on_the_pages(program, draft):
    step = {"action": "submit", "state": "draft", "version": draft.version}
    caller = program("gongyuan")
    stale = caller.send("post", f"/forms/{draft.pk}/steps", {**step, "version": draft.version + 1})
    assert (stale.status_code, SelfEvaluation.objects.get(pk=draft.pk).state) == (409, "draft")
    done = caller.send("post", f"/forms/{draft.pk}/steps", {**step, "reason": "数字已核对"})
    assert done.status_code == 200
    assert done.json()["state"] == "unit"
    assert caller.all(f"/forms/{draft.pk}/steps")[0]["reason"] == "数字已核对"
    assert (
        caller.send("post", f"/forms/{draft.pk}/steps", {**step, "action": "pass", "state": "unit"}).status_code == 403
    )


@pytest.mark.parametrize("path", ["/forms/999999", "/nothing", "/forms/9223372036854775807"])
def test_what_is_not_there_is_said_in_the_same_shape(program, path):
    answer = program("caizheng").get(path)
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_the_contract_is_public_and_names_no_other_host():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert "/api/v1/forms/{form}" in answer.json()["paths"]
    assert b"http://" not in answer.content
    assert b"https://" not in answer.content
    assert Client().get("/api/v1/docs").status_code == 404
