"""The three administrators: what each does, that none does another's, that nobody holds two offices."""

import itertools
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from tests.web.test_accounts import token_of

from jiheng.web.accounts import granting, organisations, person_admin
from jiheng.web.accounts.models import ADMINISTRATORS, Authenticator, Membership, Organisation, Person, Role
from jiheng.web.accounts.pasted_people import people_of
from jiheng.web.accounts.permissions import Denied, may
from jiheng.web.accounts.person_admin import NewPerson
from jiheng.web.accounts.setup import set_up
from jiheng.web.auditlog.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def person(username):
    return Person.objects.get(username=username)


@pytest.fixture
def bureau():
    return Organisation.objects.get(name="松泠区财政局")


@pytest.fixture
def fresh(bureau):
    return person_admin.create(person("xitong"), NewPerson("xinren", "新人")).person


PAGES = {
    "xitong": ["/organisations", "/organisations/1", "/organisations/1/add", "/people", "/people/add", "/people/1"],
    "anquan": ["/roles", "/roles/1"],
    "rizhi": ["/auditlog/"],
}


@pytest.mark.full
@pytest.mark.parametrize(("url", "owner"), [(url, owner) for owner, urls in PAGES.items() for url in urls])
def test_each_page_is_open_to_its_administrator_only(signed_in, url, owner):
    for username in ("xitong", "anquan", "rizhi", "caizheng", "tianbao", "shenji"):
        client = signed_in(username)
        assert client.get(url).status_code == (200 if username == owner else 403), username
        if username != owner:
            assert client.post(url, {"do": "deactivate"}).status_code in (403, 405), username


SERVICES = {
    "xitong": [
        lambda actor, other, place: person_admin.create(actor, NewPerson("yiren", "一人")),
        lambda actor, other, place: person_admin.deactivate(actor, other),
        lambda actor, other, place: person_admin.activate(actor, other),
        lambda actor, other, place: person_admin.rename(actor, other, "名", ""),
        lambda actor, other, place: organisations.add(actor, place, "某局", "", "department"),
        lambda actor, other, place: organisations.change(actor, place, "新名", "", "bureau"),
        lambda actor, other, place: organisations.set_active(actor, place, True),
    ],
    "anquan": [
        lambda actor, other, place: granting.grant(actor, other, place, Role.READER),
        lambda actor, other, place: granting.reset_password(actor, other),
        lambda actor, other, place: granting.unlock(actor, other),
        lambda actor, other, place: granting.reset_second_factor(actor, other),
        lambda actor, other, place: granting.require_second_factor(actor, other, True),
        lambda actor, other, place: granting.end_sessions(actor, other),
        lambda actor, other, place: granting.revoke(
            actor, Membership.objects.get_or_create(person=other, organisation=place, role=Role.THIRD_PARTY)[0]
        ),
    ],
}


@pytest.mark.parametrize(("owner", "act"), [(owner, act) for owner, acts in SERVICES.items() for act in acts])
def test_each_act_is_its_administrators_only_and_on_record(owner, act, bureau, fresh):
    for username in ("xitong", "anquan", "rizhi", "caizheng", "tianbao"):
        if username != owner:
            with pytest.raises(Denied):
                act(person(username), fresh, bureau)
    before = AuditEntry.objects.count()
    act(person(owner), fresh, bureau)
    entry = AuditEntry.objects.latest("id")
    assert AuditEntry.objects.count() == before + 1
    assert entry.person_id == person(owner).pk


@pytest.mark.full
@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(Role, 2)))
def test_nobody_holds_an_office_beside_another_role(first, second, fresh, bureau):
    department = Organisation.objects.create(name="某局", kind="department", parent=bureau)
    where = {role: department if role == Role.DEPARTMENT_REVIEWER else bureau for role in Role}
    granting.grant(person("anquan"), fresh, where[first], first)
    if first in ADMINISTRATORS or second in ADMINISTRATORS:
        with pytest.raises(ValidationError, match="管理员"):
            granting.grant(person("anquan"), fresh, where[second], second)
        assert fresh.memberships.count() == 1
    else:
        granting.grant(person("anquan"), fresh, where[second], second)


def test_granting_tells_what_is_in_its_way(fresh, bureau):
    anquan, unit = person("anquan"), Organisation.objects.get(name="局本级")
    with pytest.raises(ValidationError, match="要授在主管部门上"):
        granting.grant(anquan, fresh, unit, Role.DEPARTMENT_REVIEWER)
    granting.grant(anquan, fresh, unit, Role.FILLER)
    with pytest.raises(ValidationError, match="已经是填报人"):
        granting.grant(anquan, fresh, unit, Role.FILLER)
    Organisation.objects.filter(pk=unit.pk).update(active=False)
    unit.refresh_from_db()
    with pytest.raises(ValidationError, match="已停用"):
        granting.grant(anquan, fresh, unit, Role.UNIT_REVIEWER)


@pytest.mark.parametrize("username", ["xitong", "anquan", "rizhi"])
def test_the_last_holder_of_an_office_stays(username):
    with pytest.raises(ValidationError, match="唯一"):
        granting.revoke(person("anquan"), person(username).memberships.get())
    with pytest.raises(ValidationError, match=r"唯一|自己"):
        person_admin.deactivate(person("xitong"), person(username))


