"""The audit log: what is written, that nothing can be changed unnoticed, the page, the exports, the command."""

import ast
import csv
import datetime
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.sources import modules

from jiheng.web.accounts.models import Person
from jiheng.web.audit_admin.jobs import daily
from jiheng.web.audit_admin.sittings import sittings
from jiheng.web.auditlog import anchors, labels, log
from jiheng.web.auditlog.labels import detail_text
from jiheng.web.auditlog.middleware import address_of
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.secret_reads import read_secret
from jiheng.web.jobs.queue import take
from jiheng.web.jobs.worker import work
from jiheng.web.notices.models import Notice

pytestmark = pytest.mark.django_db


SEAT = "10.0.0.7"
"""From where the entries of these tests are made; those of the example come from nowhere."""


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The file of heads, in a place of this test's own."""
    monkeypatch.setattr(anchors, "path", lambda: tmp_path / "audit-heads.txt")
    return tmp_path / "audit-heads.txt"


@pytest.fixture
def entries(kept, django_capture_on_commit_callbacks):
    """Six entries, committed one by one as in real life; the heads know of them."""
    person = Person.objects.get(username="tianbao")
    before = AuditEntry.objects.order_by("-id").first()
    there = log.address.set(SEAT)
    for number in range(6):
        with django_capture_on_commit_callbacks(execute=True):
            log.write(person, "sign-in", person, {"number": number})
    log.address.reset(there)
    return list(AuditEntry.objects.filter(pk__gt=before.pk if before else 0).order_by("id"))


