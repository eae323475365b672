"""What is secret in an import, what only its uploader may have, and what is written down."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.import_files import DEPARTMENT, OFFICE, docx, hand_in, project, record

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.imports import preview_store
from jiheng.web.imports.apply import accept
from jiheng.web.imports.models import ReadForm
from jiheng.writing.official import fill

NAME = "某保密工程"


def _secret_project(*named):
    made = project(NAME, secret=True)
    made.named.set(Person.objects.filter(username__in=named))
    return made


def _pages(read):
    batch = read.source.batch_id
    return (
        f"/imports/forms/{read.pk}",
        f"/imports/sources/{read.source_id}/pages/1",
        f"/files/{read.source.file_id}",
    ), f"/imports/{batch}"


def test_a_secret_project_is_proposed_only_to_whom_it_names(signed_in):
    _secret_project("tianbao")
    batch = hand_in(signed_in("tianbao"), {"x.docx": docx(record(NAME))})
    assert ReadForm.objects.get(source__batch=batch).project.name == NAME
    other = hand_in(signed_in("zhuguan"), {"x.docx": docx(record(NAME))}, unit=DEPARTMENT)
    assert ReadForm.objects.get(source__batch=other).project is None


def test_others_see_nothing_of_it_neither_title_nor_file_nor_original(signed_in):
    _secret_project("tianbao")
    batch = hand_in(signed_in("tianbao"), {f"{NAME}.pdf": fill([record(NAME)], ".pdf")})
    read = ReadForm.objects.get(source__batch=batch)
    assert preview_store.pages(read.source_id)
    paths, listing = _pages(read)
    for path in paths:
        assert signed_in("tianbao").get(path).status_code == 200, path
        for who in ("zhuguan", "caizheng"):
            assert signed_in(who).get(path).status_code == 403, (who, path)
    for who in ("zhuguan", "caizheng"):
        assert NAME not in signed_in(who).get(listing).content.decode()
        assert NAME not in signed_in(who).get("/imports/").content.decode()
        for action in ("accept", "leave_out"):
            signed_in(who).post(f"{listing}/decide", {"action": action, "read": read.pk})
        signed_in(who).post(f"{listing}/decide", {"action": "certain"})
        with pytest.raises(PermissionDenied):
            accept(Person.objects.get(username=who), read.pk)
    read.refresh_from_db()
    assert read.decision == "open"


def test_reading_it_is_on_record(signed_in):
    _secret_project("tianbao")
    batch = hand_in(signed_in("tianbao"), {"x.pdf": fill([record(NAME)], ".pdf")})
    read = ReadForm.objects.get(source__batch=batch)
    before = AuditEntry.objects.filter(action="secret.read").count()
    for path in _pages(read)[0]:
        signed_in("tianbao").get(path)
    assert AuditEntry.objects.filter(action="secret.read").count() == before + 3


def test_a_paper_with_a_mark_is_its_uploaders_until_it_has_a_project(signed_in):
    batch = hand_in(signed_in("tianbao"), {"x.docx": docx(record("没有立项的", secrecy="秘密★5年"))})
    read = ReadForm.objects.get(source__batch=batch)
    assert read.secret
    assert signed_in("tianbao").get(f"/imports/forms/{read.pk}").status_code == 200
    assert signed_in("zhuguan").get(f"/imports/forms/{read.pk}").status_code == 403
    assert "没有立项的" not in signed_in("zhuguan").get(f"/imports/{batch.pk}").content.decode()


def test_a_project_made_of_it_is_secret_and_names_its_maker(signed_in):
    batch = hand_in(signed_in("zhuguan"), {"x.docx": docx(record("没有立项的", secrecy="秘密★5年"))}, unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    unit = Organisation.objects.get(name=OFFICE)
    signed_in("zhuguan").post(
        f"/imports/forms/{read.pk}/new-project", {"unit": unit.pk, "code": "M-1", "name": "没有立项的"}
    )
    made = Project.objects.get(code="M-1")
    assert made.secret
    assert [one.username for one in made.named.all()] == ["zhuguan"]


def test_being_named_does_not_replace_the_right(signed_in):
    _secret_project("tianbao", "gongyuan")
    batch = hand_in(signed_in("tianbao"), {"x.docx": docx(record(NAME))})
    read = ReadForm.objects.get(source__batch=batch)
    assert signed_in("gongyuan").get(f"/imports/forms/{read.pk}").status_code == 403


def test_problems_and_names_of_unreadable_files_are_their_uploaders(signed_in):
    batch = hand_in(signed_in("tianbao"), {f"{NAME}-坏.docx": b"PK\x03\x04nothing"})
    page = signed_in("tianbao").get(f"/imports/{batch.pk}").content.decode()
    assert f"{NAME}-坏.docx" in page
    other = signed_in("zhuguan").get(f"/imports/{batch.pk}").content.decode()
    assert NAME not in other
    source = batch.sources.get()
    assert signed_in("zhuguan").get(f"/files/{source.file_id}").status_code in (200, 403)


def test_who_loses_the_role_loses_the_import(signed_in):
    batch = hand_in(signed_in("tianbao"), {"x.docx": docx(record("河道保洁"))})
    Membership.objects.filter(person__username="tianbao", role=Role.FILLER).delete()
    assert signed_in("tianbao").get(f"/imports/{batch.pk}").status_code == 403
    source = batch.sources.get()
    assert signed_in("tianbao").get(f"/files/{source.file_id}").status_code == 403
