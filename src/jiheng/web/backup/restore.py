"""Bringing a backup back into an empty place: everything is compared with the manifest before it counts.

Runs in a process of its own whose settings name the place.
"""

import hashlib
import re
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jiheng.trouble import Trouble
from jiheng.web import new_database
from jiheng.web.auditlog import anchors, log
from jiheng.web.backup.create import FILES, HEADS, ROWS, Progress
from jiheng.web.backup.jobs import KIND
from jiheng.web.backup.manifest import Manifest, read
from jiheng.web.backup.opened import archive_of
from jiheng.web.backup.table_dump import counted, lines, load, number_on, tables
from jiheng.web.files.storage import content_of, place_of
from jiheng.web.jobs.models import Job
from jiheng.web.sealing.keys import ring
from jiheng.web.sealing.seal import CannotOpen
from jiheng.web.vacuum import vacuum_all

_DAMAGED = "备份文件已经损坏：“{}”的内容与清单不符。没有恢复任何东西，请换一个备份文件。"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Restored(NamedTuple):
    """What was brought back. `broken` says what is wrong with the audit log in the backup, "" where it holds."""

    manifest: Manifest
    rows: int
    broken: str


def restore(path: Path, token: str = "", progress: Progress = lambda done, total: None) -> Restored:
    """Bring back files and rows, then this version's shape of the database.

    All rows come in one transaction: they are there whole or not at all. `token` is the second person's, where the
    backup asks for one. Raises Trouble, OSError.
    """
    try:
        with archive_of(path, token) as archive:
            manifest = read(archive)
            _keys(manifest)
            executor = _fit(manifest)
            _files(archive, manifest)
            with transaction.atomic():
                _rows(archive, manifest, executor, progress)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Trouble("备份文件不完整或已经损坏。没有恢复任何东西，请换一个备份文件。") from error
    call_command("migrate", interactive=False, verbosity=0)
    vacuum_all()
    return Restored(manifest, sum(table.rows for table in manifest.tables.values()), _settle(manifest))


def _keys(manifest: Manifest) -> None:
    """See that the key file at hand holds the keys that the rows need. Raises Trouble."""
    if lacking := [key for key in manifest.keys if key not in ring().fingerprints()]:
        advice = "请用 --keys 指出备份那时的密钥文件或它的副本；没有它，动态口令和涉密项目的内容读不出来。"
        raise Trouble(f"给的密钥文件里没有备份用到的密钥（指纹 {lacking[0]}）。没有恢复任何东西。{advice}")


def _fit(manifest: Manifest) -> MigrationExecutor:
    """Bring the empty database into the shape of the backup's rows. Raises Trouble."""
    executor = MigrationExecutor(connection)
    graph, targets = executor.loader.graph, list(manifest.migrations)
    if unknown := [name for name in targets if name not in graph.nodes]:
        raise Trouble(f"备份来自更新版本的绩衡（{unknown[0][0]}.{unknown[0][1]}）。请先升级绩衡，再恢复。")
    reached = {migration for target in targets for migration in graph.forwards_plan(target)}
    if not set(executor.loader.applied_migrations) <= reached or _people():
        raise Trouble("这个数据库里已经有内容，不能恢复到里面。请另建一个空的数据库，再恢复到那里。")
    if set(targets) == set(graph.leaf_nodes()) and new_database.is_empty(connection):
        new_database.make(connection)
    else:
        executor.migrate(targets)
    return executor


def _people() -> bool:
    with connection.cursor() as cursor:
        if "accounts_person" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM accounts_person LIMIT 1")
        return cursor.fetchone() is not None


def _files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for digest in manifest.files:
        if not _DIGEST.fullmatch(digest):
            raise Trouble(_DAMAGED.format("文件清单"))
        target = place_of(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(FILES + digest) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
        try:
            with content_of(digest) as written:
                same = hashlib.file_digest(written, "sha256").hexdigest() == digest
        except CannotOpen as error:
            raise Trouble(_DAMAGED.format(FILES + digest)) from error
        if not same:
            raise Trouble(_DAMAGED.format(FILES + digest))
    (settings.CONFIG.data / HEADS).write_bytes(archive.read(HEADS))


def _rows(archive: zipfile.ZipFile, manifest: Manifest, executor: MigrationExecutor, progress: Progress) -> None:
    models = tables(executor.loader.project_state(list(manifest.migrations)).apps)
    if set(models) != set(manifest.tables):
        raise Trouble(_DAMAGED.format("表的清单"))
    for model in models.values():  # what migrations themselves put in comes with the backup
        if model._base_manager.exists():
            model._base_manager.all()._raw_delete("default")
    for done, (label, model) in enumerate(models.items()):
        progress(done, 2 * len(models))
        with archive.open(f"{ROWS}{label}.jsonl") as file:
            load(model, iter(file), "default")
    number_on(models.values(), "default")
    for done, (label, model) in enumerate(models.items(), len(models)):
        progress(done, 2 * len(models))
        if counted(lines(model, "default")) != manifest.tables[label]:
            raise Trouble(_DAMAGED.format(label))
    progress(1, 1)


def _settle(manifest: Manifest) -> str:
    """Verify the audit log, end what the backup was in the middle of, put the restore on record."""
    broken = log.check(anchors.heads()).broken
    with transaction.atomic():
        unfinished = Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING))
        unfinished.update(
            state=Job.State.FAILED, lease=None, message="恢复备份以前的任务，不再继续。", ended_at=timezone.now()
        )
        made = {"made_at": manifest.made_at, "version": manifest.version, "last_entry": manifest.last_entry}
        log.write(None, "backup.restore", detail=made)
    return "" if broken is None else f"第 {broken.entry} 条：{broken.why}"