def untriggered():
    """Take away the triggers, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE auditlog_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER auditentry_no_UPDATE")
            cursor.execute("DROP TRIGGER auditentry_no_DELETE")


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def rehash(rows):
    """Write the chain anew from these rows on, as a knowing forger would."""
    previous = rows[0].previous
    for row in rows:
        row.previous = previous
        row.hash = previous = log._hash(row)
        run("UPDATE auditlog_auditentry SET previous = %s, hash = %s WHERE id = %s", row.previous, row.hash, row.pk)


@pytest.mark.parametrize(
    "sql", ["UPDATE auditlog_auditentry SET person_name = '别人'", "DELETE FROM auditlog_auditentry"]
)
def test_the_database_refuses_to_change_or_remove_entries(entries, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)
    assert log.check(anchors.heads()).broken is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00"),
        ("person_id", 99),
        ("person_name", "别人"),
        ("address", "10.9.9.9"),
        ("action", "sign-out"),
        ("subject", "accounts.person:99"),
        ("detail", "{}"),
    ],
)
def test_a_change_in_any_field_is_found_at_its_entry(entries, column, value):
    untriggered()
    run(f"UPDATE auditlog_auditentry SET {column} = %s WHERE id = %s", value, entries[2].pk)
    broken = log.verify()
    assert (broken.entry, "内容被改动" in broken.why) == (entries[2].pk, True)


def test_an_entry_taken_out_of_the_middle_is_found(entries):
    untriggered()
    run("DELETE FROM auditlog_auditentry WHERE id = %s", entries[2].pk)
    assert log.verify().entry == entries[3].pk


def test_entries_that_change_places_are_found(entries):
    untriggered()
    run("UPDATE auditlog_auditentry SET id = %s WHERE id = %s", -1, entries[2].pk)
    run("UPDATE auditlog_auditentry SET id = %s WHERE id = %s", entries[2].pk, entries[3].pk)
    run("UPDATE auditlog_auditentry SET id = %s WHERE id = %s", entries[3].pk, -1)
    assert log.verify().entry == entries[2].pk


def test_the_end_cut_off_is_found_by_the_head_outside(entries):
    untriggered()
    run("DELETE FROM auditlog_auditentry WHERE id >= %s", entries[4].pk)
    assert log.verify() is None
    broken = log.check(anchors.heads()).broken
    assert (broken.entry, "末尾被删" in broken.why) == (entries[5].pk, True)


def test_a_chain_written_anew_is_found_by_the_head_outside(entries):
    untriggered()
    entries[2].person_name = "别人"
    run("UPDATE auditlog_auditentry SET person_name = '别人' WHERE id = %s", entries[2].pk)
    rehash(entries[2:])
    assert log.verify() is None
    assert log.check(anchors.heads()).broken.entry == entries[5].pk


def test_writing_on_after_a_forgery_does_not_cover_it(entries, django_capture_on_commit_callbacks):
    untriggered()
    run("UPDATE auditlog_auditentry SET person_name = '别人' WHERE id = %s", entries[2].pk)
    entries[2].person_name = "别人"
    rehash(entries[2:])
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            log.write(None, "sign-out")
    assert log.verify() is None
    assert log.check(anchors.heads()).broken.entry == entries[5].pk


def test_heads_are_renewed_within_an_interval_and_kept_after_it(kept):
    def note(number, minute, before):
        at = datetime.datetime(2025, 3, 1, 8, minute, tzinfo=datetime.UTC)
        anchors.note(anchors.Head(number, at, f"{number:064}"), f"{before:064}")

    note(1, 0, 0)
    note(2, 1, 1)
    note(3, 9, 2)
    assert [head.entry for head in anchors.heads()] == [3]
    note(4, 11, 3)
    note(6, 12, 5)  # entry 5 was committed first, but comes after 6
    note(5, 12, 4)
    assert [head.entry for head in anchors.heads()] == [3, 4, 6]
    note(7, 13, 6)
    assert [head.entry for head in anchors.heads()] == [3, 4, 7]


def test_a_half_written_head_is_written_over(kept, entries, django_capture_on_commit_callbacks):
    with kept.open("ab") as file:
        file.write(b"0000")
    with django_capture_on_commit_callbacks(execute=True):
        log.write(None, "sign-out")
    checked = log.check(anchors.heads())
    assert (checked.broken, checked.entries) == (None, AuditEntry.objects.count())


def test_a_head_that_was_scratched_out_is_found(kept, entries):
    kept.write_bytes(b"x" * len(kept.read_bytes().splitlines(keepends=True)[0]))
    assert "摘要文件" in log.check(anchors.heads()).broken.why


def test_heads_that_are_gone_emptied_or_began_late_are_a_fault(kept, entries):
    lines = kept.read_bytes()
    kept.write_bytes(b"")
    assert "不见了或被清空" in log.check(anchors.heads()).broken.why
    kept.unlink()
    assert "不见了或被清空" in log.check(anchors.heads()).broken.why
    first = AuditEntry.objects.order_by("id").first()
    late = anchors.Head(entries[5].pk, first.at + datetime.timedelta(days=3), entries[5].hash)
    kept.write_bytes(late.line().encode())
    assert "重新开始" in log.check(anchors.heads()).broken.why
    kept.write_bytes(lines)
    assert log.check(anchors.heads()).broken is None


def test_a_database_that_no_longer_refuses_changes_is_a_fault(kept, entries):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE auditlog_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER auditentry_no_DELETE")
    assert "触发器" in log.check(anchors.heads()).broken.why
    assert log.verify() is None


def test_a_change_that_is_rolled_back_leaves_no_entry():
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log.write(None, "sign-out")
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == before


def test_reading_a_secret_form_is_on_record_once_a_day():
    person, form = Person.objects.get(username="gongyuan"), SelfEvaluation.objects.first()
    read_secret(person, form)
    assert not AuditEntry.objects.filter(action="secret.read").exists()
    form.project.secret = True
    for _ in range(3):
        read_secret(person, form)
    read_secret(Person.objects.get(username="zhuguan"), form)
    assert list(AuditEntry.objects.filter(action="secret.read").values_list("person_name", flat=True)) == [
        "公园中心填报人",
        "主管部门审核人",
    ]


@pytest.mark.parametrize(
    ("https", "forwarded", "found"),
    [
        (False, "10.1.1.1", "192.0.2.7"),
        (True, "10.1.1.1", "10.1.1.1"),
        (True, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (True, "<script>", "192.0.2.7"),
        (True, "", "192.0.2.7"),
        (True, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_the_proxy_is_believed_about_addresses(settings, https, forwarded, found):
    import dataclasses

    settings.CONFIG = dataclasses.replace(settings.CONFIG, https=https, proxies=("192.0.2.7",))
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == found


def test_who_is_no_listed_proxy_names_no_address(settings):
    import dataclasses

    settings.CONFIG = dataclasses.replace(settings.CONFIG, https=True)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="10.1.1.1")
    assert address_of(request) == "192.0.2.7"


def test_only_the_audit_administrator_sees_the_log(signed_in):
    for username, status in {"rizhi": 200, "xitong": 403, "anquan": 403, "caizheng": 403, "shenji": 403}.items():
        assert signed_in(username).get(reverse("audit_admin:list")).status_code == status, username


def test_the_page_filters(signed_in, entries):
    client = signed_in("rizhi")
    page = client.get(reverse("audit_admin:list"), {"person": "tianbao", "action": "sign-in"}).content.decode()
    assert page.count("编号：") == 6
    assert "局本级填报人" in page
    assert client.get(reverse("audit_admin:list"), {"until": "2001-01-01"}).content.decode().count("<tr>") == 0
    strange = {"since": "0001-01-01", "until": "9999-12-31", "person": "\x00' OR 1=1", "page": "-7", "subject": "a:b:c"}
    assert client.get(reverse("audit_admin:list"), strange).status_code == 200


def test_the_page_asks_the_database_little(signed_in, entries, django_assert_max_num_queries):
    client = signed_in("rizhi")
    client.get(reverse("audit_admin:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("audit_admin:list"))


def verified(client) -> str:
    """What the page says of a check, done as a worker does it."""
    url = client.post(reverse("audit_admin:verify")).url
    work(take("test"))
    return client.get(url).content.decode()


def test_verifying_on_the_page_says_what_came_out(signed_in, entries):
    client = signed_in("rizhi")
    assert "日志完好" in verified(client)
    untriggered()
    run("UPDATE auditlog_auditentry SET action = 'sign-out' WHERE id = %s", entries[1].pk)
    assert f"第 {entries[1].pk} 号" in verified(client)
    assert AuditEntry.objects.filter(action="auditlog.verify").count() == 2


def test_the_daily_check_tells_the_audit_administrator(entries):
    daily()
    assert not Notice.objects.filter(person__username="rizhi").exists()
    untriggered()
    run("DELETE FROM auditlog_auditentry WHERE id = %s", entries[1].pk)
    daily()
    daily()
    assert Notice.objects.get(person__username="rizhi").text.startswith("审计日志被动过")


def test_exports_hold_every_entry_and_no_formula(signed_in, entries):
    client = signed_in("rizhi")
    log.write(None, "sign-in.failed", None, {"username": "=1+1"})
    AuditEntry.objects.latest("id")
    text = b"".join(client.post(reverse("audit_admin:export"), {"ending": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["编号"]) for row in rows] == list(AuditEntry.objects.order_by("id").values_list("id", flat=True))
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())
    sent = client.post(reverse("audit_admin:export"), {"ending": "xlsx", "action": "sign-in.failed"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content))).active
    assert [row[5].value for row in sheet.iter_rows(min_row=2)] == ["登录失败"]
    assert AuditEntry.objects.filter(action="auditlog.export").count() == 2


def _writes_the_log(called: ast.expr) -> bool:
    match called:
        case ast.Attribute(ast.Name("log"), "write"):
            return True
    return False


def noted() -> Iterator[tuple[str, str]]:
    """Every name under which something is noted in the log, anywhere in the program, with the file that notes it."""
    for path, tree in modules(lambda text: "log.write" in text).items():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not _writes_the_log(call.func):
                continue
            for one in [*call.args[3:4], *(word.value for word in call.keywords if word.arg == "detail")]:
                for part in ast.walk(one):
                    if isinstance(part, ast.Dict):
                        yield from ((str(key.value), path) for key in part.keys if isinstance(key, ast.Constant))


def test_all_that_is_noted_has_a_name_in_chinese():
    found = list(noted())
    assert len(found) > 60
    assert {one for one in found if one[0] not in labels.detail_names()} == set()


def test_every_action_on_record_has_a_name_in_chinese():
    for action in AuditEntry.objects.values_list("action", flat=True).distinct():
        assert labels.action_name(action) != action, action


def test_details_are_in_the_words_of_the_office():
    form = "forms.selfevaluation:1"
    assert detail_text({"before": "draft", "after": "unit"}, None, form) == "原来：草稿；现在：待单位审核"
    assert "绩效指标第4行" in detail_text({"places": ["indicators[3].actual"]}, None, form)
    assert detail_text({"fields": ["fill_by"]}, None, "cycles.cycle:1") == "改了哪些：填报截止"
    assert detail_text({"expires": "2025-03-01 16:30:00+00:00"}) == "有效期至：2025-03-02 00:30"
    assert detail_text({"sha256": "ab" * 32}) == "摘要：abababababab…"
    assert detail_text({"bytes": 3_500_000, "own": True, "reason": ""}) == "大小：3 MB；本人操作：是；理由：无"


def entry(number: int, minute: int, person: str, address: str = "10.0.0.1") -> AuditEntry:
    at = datetime.datetime(2025, 3, 1, 8, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minute)
    who = Person.objects.get(username=person)
    return AuditEntry(pk=number, at=at, person_id=who.pk, person_name=str(who), address=address, action="sign-in")


def test_entries_are_grouped_by_sitting():
    rows = [
        entry(7, 100, "tianbao"),
        entry(6, 65, "zhuguan"),
        entry(5, 60, "tianbao"),
        entry(4, 50, "zhuguan"),
        entry(3, 40, "tianbao", "10.0.0.9"),
        entry(2, 31, "tianbao"),
        entry(1, 0, "zhuguan"),
    ]
    found = [[line.entry.pk for line in one.lines] for one in sittings(rows)]
    assert found == [[7], [6, 4], [5, 2], [3], [1]]


def test_the_page_groups_by_sitting_in_local_time(signed_in, entries):
    page = signed_in("rizhi").get(reverse("audit_admin:list"), {"person": "tianbao"}).content.decode()
    heads = re.findall(r'class="sitting">.*?</tr>', page)
    (mine,) = (head for head in heads if f"从 {SEAT}" in head)
    assert "，6 项" in mine
    assert f"{timezone.localtime(entries[0].at):%m-%d %H:%M:%S}" in page


def test_details_are_plain_text():
    assert detail_text({"name": "甲", "sound": True, "before": None, "places": ["a", "b"]}) == (
        "名称：甲；完好：是；原来：无；位置：a、b"
    )
    assert detail_text(list("abcde"), 3) == "a、b、c 等 5 项"


def jiheng(data, *args):
    env = {**os.environ, "JIHENG_DATA": "", "JIHENG_DATABASE": ""}
    command = [sys.executable, "-m", "jiheng", "audit-log", *args, "--data", str(data)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_command_verifies_and_exports(seeded, tmp_path):
    import shutil
    import sqlite3

    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    good = jiheng(data, "verify")
    assert (good.returncode, "日志完好" in good.stdout) == (0, True), good.stderr
    head = good.stdout.split()[-1]
    assert jiheng(data, "verify", "--expect", head).returncode == 0
    assert jiheng(data, "verify", "--expect", "0" * 64).returncode == 1
    out = tmp_path / "log.csv"
    assert jiheng(data, "export", "-o", str(out)).returncode == 0
    assert head in out.read_text(encoding="utf-8-sig")
    with sqlite3.connect(data / "jiheng.sqlite3") as base:
        base.execute("DROP TRIGGER auditentry_no_DELETE")
        base.execute("DELETE FROM auditlog_auditentry WHERE id > 5")
    cut = jiheng(data, "verify")
    assert (cut.returncode, "末尾被删" in cut.stdout) == (1, True)
    (data / "audit-heads.txt").unlink()
    blind = jiheng(data, "verify")
    assert (blind.returncode, "无从判断" in blind.stdout) == (1, True)
    assert jiheng(tmp_path, "verify").returncode == 2


def test_a_clock_set_back_is_said_and_told_once(entries, monkeypatch, django_capture_on_commit_callbacks):
    assert log.check(None).clock == ""
    earlier = timezone.now() - datetime.timedelta(hours=2)
    with monkeypatch.context() as turned, django_capture_on_commit_callbacks(execute=True):
        turned.setattr(log.timezone, "now", lambda: earlier)
        log.write(None, "sign-out")
    late = AuditEntry.objects.latest("id")
    log.write(None, "sign-out")
    checked = log.check(None)
    assert (checked.broken, checked.set_back) == (None, late.pk)
    assert f"第 {late.pk} 号" in checked.clock
    for _ in range(2):
        daily()
    assert Notice.objects.filter(person__username="rizhi", text__contains="往回调过").count() == 1
