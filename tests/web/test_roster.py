"""Organisations, people and roles from one table: judged, taken in, granted by another, taken back."""

import io

import openpyxl
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError

from jiheng.web.accounts import roster, roster_roles
from jiheng.web.accounts.models import Membership, Organisation, Person, ProposedRole, Role, Roster
from jiheng.web.accounts.permissions import Denied
from jiheng.web.accounts.roster_table import PASTED, read, text_of

pytestmark = pytest.mark.django_db

TABLE = """主管部门\t单位\t单位代码\t姓名\t用户名\t角色
松泠区水务局\t\t\t水局长\tshuiju\t主管部门
\t河道管理所\t101002\t何填\thetian\t填报人
\t\t\t何审\theshen\t单位审核
\t排水中心\t101003\t何填\thetian\t填报、单位审核人
"""


def person(username):
    return Person.objects.get(username=username)


def rows(text=TABLE):
    return roster.judge(read(text.encode(), PASTED))


def test_a_row_without_department_or_unit_takes_those_above_it():
    lines = read(TABLE.encode(), PASTED)
    assert [(one.above, one.organisation) for one in lines] == [
        ("", "松泠区水务局"),
        ("松泠区水务局", "河道管理所"),
        ("松泠区水务局", "河道管理所"),
        ("松泠区水务局", "排水中心"),
    ]
    assert lines[3].roles == (Role.FILLER, Role.UNIT_REVIEWER)
    assert [one[1:] for one in read(text_of(lines).encode(), PASTED)] == [one[1:] for one in lines]


def test_a_workbook_with_merged_cells_reads_the_same():
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split("\t"))
    book.active.insert_rows(1)
    book.active["A1"] = "松泠区单位人员名册"
    book.active.merge_cells("A1:F1")
    book.active.merge_cells("A3:A6")
    kept = io.BytesIO()
    book.save(kept)
    read_back = read(kept.getvalue(), "名册.xlsx")
    assert [one[1:] for one in read_back] == [one[1:] for one in read(TABLE.encode(), PASTED)]


def test_taking_a_table_in_makes_organisations_and_accounts_but_grants_nothing():
    taken = roster.take(person("xitong"), rows())
    assert (taken.organisations, len(taken.given), taken.roles) == (3, 3, 5)
    place = Organisation.objects.get(name="河道管理所")
    assert (place.parent.name, place.kind, place.code) == ("松泠区水务局", "unit", "101002")
    assert place.parent.parent.name == "松泠区财政局" and place.path.startswith(place.parent.path)
    assert not Membership.objects.filter(person__username="hetian").exists()
    given = taken.given[0]
    assert PBKDF2PasswordHasher().verify(given.password, given.person.password)
    assert Person.objects.get(username="shuiju").must_change_password


def test_a_one_time_password_opens_the_door_and_is_then_hashed_slowly(settings, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    given = roster.take(person("xitong"), rows()).given[0]
    assert given.person.check_password(given.password)
    given.person.refresh_from_db()
    assert int(given.person.password.split("$")[1]) == PBKDF2PasswordHasher.iterations


def test_the_same_table_again_makes_nothing():
    roster.take(person("xitong"), rows())
    again = rows()
    assert {one.state for one in again} == {"same"}
    roster_roles.grant_all(person("anquan"), Roster.objects.get())
    assert {one.state for one in rows()} == {"same"}


WRONG = {
    "没有用户名": "某局\t\t\t张三\t\t填报人",
    "没有“科长”这个角色": "某局\t\t\t张三\tzhangsan\t科长",
    "已经是": "某局\t\t\t张三\ttianbao\t填报人",
    "要授在主管部门上": "某局\t某所\t\t张三\tzhangsan\t主管部门",
    "不在这里授予": "某局\t\t\t张三\tzhangsan\t系统管理员",
    "是管理员，不能再有业务角色": "某局\t\t\t\txitong\t填报人",
    "没有写姓名": "某局\t\t\t\tzhangsan\t填报人",
    "没有姓名和用户名": "某局\t\t\t\t\t填报人",
}


@pytest.mark.parametrize(("said", "line"), WRONG.items())
def test_what_cannot_be_done_is_said_at_its_row_and_the_others_are_taken(said, line):
    judged = rows(f"{TABLE.splitlines()[0]}\n{line}\n好局\t\t\t李四\tlisi\t主管部门")
    assert said in judged[0].why, judged[0].why
    assert judged[1].state == "new"
    assert roster.take(person("xitong"), judged).organisations == 1


def test_only_the_security_administrator_grants_and_takes_the_grants_back():
    made = roster.take(person("xitong"), rows()).roster
    with pytest.raises(Denied):
        roster_roles.grant_all(person("xitong"), made)
    assert roster_roles.grant_all(person("anquan"), made) == (5, [])
    assert Membership.objects.filter(person__username="hetian").count() == 3
    with pytest.raises(ValidationError, match="已经授予"):
        roster.undo(person("xitong"), made)
    assert roster_roles.revoke_all(person("anquan"), made) == 5
    assert not Membership.objects.filter(person__username="hetian").exists()
    roster.undo(person("xitong"), made)
    assert not Person.objects.filter(username="hetian").exists()
    assert not Organisation.objects.filter(name__in=("松泠区水务局", "河道管理所", "排水中心")).exists()
    with pytest.raises(ValidationError, match="已经撤销过"):
        roster.undo(person("xitong"), made)


def test_a_table_in_use_is_not_undone():
    made = roster.take(person("xitong"), rows()).roster
    Organisation.objects.create(name="新科室", kind="unit", parent=Organisation.objects.get(name="河道管理所"))
    with pytest.raises(ValidationError, match="已经在用"):
        roster.undo(person("xitong"), made)
    assert Person.objects.filter(username="hetian").exists() and ProposedRole.objects.count() == 5


def test_the_pages_preview_write_grant_and_undo(signed_in):
    system, security = signed_in("xitong"), signed_in("anquan")
    seen = system.post("/roster", {"text": TABLE}).content.decode()
    assert "还没有写入" in seen and not Organisation.objects.filter(name="河道管理所").exists()
    done = system.post("/roster", {"text": TABLE, "confirm": "1"}).content.decode()
    assert "一次性密码" in done and "河道管理所" in done and "5 个角色已提请" in done
    made = Roster.objects.get()
    assert "5 个角色等您授予" in security.get("/roles").content.decode()
    assert "何填" in security.get(f"/roles/roster/{made.pk}").content.decode()
    security.post(f"/roles/roster/{made.pk}", {"do": "grant"})
    assert Membership.objects.filter(person__username="heshen", role=Role.UNIT_REVIEWER).exists()
    assert "已授予 5" in system.get("/roster").content.decode()
    security.post(f"/roles/roster/{made.pk}", {"do": "revoke"})
    system.post(f"/roster/{made.pk}/undo")
    assert not Person.objects.filter(username="heshen").exists()
    assert system.get(f"/roles/roster/{made.pk}").status_code == 403
    assert security.get("/roster").status_code == 403


def test_a_table_without_headings_is_refused_with_what_to_do(signed_in):
    seen = signed_in("xitong").post("/roster", {"text": "张三\t李四"}).content.decode()
    assert "没有找到列名那一行" in seen
