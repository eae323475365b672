"""Building the site of a batch in the background."""

import datetime
import tempfile
import zipfile
from pathlib import Path

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.places import load
from jiheng.scoring.compiled import rounded_by
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.auditlog import log
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import chunks_of, keep
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import sourced
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, handles
from jiheng.web.notices.tell import tell
from jiheng.web.publishing.handling import forms_of
from jiheng.web.publishing.models import Batch
from jiheng.writing.site import Publication, prepare, write_site

KIND = "publishing.site"
KEPT = datetime.timedelta(days=3)
"""How long a site can be fetched."""


def publication_of(row: Batch, forms: list[SelfEvaluation]) -> Publication:
    """The forms, masked."""
    return prepare([sourced(form, form.project.code) for form in forms], book=load(row.cycle.rulebook))


@handles(KIND, "生成公开网站")
def site(job: Job) -> dict[str, object]:
    """Write the site into one zip for whoever asked. Raises Trouble, Lost."""
    row = Batch.objects.select_related("cycle", "unit").get(pk=job.arguments["batch"])
    if job.by is None or not (ruling := may(job.by, "publish.see", row)):
        raise Trouble("您现在没有查看这个批次的权限。" if job.by is None else ruling.why)
    forms = list(forms_of(row))
    if not forms:
        raise Trouble("批次里没有可以公开的表。")
    advance(job, 0, len(forms), "正在遮盖个人信息")
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        path = Path(folder) / "site.zip"
        try:
            with rounded_by((load(row.cycle.rulebook),)):
                write_site(publication_of(row, forms), Path(folder) / "site")
        except Trouble as error:
            raise Trouble(f"网站没有做成：{error.sentence}") from error
        advance(job, len(forms), len(forms), "正在打包")
        _packed(Path(folder) / "site", path)
        return _handed_over(job, job.by, row, forms, path)


def _packed(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            pack.write(file, file.relative_to(folder).as_posix())


def _handed_over(job: Job, person: Person, row: Batch, forms: list[SelfEvaluation], path: Path) -> dict[str, object]:
    with transaction.atomic():
        kept = keep(chunks_of(path), f"{row.unit.name} {row.cycle.year}年度 公开网站.zip", "zip", person)
        ids = [form.pk for form in forms]
        StoredFile.objects.filter(pk=kept.pk).update(expires=timezone.now() + KEPT, forms=ids)
        link = reverse("files:download", args=[kept.pk])
        text = f"公开批次“{row.name}”的网站已备好，{len(forms)} 个项目。"
        tell(person, "ready", text, link, f"publishing-site-{job.pk}")
        log.write(person, "export.site", row, {"forms": len(forms), "sha256": kept.sha256})
    return {"file": kept.pk, "link": link, "link_text": "下载网站", "text": text, "size": kept.size}
