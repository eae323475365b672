"""Files to hand in, made from the example's records, and the work that a worker would do."""

import io
import zipfile
from functools import cache
from importlib import resources

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.form import Form, from_json, to_json
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.imports.models import Import
from jiheng.web.jobs.queue import take
from jiheng.web.jobs.worker import work
from jiheng.writing.official import fill

OFFICE, PARK, DEPARTMENT = "局本级", "澜州市松泠区公园服务中心", "澜州市松泠区园林环境局"


def records() -> list[Form]:
    """The example's records."""
    return from_json((resources.files("jiheng.web.demo") / "forms.json").read_bytes())


def record(name: str, unit: str = OFFICE, **fields: str) -> Form:
    """A record of the example under another name."""
    made = msgspec.convert(msgspec.to_builtins(records()[0]), Form)
    made.project, made.unit = name, unit
    for field, text in fields.items():
        setattr(made, field, text)
    return made


def docx(*forms: Form) -> bytes:
    """The forms as a Word file."""
    return _filled(to_json(forms), ".docx")


def html(*forms: Form) -> bytes:
    """The forms as a web page, which is written and read in less time."""
    return _filled(to_json(forms), ".html")


@cache
def _filled(forms: bytes, ending: str) -> bytes:
    return fill(from_json(forms), ending)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def project(name: str, unit: str = OFFICE, **fields: object) -> Project:
    """A new project of the example's year without a form."""
    there = Organisation.objects.get(name=unit)
    cycle = Project.objects.first().cycle
    return Project.objects.create(cycle=cycle, unit=there, code=f"T-{name}", name=name, **fields)


def hand_in(client, files: dict[str, bytes], kind: str = "forms", unit: str = OFFICE, work_too: bool = True) -> Import:
    """Hand files in as a browser without a script does, and let the worker read them."""
    response = client.post(
        "/imports/open",
        {
            "kind": kind,
            "organisation": Organisation.objects.get(name=unit).pk,
            "files": [SimpleUploadedFile(name, data) for name, data in files.items()],
        },
    )
    assert response.status_code == 302, response.content.decode()[:500]
    if work_too:
        work_all()
    return Import.objects.first()


def work_all() -> None:
    """Do every job that waits."""
    while (job := take("test")) is not None:
        work(job)


def source_called(batch, name):
    """The file of an import by its name, or by its place in an archive: the database has both sealed."""
    return next(one for one in batch.sources.all() if name in (one.name, one.entry))