def test_the_security_administrator_cannot_reset_their_own(bureau):
    for act in (granting.reset_password, granting.reset_second_factor):
        with pytest.raises(ValidationError, match="我的账号"):
            act(person("anquan"), person("anquan"))


def test_a_reset_password_works_once_and_ends_lock_out_and_sessions(signed_in, settings):
    tianbao, old = person("tianbao"), signed_in("tianbao")
    assert old.get("/me").status_code == 200
    for _ in range(settings.AXES_FAILURE_LIMIT):
        locked = Client().post(reverse("accounts:sign-in"), {"username": "tianbao", "password": "x"})
    assert locked.status_code == 429
    anquan = signed_in("anquan")
    assert "已锁定" in anquan.get(f"/roles/{tianbao.pk}").content.decode()
    page = anquan.post(f"/roles/{tianbao.pk}", {"do": "password"})
    password = page.context["given"][0].password
    assert old.get("/me").status_code == 302
    client = Client()
    assert client.post(reverse("accounts:sign-in"), {"username": "tianbao", "password": password}).status_code == 302
    assert client.get("/me").url.startswith(reverse("accounts:password"))
    assert password not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_unlocking(signed_in, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("accounts:sign-in"), {"username": "tianbao", "password": "x"})
    signed_in("anquan").post(f"/roles/{person('tianbao').pk}", {"do": "unlock"})
    assert Client().post(reverse("accounts:sign-in"), {"username": "tianbao", "password": "x"}).status_code == 200


def test_the_security_administrators_page_of_a_person(signed_in, bureau):
    client, tianbao = signed_in("anquan"), person("tianbao")
    url = f"/roles/{tianbao.pk}"
    unit = Organisation.objects.get(name="局本级")
    granted = client.post(url, {"do": "grant", "organisation": unit.pk, "role": "unit_reviewer"}, follow=True)
    assert "自己审自己" in granted.content.decode()
    membership = tianbao.memberships.get(role="unit_reviewer")
    client.post(url, {"do": "revoke", "membership": membership.pk})
    assert not tianbao.memberships.filter(role="unit_reviewer").exists()
    Authenticator.objects.create(user=tianbao, confirmed=True)
    client.post(url, {"do": "second-factor"})
    assert not Authenticator.objects.filter(user=tianbao).exists()
    client.post(url, {"do": "require"})
    assert person("tianbao").second_factor_required
    for strange in ({"do": "grant", "organisation": "x"}, {"do": "revoke", "membership": "9e9"}):
        assert client.post(url, strange).status_code == 404
    other = person("gongyuan").memberships.get()
    assert client.post(url, {"do": "revoke", "membership": other.pk}).status_code == 404
    assert client.post(url, {"do": "grant", "organisation": unit.pk, "role": "king"}, follow=True).status_code == 200


def test_organisations_are_added_renamed_and_closed(bureau):
    xitong = person("xitong")
    made = organisations.add(xitong, bureau, " 某局 ", "101", "department")
    unit = organisations.add(xitong, made, "某中心", "", "unit")
    assert unit.path == f"{bureau.path}{made.pk}/{unit.pk}/"
    with pytest.raises(ValidationError, match="已有"):
        organisations.add(xitong, bureau, "某局", "", "department")
    with pytest.raises(ValidationError, match="不能放在"):
        organisations.add(xitong, unit, "又一局", "", "department")
    with pytest.raises(ValidationError, match="请先停用"):
        organisations.set_active(xitong, made, False)
    with pytest.raises(ValidationError, match="这里不能改成"):
        organisations.change(xitong, made, "某局", "", "unit") if organisations.add(
            xitong, made, "下级局", "", "department"
        ) else None
    organisations.set_active(xitong, unit, False)
    with pytest.raises(ValidationError, match="最上级"):
        organisations.set_active(xitong, bureau, False)


def test_moving_an_organisation_takes_all_below_along_and_the_rights_with_it(bureau):
    xitong, zhuguan = person("xitong"), person("zhuguan")
    old = Organisation.objects.get(name="澜州市松泠区园林环境局")
    new = organisations.add(xitong, bureau, "新局", "", "department")
    park = Organisation.objects.get(name__contains="公园")
    deep = organisations.add(xitong, park, "分园", "", "unit")
    assert may(zhuguan, "form.see", deep)
    organisations.move(xitong, park, new)
    deep.refresh_from_db()
    assert deep.path == f"{new.path}{park.pk}/{deep.pk}/"
    assert not may(zhuguan, "form.see", deep)
    for row in Organisation.objects.all():
        assert row.path == (row.parent.path if row.parent else "/") + f"{row.pk}/"
    with pytest.raises(ValidationError, match="在它下面"):
        organisations.move(xitong, park, deep)
    with pytest.raises(ValidationError, match="不能放在"):
        organisations.move(xitong, old, park)
    with pytest.raises(ValidationError, match="最上级"):
        organisations.move(xitong, bureau, new)


