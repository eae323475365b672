"""Files that show what an indicator's actual value rests on: taking them in, removing them, who may have them."""

from collections import defaultdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from jiheng.form import Place
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.auditlog import log
from jiheng.web.files.access import FileClaim, claims
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import keep
from jiheng.web.files.uploads import limit_of
from jiheng.web.forms.models import Evidence, SelfEvaluation
from jiheng.web.forms.saving import CLOSED, record_of
from jiheng.web.ready_query import Ready

LONGEST_NOTE = 200
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PARTS = 10_000
"""Entries in a zip-based document; more is no document that a person made."""
_WHY_NOT = {
    FileKind.EMPTY: "是空文件",
    FileKind.LOCKED: "加了打开密码，审核的人看不到内容。请去掉密码再传",
    FileKind.ARCHIVE: "是压缩包。请解压后把里面的材料逐份上传，审核时才看得清是哪一份",
    FileKind.FOREIGN_ARCHIVE: "是压缩包。请解压后把里面的材料逐份上传，审核时才看得清是哪一份",
    FileKind.PICTURE: "不是 PNG 或 JPG 图片。请另存为 JPG 再传",
}
_OTHERWISE = "的内容不是 Word、Excel、PDF 或 PNG、JPG 图片。请转成其中一种再传"


def number_of(place: str, row: SelfEvaluation) -> int:
    """The number of the indicator at a place (`indicators[3]`). Raises ValidationError where there is none."""
    number = next((n for n in range(len(record_of(row).indicators)) if place == str(Place.indicator(n))), None)
    if number is None:
        raise ValidationError("表上没有这一行指标，可能批复刚有改动。请刷新页面再传。")
    return number


def by_place(row: SelfEvaluation) -> dict[str, list[Evidence]]:
    """All evidence of a form by place, removed ones too, in the order of their coming."""
    found = defaultdict(list)
    for evidence in _of_form(row.pk):
        found[evidence.place].append(evidence)
    return found


_of_form = Ready(lambda form: Evidence.objects.filter(form=form).select_related("file", "by").order_by("id"))


def add(person: Person, form: int, place: str, upload: "UploadedFile[bytes]", note: str = "") -> Evidence:
    """Take a file in. Raises Denied, ValidationError (Chinese; NoRoom where the store is full)."""
    name = upload.name or "未命名"
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle")
    row = rows.get(pk=form)
    _writable(person, row)
    number_of(place, row)
    limit = limit_of("/forms/")
    if upload.size is None or upload.size > limit:
        raise ValidationError(f"“{name}”超过 {limit // 1024 // 1024} MB，没有收下。")
    data = upload.read()
    what = kind_of(data, name)
    with transaction.atomic():
        row = (
            SelfEvaluation.objects.select_related("project", "unit", "cycle")
            .select_for_update(of=("self",))
            .get(pk=form)
        )
        _writable(person, row)
        here = row.evidence.filter(place=place, removed_at=None)
        if here.count() >= settings.EVIDENCE_PER_INDICATOR:
            raise ValidationError(f"这项指标已有 {settings.EVIDENCE_PER_INDICATOR} 份材料，到了上限。请先移除不要的。")
        stored = keep([data], name, what, person)
        same = here.select_related("file").filter(file__sha256=stored.sha256).first()
        if same is not None:
            stored.delete()
            raise ValidationError(f"“{name}”与已有的“{same.file.name}”内容完全相同，不用再传。")
        found = row.evidence.create(place=place, file=stored, note=note[:LONGEST_NOTE], by=person)
        log.write(person, "evidence.add", row, _said(found))
    return found


@transaction.atomic
def remove(person: Person, row: SelfEvaluation, evidence: int) -> Evidence:
    """Take a file off the list; it stays in the history. Raises Denied, ValidationError, Evidence.DoesNotExist."""
    _writable(person, row)
    found = row.evidence.select_related("file").select_for_update(of=("self",)).get(pk=evidence)
    if found.removed_at is None:
        found.removed_at = timezone.now()
        found.save(update_fields=["removed_at"])
        log.write(person, "evidence.remove", row, _said(found))
    return found


@claims
def evidence_claim(file: StoredFile, person: Person) -> FileClaim | None:
    """Whoever may see the form may have its evidence."""
    found = Evidence.objects.select_related("form__project", "form__unit").filter(file=file).first()
    if found is None:
        return None
    return FileClaim(found.form, may(person, "form.see", found.form), found.form.project.secret)


def _writable(person: Person, row: SelfEvaluation) -> None:
    require(person, "form.edit", row)
    if row.cycle.closed:
        raise ValidationError(CLOSED)


def kind_of(data: bytes, name: str) -> FileKind:
    """What a paper is, told from its content. Raises ValidationError (Chinese) for what is no document or picture."""
    if data.count(b"PK\x01\x02") > _PARTS:
        raise ValidationError(f"“{name}”里面有上万个部件，不是正常的文档，没有收下。")
    what = kind(data, name)
    if what == FileKind.PICTURE and not data.startswith(_PICTURES):
        raise ValidationError(f"“{name}”{_WHY_NOT[what]}，没有收下。")
    if what not in settings.EVIDENCE_KINDS:
        raise ValidationError(f"“{name}”{_WHY_NOT.get(what, _OTHERWISE)}，没有收下。")
    return what


def _said(evidence: Evidence) -> dict[str, object]:
    """What stands in the log: no name, for names of files tell of projects."""
    return {"evidence": evidence.pk, "place": evidence.place, "sha256": evidence.file.sha256}
