"""The job that reads an import: source by source, each kept as soon as it is read, so that a cut costs one file."""

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any, cast

import msgspec
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.department.accounts.result import Accounts
from jiheng.form import Form, Problem, subject
from jiheng.places import load
from jiheng.reading.files import pool
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.files.storage import Clear, in_clear
from jiheng.web.imports import preview_store
from jiheng.web.imports.figures import Figures, Settled, first_headings, rows_of
from jiheng.web.imports.matching import propose
from jiheng.web.imports.models import ColumnMapping, Import, ReadForm, Source
from jiheng.web.imports.preview import Picture, Tables
from jiheng.web.imports.reader import ArchiveMember, CountedForm, Digest, Head, Piece, Task, read_source
from jiheng.web.imports.uploads import JOB
from jiheng.web.imports.visibility import projects_for
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, handles
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell

_READERS = max(1, (os.cpu_count() or 1) // 2)
"""Files read at a time: half of the machine is left to the pages."""
LIMITS = pool.Limits(seconds=60.0, options=False)
"""Nobody waits at the page, and a busy server may leave a reader without a turn for long."""
_LONGEST_PROBLEM = 2000


@handles(JOB, "读取导入的文件")
def read(job: Job) -> dict[str, Any]:
    """Read every source that is not read yet, then propose the projects. May be cut off anywhere and run again."""
    batch = Import.objects.select_related("cycle", "organisation", "by").get(pk=job.arguments["batch"])
    load(batch.cycle.rulebook)  # once, before the reading processes part from this one
    with in_clear() as clear:
        while tasks := _tasks(batch, clear):
            _read_all(job, batch, tasks)
    _rank(batch)
    advance(job, message="正在对应项目……")
    propose(batch)
    said, link = _said(batch), reverse("imports:show", args=[batch.pk])
    with transaction.atomic():
        advance(job)
        tell(batch.by, Notice.Kind.READY, f"导入{said}请逐份确认。", link, f"import:{batch.pk}:{job.pk}")
        log.write(batch.by, "import.read", batch, {"job": job.pk})
    return {"text": said, "link": link, "link_text": "去确认"}


def _tasks(batch: Import, clear: Clear) -> list[Task]:
    settled = batch.mapping
    return [
        Task(
            source.pk,
            str(clear.path_of(source.file)),
            source.name,
            source.entry,
            batch.kind,
            batch.cycle.rulebook,
            settled.get(str(source.pk), {}).get("text", ""),
        )
        for source in batch.sources.filter(read_at=None).select_related("file").order_by("id")
    ]


def _read_all(job: Job, batch: Import, tasks: list[Task]) -> None:
    total = batch.sources.count()
    done = total - len(tasks)
    advance(job, done, total, "正在读取……")
    pieces: list[Piece] = []
    run = pool.run(read_source, tasks, _name, _READERS, LIMITS)
    with closing(cast(Generator[tuple[Task, Any]], run)) as results:
        for task, piece in results:
            if piece is not None:
                pieces.append(piece)
                continue
            done += 1
            _kept(job, batch, task, pieces, done)
            pieces = []


def _kept(job: Job, batch: Import, task: Task, pieces: list[Piece], done: int) -> None:
    """Keep all that came of a source, or nothing: also when another worker has kept it meanwhile."""
    drawn = [piece for piece in pieces if isinstance(piece, Picture)]
    tables = next((piece for piece in pieces if isinstance(piece, Tables)), None)
    if drawn or tables is not None:
        preview_store.keep(task.source, drawn, tables)
    with transaction.atomic():
        advance(job, done)
        source = Source.objects.select_for_update(of=("self",)).select_related("file").get(pk=task.source)
        if source.read_at is not None:
            return
        entries = [piece.path for piece in pieces if isinstance(piece, ArchiveMember)]
        source.unpacked = bool(entries)
        _unpack(source, entries)
        problems = [piece for piece in pieces if isinstance(piece, Problem)]
        accounts = next((piece for piece in pieces if isinstance(piece, Accounts)), None)
        head = next((piece for piece in pieces if isinstance(piece, Head)), None)
        if head is not None and _remembered(batch, source, head, accounts):
            return  # it is read again, by the columns that were settled for such a table before
        forms = [piece for piece in pieces if isinstance(piece, CountedForm)]
        rows = (
            _figures(batch, source, accounts, head)
            if head is not None
            else [_form(source, *form) for form in _counted(forms)]
        )
        ReadForm.objects.bulk_create(rows, batch_size=200)
        source.sha256 = next((piece.sha256 for piece in pieces if isinstance(piece, Digest)), "")
        source.problem = "\n".join(_told(problem, source.name) for problem in problems)[:_LONGEST_PROBLEM]
        source.read_at = timezone.now()
        source.save()


def _counted(forms: list[CountedForm]) -> Iterator[tuple[int, Form, int]]:
    for number, counted in enumerate(forms, 1):
        yield number, counted.form, counted.errors


def _form(source: Source, number: int, form: Form, errors: int) -> ReadForm:
    return ReadForm(
        source=source,
        number=number,
        title=subject(form)[:255],
        unit_named=(form.unit or form.department or "")[:120],
        record=msgspec.to_builtins(form),
        doubts=len({doubt.place for doubt in form.uncertain}),
        errors=errors,
        secret=bool(form.secrecy),
    )


def _unpack(source: Source, entries: list[str]) -> None:
    Source.objects.bulk_create(
        (
            Source(
                batch_id=source.batch_id,
                name=f"{source.name}/{entry}"[-400:],
                file=source.file,
                entry=entry,
                number=number,
            )
            for number, entry in enumerate(dict.fromkeys(entries), 1)
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def _rank(batch: Import) -> None:
    """Number the sources by their names, which the database has sealed and cannot order by."""
    with transaction.atomic():
        names = batch.sources.values_list("name", "pk", "rank")
        for rank, (_, pk, before) in enumerate(sorted(names), 1):
            if rank != before:
                batch.sources.filter(pk=pk).update(rank=rank)


def _remembered(batch: Import, source: Source, head: Head, accounts: Accounts | None) -> bool:
    """Whether columns were settled once for a table with these headings, and are now taken for this one too."""
    if str(source.pk) in batch.mapping:
        return False
    known = ColumnMapping.objects.filter(organisation=batch.organisation, headings=first_headings(head.tables)).first()
    if known is None:
        return False
    batch.mapping[str(source.pk)] = {"text": known.mapping["text"], "chosen": True}
    batch.save(update_fields=["mapping"])
    return True


def _figures(batch: Import, source: Source, accounts: Accounts | None, head: Head) -> list[ReadForm]:
    """The rows of a table of figures; how its columns were understood is kept for the person to see and settle."""
    own = batch.mapping.get(str(source.pk), {})
    rows: list[Figures] = []
    settled = Settled(
        headings=first_headings(head.tables),
        heads=[(name, [{str(at): text for at, text in row.items()} for row in shown]) for name, shown in head.tables],
        chosen=bool(own.get("text")),
    )
    if accounts is not None:
        projects = list(Project.objects.filter(projects_for(batch.by, batch.cycle, batch.organisation)))
        rows, settled.notes = rows_of(accounts, batch.cycle.year, projects)
        settled.sheets = list(accounts.sheets)
        settled.skipped = [f"{skipped.text}：{skipped.why}" for skipped in accounts.skipped[:50]]
    text = own.get("text", "")
    batch.mapping[str(source.pk)] = {"text": text, "settled": msgspec.to_builtins(settled)}
    batch.save(update_fields=["mapping"])
    return [
        ReadForm(
            source=source,
            number=number,
            title=row.project[:255],
            unit_named=row.unit[:120],
            record={"figures": msgspec.to_builtins(row)},
        )
        for number, row in enumerate(rows, 1)
    ]


def _told(problem: Problem, name: str) -> str:
    file = "" if problem.file == name else f"{problem.file}："
    return f"{file}{problem.message}。{problem.advice}"


def _said(batch: Import) -> str:
    forms = ReadForm.objects.filter(source__batch=batch)
    bad = batch.sources.exclude(problem="").count()
    what = {"forms": "张自评表", "approved": "份绩效目标", "figures": "行金额"}[batch.kind]
    return f"读完了：{forms.count()} {what}" + (f"，{bad} 个文件有问题" if bad else "") + "。"


def _name(task: Task) -> str:
    return task.name
