"""The API as a program uses it: signing in, reading, paging, writing, and what it is told when it may not."""

import datetime
import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.effort import share

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import within
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import make, revoke
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.evaluations.models import Evaluation
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


@pytest.mark.full
@pytest.mark.parametrize(
    "username",
    ["tianbao", "gongyuan", "shenhe", "zhuguan", "caizheng", "pingjia", "shenji", "xitong", "anquan", "rizhi"],
)
def test_forms_are_those_of_the_pages(program, username):
    allowed = set(SelfEvaluation.objects.filter(within(Person.objects.get(username=username), "form.see")))
    caller = program(username)
    assert {one["id"] for one in caller.all("/forms", limit=3)} == {form.pk for form in allowed}
    assert {one["form"] for one in caller.all("/projects")} >= {form.pk for form in allowed}
    for turn, form in enumerate(SelfEvaluation.objects.order_by("pk"), len(username)):
        expected = 200 if form in allowed else 403
        for part in share(("", "/scores", "/findings", "/versions", "/steps"), turn):
            assert caller.get(f"/forms/{form.pk}{part}").status_code == expected, (form.pk, part)


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


PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(program, form, **fields):
    content = fields.pop("content", PAPER)
    sent = {"place": "indicators[0]", "file": SimpleUploadedFile("验收单.pdf", content)} | fields
    return program.client.post(f"/api/v1/forms/{form}/evidence", sent, headers=program.headers)


def test_evidence_is_added_listed_fetched_and_taken_off(program, draft):
    officer = program("gongyuan")
    digest = hashlib.sha256(PAPER).hexdigest()
    answer = upload(officer, draft.pk, note="十二月验收", sha256=digest)
    assert answer.status_code == 200, answer.content
    (listed,) = officer.get(f"/forms/{draft.pk}/evidence").json()
    assert listed == answer.json()
    assert (listed["name"], listed["note"], listed["sha256"]) == ("验收单.pdf", "十二月验收", digest)
    address = f"/forms/{draft.pk}/evidence/{listed['id']}"
    assert b"".join(officer.get(address).streaming_content) == PAPER
    logged = AuditEntry.objects.filter(action="api.evidence").last()
    assert logged.detail == {"token": Token.objects.get(person=logged.person_id).pk, "evidence": listed["id"]}
    assert AuditEntry.objects.filter(action="file.download").exists()
    assert officer.client.delete(f"/api/v1{address}", headers=officer.headers).status_code == 204
    assert officer.get(f"/forms/{draft.pk}/evidence").json() == []
    assert officer.get(address).status_code == 404


def test_evidence_is_taken_in_by_the_same_rules_as_on_the_page(program, draft):
    officer, reader = program("gongyuan"), program("gongyuan", Token.Scope.READ)
    told = {
        409: [{"content": b"nothing known"}, {"place": "indicators[999]"}, {"sha256": "0" * 64}, {"content": b""}],
        422: [{"place": ""}, {"note": "长" * 201}, {"sha256": "x"}],
    }
    for status, wrong in told.items():
        for fields in wrong:
            answer = upload(officer, draft.pk, **fields)
            assert (answer.status_code, set(answer.json())) == (status, {"message", "advice"}), fields
    assert "SHA-256" in upload(officer, draft.pk, sha256="0" * 64).json()["message"]
    assert officer.client.post(
        f"/api/v1/forms/{draft.pk}/evidence", {"place": "indicators[0]"}, headers=officer.headers
    )
    assert upload(reader, draft.pk).status_code == 403
    assert upload(program("tianbao"), draft.pk).status_code == 403
    assert not draft.evidence.exists()


def test_a_body_that_is_no_multipart_is_the_sender_s_mistake(program, draft):
    officer = program("gongyuan")
    for kind, body in (("multipart/form-data", b""), ("multipart/form-data; boundary=x", b"--x\r\nContent-Dis")):
        answer = officer.client.post(
            f"/api/v1/forms/{draft.pk}/evidence", body, content_type=kind, headers=officer.headers
        )
        assert answer.status_code in (400, 422)
        assert set(answer.json()) == {"message", "advice"}


def test_no_two_things_of_the_contract_have_one_name(program):
    shapes = program("gongyuan").get("/openapi.json").json()["components"]["schemas"]
    assert set(shapes["Kind"]["enum"]) == set(Organisation.Kind.values)
    assert set(shapes["EvaluationOut"]["properties"]["kind"]["enum"]) == set(Evaluation.Kind.values)


def test_a_form_that_was_passed_on_counts_as_changed(program):
    form = SelfEvaluation.objects.filter(state="unit", unit__name="局本级", project__secret=False).first()
    since = timezone.now().isoformat()
    asked = {"state": form.state, "version": form.version, "action": "pass", "reason": "都核对过了"}
    assert form.pk not in {one["id"] for one in program("caizheng").all("/forms", changed_since=since)}
    assert program("shenhe").send("post", f"/forms/{form.pk}/steps", asked).status_code == 200
    assert form.pk in {one["id"] for one in program("zhuguan").all("/forms", changed_since=since)}


def test_evidence_of_a_secret_form_is_for_those_who_know_of_it_and_its_reading_on_record(program, draft):
    officer = program("gongyuan")
    number = upload(officer, draft.pk).json()["id"]
    draft.project.secret = True
    draft.project.save()
    for path in (f"/forms/{draft.pk}/evidence", f"/forms/{draft.pk}/evidence/{number}"):
        assert officer.get(path).status_code == 403
    draft.project.named.add(Person.objects.get(username="gongyuan"))
    assert officer.get(f"/forms/{draft.pk}/evidence/{number}").status_code == 200
    assert AuditEntry.objects.filter(action="secret.read").count() >= 2
    assert not AuditEntry.objects.filter(action="file.download").exists()


def test_people_are_read_by_those_who_manage_them_without_what_is_personal(program):
    found = {one["username"]: one for one in program("xitong").all("/people")}
    assert len(found) == Person.objects.count()
    assert set(found["tianbao"]) == {"id", "username", "name", "active", "roles"}
    (role,) = found["tianbao"]["roles"]
    assert role["role"] == "filler"
    for username in ("tianbao", "zhuguan", "caizheng", "rizhi"):
        assert program(username).get("/people").status_code == 403


def test_moments_are_told_in_local_time_with_their_offset(program, draft):
    program("gongyuan").send(
        "patch", f"/forms/{draft.pk}", {"base": draft.version, "changes": [{"place": "goal_actual", "after": "写"}]}
    )
    draft.refresh_from_db()
    told = program("gongyuan").get(f"/forms/{draft.pk}").json()["changed_at"]
    assert told.endswith("+08:00")
    assert abs(datetime.datetime.fromisoformat(told) - draft.changed_at) < datetime.timedelta(milliseconds=1)
    assert all(
        one["at"].endswith("+08:00") for one in program("gongyuan").get(f"/forms/{draft.pk}/versions").json()["items"]
    )
    again = program("gongyuan").all("/forms", changed_since=told)
    assert draft.pk in {one["id"] for one in again}
