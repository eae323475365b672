"""A project of the year made from what was read, where the person may manage projects."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jiheng.form import AMOUNTS
from jiheng.quantity import money
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.imports.models import ReadForm
from jiheng.web.imports.records import figures_of, record_of
from jiheng.web.imports.unit_names import aliases, unit_of, units_of_import

_CODE = re.compile(r"[0-9A-Za-z_.\-一-鿿]{1,60}")


def units_for(person: Person, read: ReadForm) -> list[Organisation]:
    """The units in which the person may make the project; the likeliest first."""
    if not may(person, "project.manage"):
        return []
    units = units_of_import(person, read.source.batch)
    likeliest = unit_of(read.unit_named, units, aliases(read.source.batch))
    return sorted(units, key=lambda unit: unit != likeliest)


def certain_unit(person: Person, read: ReadForm) -> Organisation:
    """The unit that the paper names, by our name or one that was settled, or the only one. Raises ValidationError."""
    units = units_of_import(person, read.source.batch) if may(person, "project.manage") else []
    if not units:
        raise ValidationError("您不能新建项目，请联系主管部门。")
    found = unit_of(read.unit_named, units, aliases(read.source.batch))
    if found is None and len(units) > 1:
        raise ValidationError(
            f"“{read.title}”所写的单位“{read.unit_named or '（空）'}”不在名单里。"
            "请在上面“单位名称对照”里选定是哪个单位；没有写单位的，请打开这一份再新建。"
        )
    return found or units[0]


def suggested_code(read: ReadForm) -> str:
    """A code for a project that has none: the row's own, else one that cannot clash; codes sort as they were read."""
    figures = figures_of(read)
    return figures.code if figures is not None and figures.code else f"{read.source.batch.cycle.year}-导入{read.pk:06d}"


@transaction.atomic
def make_project(person: Person, read: ReadForm, unit: Organisation, code: str, name: str) -> Project:
    """Make a project and match the reading to it. Raises Denied, ValidationError."""
    require(person, "project.manage", unit)
    batch, name, code = read.source.batch, name.strip(), code.strip()
    if read.decision != ReadForm.Decision.OPEN:
        raise ValidationError("这一份已经处理过。")
    if not unit.path.startswith(batch.organisation.path):
        raise ValidationError(f"“{unit}”不在这次导入的范围“{batch.organisation}”里。")
    if not name or len(name) > 255:
        raise ValidationError("项目名称不能为空，也不能超过 255 字。")
    if not _CODE.fullmatch(code):
        raise ValidationError("项目代码用字母、数字、汉字和 - _ . ，不超过 60 个字。")
    try:
        with transaction.atomic():
            project = Project.objects.create(
                cycle=batch.cycle, unit=unit, code=code, name=name, secret=read.secret, **_amounts(read)
            )
    except IntegrityError as error:
        raise ValidationError(f"项目代码“{code}”已经有项目使用，请换一个。") from error
    if read.secret:
        project.named.add(person)
    read.project, read.likeness = project, 0
    read.outcome = {"project_made": project.pk}
    read.save(update_fields=["project", "likeness", "outcome"])
    log.write(person, "project.create", project, {"code": code, "import": batch.pk})
    return project


def _amounts(read: ReadForm) -> dict[str, object]:
    if "figures" in read.record:
        return {}  # they are taken over when the row is accepted
    record = record_of(read)
    fund = record.fund()
    return {} if fund is None else {name: money(getattr(fund, name), record.money_unit or "万元") for name in AMOUNTS}