def test_the_pages_of_organisations(signed_in, bureau):
    client = signed_in("xitong")
    sent = {"name": "页面局", "kind": "department", "code": "9"}
    assert client.post(f"/organisations/{bureau.pk}/add", {**sent, "more": "1"}).url.endswith("/add")
    assert "已有" in client.post(f"/organisations/{bureau.pk}/add", sent).content.decode()
    made = Organisation.objects.get(name="页面局")
    client.post(f"/organisations/{made.pk}", {**sent, "do": "change", "name": "改名局"})
    client.post(f"/organisations/{made.pk}", {"do": "deactivate"})
    made.refresh_from_db()
    assert (made.name, made.active) == ("改名局", False)
    assert "改名局" in client.get("/organisations", {"q": "改名"}).content.decode()
    assert client.post(f"/organisations/{made.pk}", {"do": "move", "parent": "'"}).status_code == 404


def test_lists_ask_the_database_little(signed_in, bureau, django_assert_max_num_queries):
    people = Person.objects.bulk_create(
        [Person(username=f"ren{number}", name=f"人{number}", password="!") for number in range(60)]
    )
    Membership.objects.bulk_create([Membership(person=one, organisation=bureau, role="reader") for one in people])
    for username, urls in {"xitong": ["/people", "/organisations"], "anquan": ["/roles"]}.items():
        client = signed_in(username)
        for url in urls:
            client.get(url)
            with django_assert_max_num_queries(14):
                page = client.get(url)
            assert page.status_code == 200


def test_accounts_made_from_a_pasted_table(signed_in):
    client = signed_in("xitong")
    rows = "用户名\t姓名\ntb001\t甲一\ntb002\t乙二\tb@example.org\n\n"
    page = client.post("/people/add", {"rows": rows})
    given = page.context["given"]
    assert [(one.person.username, one.person.name, one.person.email) for one in given] == [
        ("tb001", "甲一", ""),
        ("tb002", "乙二", "b@example.org"),
    ]
    assert all(one.password in page.content.decode() for one in given)
    assert all(Person.objects.get(pk=one.person.pk).must_change_password for one in given)
    again = client.post("/people/add", {"rows": "tb003\t丙三\nTB001\t丁四\n5x\t戊五\ntb004\t"})
    said = again.content.decode()
    assert "第 2 行" in said
    assert "第 3 行" in said
    assert "第 4 行" in said
    assert not Person.objects.filter(username="tb003").exists()


def test_pasted_tables_of_many_kinds():
    assert people_of("a1b 张三") == [NewPerson("a1b", "张三")]
    assert people_of("a1b，张三，x@y.cn") == [NewPerson("a1b", "张三", "x@y.cn")]
    with pytest.raises(ValidationError, match="没有内容"):
        people_of(" \n ")
    with pytest.raises(ValidationError, match="最多"):
        people_of("a1b\t甲\n" * 201)


def test_the_first_start(client):
    from jiheng.web.serving import _first

    Membership.objects.all().delete()
    first = _first()
    client.post(reverse("accounts:sign-in"), {"username": first.username, "password": first.password})
    assert client.get("/").url.startswith(reverse("accounts:second-factor"))
    client.get(reverse("accounts:second-factor"))
    device = Authenticator.objects.get(user__username=first.username)
    client.post(reverse("accounts:second-factor"), {"token": token_of(device)})
    assert client.get("/").url.startswith(reverse("accounts:password"))
    new = {"old_password": first.password, "new_password1": "Xin-mima-2025", "new_password2": "Xin-mima-2025"}
    client.post(reverse("accounts:password"), new)
    assert client.get("/").url.startswith(reverse("accounts:first"))
    assert "设立三位管理员" in client.get(reverse("accounts:first")).content.decode()
    sent = {
        "place": "某区财政局",
        "security_username": "aq01",
        "security_name": "甲",
        "audit_username": "aq01",
        "audit_name": "乙",
    }
    assert "须是两个人" in client.post(reverse("accounts:first"), sent).content.decode()
    page = client.post(reverse("accounts:first"), {**sent, "audit_username": "sj01"})
    passwords = re.findall(r'class="once">([^<]+)<', page.content.decode())
    assert len(passwords) == 2
    assert client.get("/").status_code == 200
    assert client.get(reverse("accounts:first")).url == "/"
    assert Organisation.objects.filter(name="某区财政局").exists()
    roles = {one.person.username: one.role for one in Membership.objects.all()}
    assert roles == {"admin": "system_admin", "aq01": "security_admin", "sj01": "audit_admin"}
    security = Client()
    security.post(reverse("accounts:sign-in"), {"username": "aq01", "password": passwords[0]})
    assert security.get("/roles").url.startswith(reverse("accounts:second-factor"))


def test_the_set_up_happens_once_only():
    with pytest.raises(ValidationError, match="已经设立"):
        set_up(person("xitong"), "", NewPerson("aaa", "甲"), NewPerson("bbb", "乙"))
    with pytest.raises(Denied):
        set_up(person("anquan"), "", NewPerson("aaa", "甲"), NewPerson("bbb", "乙"))
