"""The packs in use, laid out in the data folder, where every process of the workbench finds them."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.signals import request_started

from jiheng.places import sources
from jiheng.web.jobs.queue import before_each
from jiheng.web.packs.models import PackVersion

_FOLDER = "places"
_seen = {"at": -1}


def folder() -> Path:
    """Where the packs in use lie, a folder `id@version` each."""
    data: Path = settings.CONFIG.data
    return data / _FOLDER


def bring_in() -> None:
    """Make the folder known to this process; look again at each request and job whether a pack has come."""
    sources.bring(folder())
    request_started.connect(_look, dispatch_uid="packs.look")
    before_each(_look)


def lay_out(version: PackVersion, into: Path | None = None) -> Path:
    """Write a version's files: whole, or not there at all."""
    target = (into or folder()) / version.folder_name
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name, text in version.files.items():
        file = part / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    if target.exists():
        shutil.rmtree(part)
    else:
        part.rename(target)
    return target


def lay_out_all() -> None:
    """Every version in use that is not in the data folder, as after a restore."""
    for version in PackVersion.objects.exclude(enabled_at=None):
        if not (folder() / version.folder_name).is_dir():
            lay_out(version)
    _look()


def _look(**_: object) -> None:
    """Forget what was made from the packs where the folder has changed since."""
    try:
        at = folder().stat().st_mtime_ns
    except OSError:
        return
    if at != _seen["at"]:
        _seen["at"] = at
        sources.forget()
