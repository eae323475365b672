"""Evidence files: what is taken, what is refused and why, who may have them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import content_of, path_of
from jiheng.web.forms.models import Evidence, SelfEvaluation

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture
def form():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()


@pytest.fixture
def client(signed_in):
    return signed_in("gongyuan")


def _upload(client: Client, form: SelfEvaluation, data: bytes, name: str = "验收单.pdf", **fields: str):
    asked = {"place": "indicators[0]", "files": SimpleUploadedFile(name, data), "whole": "1"} | fields
    return client.post(f"/forms/{form.pk}/evidence", asked, headers={"HX-Request": "true"})


def _docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("word/document.xml", "<w:document/>")
    return data.getvalue()


def test_a_file_is_taken_in_listed_and_downloaded(form, client):
    page = _upload(client, form, PDF, note="第三方验收").content.decode()
    assert "已收下“验收单.pdf”" in page
    assert "第三方验收" in page
    one = form.evidence.get()
    assert one.file.kind == "pdf"
    answer = client.get(f"/files/{one.file_id}")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.last().action == "file.download"


@pytest.mark.parametrize("data", [PDF, PNG, _docx()], ids=["pdf", "png", "docx"])
def test_the_kinds_that_people_have_are_taken(form, client, data):
    assert "已收下" in _upload(client, form, data, "材料").content.decode()


def _zip(name: str = "a.txt") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, b"0" * 1_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "空.pdf", "空文件"),
        (b"MZ\x90\x00" + b"\x00\x01" * 99, "验收单.pdf", "不是 Word"),
        (b"<html><script>alert(1)</script>", "照片.png", "不是 Word"),
        (_zip(), "材料.docx", "压缩包"),
        (_zip("../../etc/passwd"), "材料.zip", "压缩包"),
        (b"Rar!\x1a\x07\x00" + b"x" * 99, "材料.rar", "压缩包"),
        (b"GIF89a" + b"\x00" * 99, "动图.jpg", "JPG"),
        (b"PK\x01\x02" * 10_001, "很多.docx", "上万个部件"),
    ],
    ids=["empty", "program", "page", "bomb", "climbing", "rar", "gif", "parts"],
)
def test_what_a_file_is_told_by_its_content(form, client, data, name, why):
    page = _upload(client, form, data, name).content.decode()
    assert why in page
    assert "没有收下" in page
    assert not form.evidence.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../x/验收.pdf", "..\\..\\验收.pdf", "a\x00b\r\nX: y.pdf", "长" * 400 + ".pdf"], ids=list("1234")
)
def test_a_name_leads_nowhere(form, client, name):
    _upload(client, form, PDF, name)
    kept = form.evidence.get().file
    assert not set(kept.name) & set("/\\\r\n\x00")
    assert len(kept.name) <= 255
    assert content_of(kept.sha256).read() == PDF
    header = client.get(f"/files/{kept.pk}")["Content-Disposition"]
    assert "\n" not in header
    assert "/" not in header


def test_a_file_over_the_limit_is_not_even_kept_on_the_way(form, client, settings):
    settings.UPLOAD_LIMITS_MB = {"": 1}
    page = _upload(client, form, PDF + b"\x00" * 3_000_000).content.decode()
    assert "超过 1 MB" in page
    assert not StoredFile.objects.exists()


def test_a_full_store_is_said_so(form, client, settings):
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, quota_mb=0)
    assert "空间已满" in _upload(client, form, PDF).content.decode()
    assert not form.evidence.exists()


def test_a_full_disk_is_said_so(form, client, monkeypatch):
    from jiheng.web.files import uploads

    monkeypatch.setattr(uploads, "FREE", 10**18)
    assert "磁盘快满了" in _upload(client, form, PDF).content.decode()
    assert not form.evidence.exists()


def test_an_upload_cut_off_is_not_taken(form, client):
    body = (
        b"--x\r\nContent-Disposition: form-data; name=place\r\n\r\nindicators[0]\r\n"
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a.pdf\r\n\r\n"
    ) + PDF
    answer = client.post(
        f"/forms/{form.pk}/evidence",
        body,
        content_type="multipart/form-data; boundary=x",
        headers={"HX-Request": "true"},
        follow=True,
    )
    assert "上传中断" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_the_same_file_twice_is_refused(form, client):
    _upload(client, form, PDF)
    assert "内容完全相同" in _upload(client, form, PDF, "另一份.pdf").content.decode()
    assert form.evidence.count() == StoredFile.objects.count() == 1


def test_there_is_an_end_to_the_number(form, client, settings):
    settings.EVIDENCE_PER_INDICATOR = 1
    _upload(client, form, PDF)
    assert "到了上限" in _upload(client, form, PDF + b"\n").content.decode()


@pytest.mark.parametrize("place", ["indicators[999]", "total_score", "indicators[0].score", "'", "indicators[٣]"])
def test_a_place_that_is_no_indicator_is_refused(form, client, place):
    page = client.post(
        f"/forms/{form.pk}/evidence",
        {"place": place, "files": SimpleUploadedFile("a.pdf", PDF), "whole": "1"},
        follow=True,
    )
    assert "没有这一行指标" in page.content.decode()
    assert not form.evidence.exists()


def test_a_removed_file_leaves_the_list_and_stays_in_the_history(form, client):
    _upload(client, form, PDF)
    one = form.evidence.get()
    page = client.post(
        f"/forms/{form.pk}/evidence/{one.pk}/remove", {"place": one.place}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "移除过 1 份" in page
    one.refresh_from_db()
    assert one.removed_at is not None
    assert path_of(one.file).exists()
    assert AuditEntry.objects.last().action == "evidence.remove"


def test_after_passing_on_nothing_is_added_or_removed(form, client):
    _upload(client, form, PDF)
    one = form.evidence.get()
    SelfEvaluation.objects.filter(pk=form.pk).update(state="unit")
    assert "没有收下：这张表现在是“待单位审核”" in _upload(client, form, PDF + b"\n").content.decode()
    page = client.post(f"/forms/{form.pk}/evidence/{one.pk}/remove", follow=True).content.decode()
    assert "没有移除：这张表现在是“待单位审核”" in page
    assert Evidence.objects.filter(removed_at=None).count() == 1


def test_another_form_s_evidence_cannot_be_removed(form, client):
    _upload(client, form, PDF)
    one = form.evidence.get()
    other = SelfEvaluation.objects.filter(state="draft", unit=form.unit).exclude(pk=form.pk).first()
    assert client.post(f"/forms/{other.pk}/evidence/{one.pk}/remove").status_code == 404


def test_who_may_see_the_form_may_have_its_evidence(form, client, signed_in):
    _upload(client, form, PDF)
    url = f"/files/{form.evidence.get().file_id}"
    assert {name: signed_in(name).get(url).status_code for name in ("gyshenhe", "zhuguan", "shenji")} == {
        "gyshenhe": 200,
        "zhuguan": 200,
        "shenji": 200,
    }
    assert {name: signed_in(name).get(url).status_code for name in ("tianbao", "pingjia", "xitong", "anquan")} == {
        "tianbao": 403,
        "pingjia": 403,
        "xitong": 403,
        "anquan": 403,
    }


def test_secret_evidence_is_for_named_persons_and_its_reading_on_record(form, client, signed_in):
    _upload(client, form, PDF)
    form.project.secret = True
    form.project.save()
    url = f"/files/{form.evidence.get().file_id}"
    assert signed_in("zhuguan").get(url).status_code == 403
    assert client.get(url).status_code == 403
    from jiheng.web.accounts.models import Person

    form.project.named.add(Person.objects.get(username="gongyuan"))
    assert client.get(url).status_code == 200
    entry = AuditEntry.objects.last()
    assert entry.action == "secret.read"
    assert "验收单" not in str(entry.detail)


def test_the_page_lists_all_with_few_queries(form, client, django_assert_max_num_queries):
    for number in range(3):
        _upload(client, form, PDF + b"\n" * number, f"{number}.pdf", place=f"indicators[{number}]")
    with django_assert_max_num_queries(14):
        page = client.get(f"/forms/{form.pk}/evidence").content.decode()
    assert all(f"{number}.pdf" in page for number in range(3))


def test_evidence_follows_its_indicator_when_rows_move(form, client):
    from jiheng.web.forms.places import ROWS, CellChange
    from jiheng.web.forms.saving import save

    form.project.approved = None
    form.project.save()
    for number in range(3):
        _upload(client, form, PDF + b"\n" * number, place=f"indicators[{number}]")
    save(form.evidence.first().by, form.pk, form.version, [CellChange(ROWS, "", "[2, 0]")])
    assert [one.place for one in form.evidence.order_by("id")] == ["indicators[1]", "", "indicators[0]"]
    assert "原来的指标已" in client.get(f"/forms/{form.pk}/evidence").content.decode()
