"""Making a download in the background: gather the forms, write the files, pack them, tell whoever asked."""

import datetime
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.places import load
from jiheng.scoring.compiled import rounded_by
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.exports.catalogue import WARES, Store, fit
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import NoRoom, chunks_of, keep
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance
from jiheng.web.notices.tell import tell

KIND = "exports.bundle"
MOST_FORMS = 5000
"""Forms in one download."""
KEPT = datetime.timedelta(days=3)
"""How long a download can be fetched."""
TOO_MANY = f"一次最多下载 {MOST_FORMS} 张表，请到各部门或单位的页面分别下载。"


def forms_for(person: Person, cycle: Cycle, organisation: Organisation) -> list[SelfEvaluation]:
    """The forms that the person may take away; one more than the most where there are too many."""
    allowed = within(person, "download.all") & within(person, "form.see")
    forms = SelfEvaluation.objects.filter(allowed, cycle=cycle, unit__path__startswith=organisation.path)
    rows = forms.select_related("project", "unit", "unit__parent", "cycle").order_by("unit__path", "project__code")
    return list(rows[: MOST_FORMS + 1])


def make(job: Job) -> dict[str, object]:
    """Write what was asked for into one file. Raises Trouble, Lost."""
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    organisation = Organisation.objects.select_related("parent").get(pk=job.arguments["organisation"])
    person, wanted = job.by, [ware for ware in job.arguments["wares"] if ware in WARES]
    if person is None or not (ruling := may(person, "download.all", organisation)):
        raise Trouble("您现在没有下载这些内容的权限。" if person is None else ruling.why)
    rows = forms_for(person, cycle, organisation)
    if len(rows) > MOST_FORMS:
        raise Trouble(TOO_MANY)
    if not rows:
        raise Trouble("没有可以下载的自评表。")
    secret = _secret(cycle, organisation)
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        store = Store(cycle, organisation, rows, secret, Path(folder) / "files", _teller(job, rows, wanted))
        with rounded_by((load(cycle.rulebook),)):
            _write(store, wanted)
        left_out = secret - sum(row.project.secret for row in rows)
        return _hand_over(job, person, store, wanted, left_out)


def _teller(job: Job, rows: Sequence[SelfEvaluation], wanted: Sequence[str]) -> "_Teller":
    return _Teller(
        job, len(rows) * sum(WARES[ware].each for ware in wanted) + sum(not WARES[ware].each for ware in wanted)
    )


class _Teller:
    """Counts what is written and says so; a ware that is one file counts as one form."""

    def __init__(self, job: Job, total: int) -> None:
        self.job, self.total, self.done = job, total, 0

    def __call__(self, forms: int, doing: str) -> None:
        self.done += forms
        advance(self.job, min(self.done, self.total), self.total, doing[:200])


def _write(store: Store, wanted: Sequence[str]) -> None:
    for ware in wanted:
        try:
            WARES[ware].write(store)
        except Trouble as error:
            raise Trouble(f"“{WARES[ware].name}”没有做成：{error.sentence}") from error
        if not WARES[ware].each:
            store.told(1, f"已写好{WARES[ware].name}")


def _hand_over(job: Job, person: Person, store: Store, wanted: Sequence[str], left_out: int) -> dict[str, object]:
    """Keep the file, write the export into the log, tell the person; all or nothing."""
    files = sorted(path for path in store.folder.rglob("*") if path.is_file()) if store.folder.is_dir() else []
    if not files:
        raise Trouble("没有内容可以下载：公开网站只放已定稿的表，现在一张也没有。")
    path, name = _packed(store, files)
    try:
        with transaction.atomic():
            kept = keep(chunks_of(path), name, path.suffix[1:], person)
            forms = [row.pk for row in store.seen]
            StoredFile.objects.filter(pk=kept.pk).update(expires=timezone.now() + KEPT, forms=forms)
            text = f"“{store.organisation.name}”的下载已备好：{len(store.seen)} 张表{_said(store, left_out)}"
            link = reverse("files:download", args=[kept.pk])
            tell(person, "ready", text, link, f"download-{job.pk}")
            secret = [row.pk for row in store.seen if row.project.secret]
            detail = {"wares": list(wanted), "forms": len(store.seen), "secret": secret, "file": kept.pk}
            log.write(person, "export.organisation", store.organisation, {**detail, "sha256": kept.sha256})
    except NoRoom as error:
        raise Trouble("".join(error.messages)) from error
    return {"file": kept.pk, "link": link, "link_text": "下载文件", "text": f"{text}。", "size": kept.size}


def _said(store: Store, left_out: int) -> str:
    """What the person must know of what is in it, and what is not."""
    said = [f"涉密项目 {left_out} 个不在里面"] if left_out else []
    if "publication" in store.__dict__:
        said.append(
            f"公开的有 {sum(1 for _ in store.publication.pages)} 个项目，遮盖 {len(store.publication.maskings)} 处"
        )
        if store.publication.errors:
            said.append(f"其中还有 {len(store.publication.errors)} 处错误没有改，公开前应当改好")
    return "".join(f"；{note}" for note in said)


def _packed(store: Store, files: Sequence[Path]) -> tuple[Path, str]:
    """The one file itself, or all in a zip, and what it is called."""
    title = f"{store.organisation.name} {store.cycle.year}年度"
    if len(files) == 1:
        return files[0], fit(f"{title} {files[0].name}")
    path = store.folder.parent / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for file in files:
            store.told(0, "正在打包")
            pack.write(file, file.relative_to(store.folder).as_posix())
    return path, fit(f"{title} 绩效自评.zip")


def _secret(cycle: Cycle, organisation: Organisation) -> int:
    """Secret projects that have a form."""
    below = Project.objects.filter(cycle=cycle, secret=True, form__isnull=False)
    return below.filter(unit__path__startswith=organisation.path).count()
