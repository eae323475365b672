"""Uploads that want to run, climb, burst or hang: each ends as a problem of its file, and the others are read."""

import io
import zipfile

import msgspec
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.import_files import OFFICE, docx, hand_in, packed, record, source_called

from jiheng.web.files.models import StoredFile
from jiheng.web.imports import preview, preview_store, read_job, uploads
from jiheng.web.imports.models import Import, ReadForm, Source
from jiheng.web.jobs.models import Job


def _good():
    return {"好的.docx": docx(record("河道保洁"))}


def _read(batch):
    return list(ReadForm.objects.filter(source__batch=batch).values_list("title", flat=True))


def _bomb(size=200_000_000):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("[Content_Types].xml", "w") as file:
            file.write(b"<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as file:
            for _ in range(size // 1_000_000):
                file.write(b"A" * 1_000_000)
    return out.getvalue()


_BAD = {
    "空.docx": b" ",
    "乱.pdf": b"%PDF-1.7\n" + b"\xff\x00garbage" * 500,
    "程序.exe": b"MZ" + b"\0" * 4000,
    "图.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "套.html": b"<html>" + b"<div>" * 50_000,
    "外部实体.docx": packed(
        {
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "[Content_Types].xml": b"<Types/>",
        }
    ),
    "表.xlsx": packed({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}),
}


@pytest.mark.full
@pytest.mark.parametrize("name", list(_BAD))
def test_what_cannot_be_read_is_said_and_the_others_are_read(signed_in, name):
    data = _BAD[name]
    batch = hand_in(signed_in("tianbao"), {name: data, **_good()})
    assert batch.job.state == Job.State.DONE
    assert _read(batch) == ["河道保洁"]
    source = source_called(batch, name)
    assert source.problem
    assert "Traceback" not in source.problem
    page = signed_in("tianbao").get(f"/imports/{batch.pk}").content.decode()
    assert name in page
    assert "root:" not in page


@pytest.mark.full
@pytest.mark.workers
def test_a_word_file_that_bursts_is_stopped(signed_in):
    batch = hand_in(signed_in("tianbao"), {"炸弹.docx": _bomb(), **_good()})
    assert source_called(batch, "炸弹.docx").problem
    assert _read(batch) == ["河道保洁"]


def test_a_zip_that_climbs_writes_nowhere_and_is_only_shown(signed_in):
    data = packed(
        {
            "../../../../tmp/jiheng-climbed.docx": docx(record("爬出去的")),
            "/etc/jiheng-root.docx": docx(record("根上的")),
        }
    )
    batch = hand_in(signed_in("tianbao"), {"爬.zip": data})
    assert sorted(_read(batch)) == ["根上的", "爬出去的"]
    inside = {path.resolve() for path in settings.CONFIG.data.rglob("*")}
    assert not any("climbed" in path.name or "jiheng-root" in path.name for path in inside)


def test_zips_in_zips_end(signed_in):
    data = packed(_good())
    for depth in range(6):
        data = packed({f"{depth}.zip": data})
    batch = hand_in(signed_in("tianbao"), {"套娃.zip": data})
    assert batch.job.state == Job.State.DONE
    assert not _read(batch)
    assert batch.sources.exclude(problem="").exists()


@pytest.mark.workers
def test_a_reader_that_hangs_or_dies_takes_only_its_file_with_it(signed_in, monkeypatch):
    import os

    real = read_job.read_source

    def sometimes(task):
        if "致死" in task.name:
            os._exit(9)
        yield from real(task)

    monkeypatch.setattr(read_job, "read_source", sometimes)
    batch = hand_in(signed_in("tianbao"), {"致死.docx": docx(record("甲")), **_good()})
    assert "意外中止" in source_called(batch, "致死.docx").problem
    assert _read(batch) == ["河道保洁"]


@pytest.mark.workers
def test_what_to_do_about_a_file_that_takes_too_long_or_too_much_is_in_ones_reach(signed_in, monkeypatch):
    """Nobody at a page has the options of the command line."""
    import threading

    real = read_job.read_source

    def endless(task):
        if "停住" in task.name:
            threading.Event().wait(600)
        if "撑破" in task.name:
            raise MemoryError
        yield from real(task)

    monkeypatch.setattr(read_job, "read_source", endless)
    monkeypatch.setattr(read_job, "LIMITS", msgspec.structs.replace(read_job.LIMITS, seconds=0.1))
    batch = hand_in(signed_in("tianbao"), {"停住.docx": docx(record("甲")), "撑破.docx": docx(record("乙"))})
    said = [source_called(batch, name).problem for name in ("停住.docx", "撑破.docx")]
    assert "没有进展" in said[0] and "过一会儿再试" in said[0]
    assert "已停止" in said[1]
    assert not any("--" in one for one in said)


def test_names_are_shown_never_obeyed(signed_in):
    evil = '"><script>alert(1)</script>\u202ecod.exe'
    batch = hand_in(signed_in("tianbao"), {"x.docx": docx(record("<img src=x onerror=alert(2)>"))}, work_too=False)
    Import.objects.filter(pk=batch.pk).update(job=None)
    batch.refresh_from_db()
    source = uploads.add(batch.by, batch, f"../../{evil}/a.docx", [docx(record("乙"))])
    assert ".." not in source.name.split("/")
    uploads.begin(batch.by, batch)
    from tests.web.import_files import work_all

    work_all()
    page = signed_in("tianbao").get(f"/imports/{batch.pk}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for read in ReadForm.objects.filter(source__batch=batch):
        inner = signed_in("tianbao").get(f"/imports/forms/{read.pk}").content.decode()
        assert "<script>alert" not in inner
        assert "<img src=x" not in inner


def test_the_quota_holds(signed_in, monkeypatch):
    from dataclasses import replace

    used = sum(StoredFile.objects.values_list("size", flat=True))
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, quota_mb=used // 1024 // 1024 + 1))
    client = signed_in("tianbao")
    from jiheng.web.accounts.models import Organisation

    office = Organisation.objects.get(name=OFFICE).pk
    body = {"kind": "forms", "organisation": office, "files": SimpleUploadedFile("大.docx", b"x" * 3_000_000)}
    page = client.post("/imports/open", body, follow=True).content.decode()
    assert "空间已满" in page
    assert not Source.objects.exists()


def test_files_of_systems_are_passed_over(signed_in):
    batch = hand_in(signed_in("tianbao"), {"~$好的.docx": b"x", ".DS_Store": b"x", **_good()})
    assert batch.sources.count() == 1


def test_a_huge_page_or_table_is_drawn_within_bounds(signed_in):
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (9000, 7000)).save(out, "PNG")
    assert not [one for one in preview.drawn(out.getvalue(), "大.png") if one.png and len(one.png) > 30_000_000]
    text = "<table>" + "<tr>" + "<td>x</td>" * 80 + "</tr>" * 3000 + "</table>"
    for one in preview.drawn(text.encode(), "大.html"):
        assert sum(len(row) for table in one.tables for row in table.rows) <= preview.MOST_CELLS + preview.MOST_COLUMNS


def test_pictures_are_sent_as_pictures_only(signed_in):
    from jiheng.writing.official import fill

    batch = hand_in(signed_in("tianbao"), {"x.pdf": fill([record("河道保洁")], ".pdf")})
    source = batch.sources.get()
    response = signed_in("tianbao").get(f"/imports/sources/{source.pk}/pages/1")
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert signed_in("tianbao").get(f"/imports/sources/{source.pk}/pages/99").status_code == 404
    preview_store.forget(source.pk)
    assert signed_in("tianbao").get(f"/imports/sources/{source.pk}/pages/1").status_code == 404
