"""Taking a pack in, checking it, putting it to use."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jiheng.places.sources import shipped
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.packs import installed
from jiheng.web.packs.models import PackVersion
from jiheng.web.packs.upload import head_of, texts_of

RIGHT = "place.manage"
_PATIENCE = 120
"""Seconds that the check may take."""


def take_in(person: Person, handed: Iterable[tuple[str, bytes]]) -> PackVersion:
    """Keep what was handed in as the next version of its pack, with what the check says of it.

    Raises Denied, ValidationError.
    """
    require(person, RIGHT)
    files = texts_of(handed)
    name, title = head_of(files)
    if name in shipped():
        raise ValidationError(f"编号“{name}”是随软件的包。请换一个编号，用 extends 引用它。")
    last = PackVersion.objects.filter(pack=name).aggregate(last=Max("version"))["last"] or 0
    version = PackVersion(pack=name, version=last + 1, name=title[:200], files=files, by=person)
    version.remarks = checked(version)
    with transaction.atomic():
        version.save()
        log.write(person, "place.upload", version, {"code": version.folder_name, "wrong": version.wrong})
    return version


def checked(version: PackVersion) -> list[list[Any]]:
    """What `jiheng places check` says, in a process of its own: a pack that is only looked at is known to nobody."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = installed.lay_out(version, Path(scratch))
        command = [sys.executable, "-m", "jiheng", "places", "check", str(folder), "--format", "json"]
        try:
            ran = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
            found = json.loads(ran.stdout)
        except (subprocess.TimeoutExpired, json.JSONDecodeError):
            return [["检查", "没有查完", "请在命令行用 jiheng places check 看是什么原因", True]]
    return [[problem["where"], problem["message"], problem.get("advice", ""), problem["wrong"]] for problem in found]


@transaction.atomic
def enable(person: Person, version: PackVersion) -> None:
    """Put a version to use: new years can choose it from now on. Raises Denied, ValidationError."""
    require(person, RIGHT)
    if version.wrong:
        raise ValidationError(f"还有 {version.wrong} 处要改，改好再上传一版。")
    if version.enabled_at is None:
        version.enabled_at = timezone.now()
        version.save(update_fields=["enabled_at"])
        log.write(person, "place.enable", version, {"code": version.folder_name})
    installed.lay_out_all()
