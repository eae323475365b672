"""The system administrator's work with the tree of organisations."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat, Substr

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log

Kind = Organisation.Kind
_BELOW = {Kind.BUREAU: tuple(Kind), Kind.DEPARTMENT: (Kind.DEPARTMENT, Kind.UNIT), Kind.UNIT: (Kind.UNIT,)}
"""What may stand below what."""


@transaction.atomic
def add(actor: Person, parent: Organisation, name: str, code: str, kind: str) -> Organisation:
    """A new organisation. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    _check(None, parent, name, kind)
    row = Organisation.objects.create(parent=parent, name=name.strip(), code=code.strip(), kind=kind)
    log.write(actor, "organisation.add", row, {"name": row.name, "parent": parent.name})
    return row


@transaction.atomic
def change(actor: Person, row: Organisation, name: str, code: str, kind: str) -> None:
    """Rename, or change code and kind. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    _check(row, row.parent, name, kind)
    for child in row.children.all():
        if child.kind not in _BELOW[Kind(kind)]:
            raise ValidationError(f"下面有{child.get_kind_display()}“{child}”，这里不能改成{Kind(kind).label}。")
    before = {"name": row.name, "code": row.code, "kind": row.kind}
    row.name, row.code, row.kind = name.strip(), code.strip(), kind
    row.save()
    log.write(actor, "organisation.change", row, {"before": before, "name": row.name, "code": row.code, "kind": kind})


@transaction.atomic
def move(actor: Person, row: Organisation, parent: Organisation) -> None:
    """Put it, with all that is below it, under another. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    rows = Organisation.objects.select_for_update()
    row, parent = rows.get(pk=row.pk), rows.get(pk=parent.pk)
    if row.parent is None:
        raise ValidationError(f"“{row}”是最上级，不能移动。")
    if row.holds(parent):
        raise ValidationError(f"“{parent}”就是“{row}”或在它下面，不能移到那里。")
    _check(row, parent, row.name, row.kind)
    before, old = row.parent.name, row.path
    new = f"{parent.path}{row.pk}/"
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField())
    )
    Organisation.objects.filter(pk=row.pk).update(parent=parent)
    log.write(actor, "organisation.move", row, {"before": before, "parent": parent.name})


@transaction.atomic
def set_active(actor: Person, row: Organisation, active: bool) -> None:
    """Take it out of use, or into use again. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    if not active and row.parent is None:
        raise ValidationError(f"“{row}”是最上级，不能停用。")
    below = row.children.filter(active=True).first()
    if not active and below is not None:
        raise ValidationError(f"下面还有在用的“{below}”。请先停用或移走下级机构。")
    if active and row.parent is not None and not row.parent.active:
        raise ValidationError(f"上级“{row.parent}”还是停用的，请先启用上级。")
    row.active = active
    row.save()
    log.write(actor, "organisation.activate" if active else "organisation.deactivate", row, {"name": row.name})


def _check(row: Organisation | None, parent: Organisation | None, name: str, kind: str) -> None:
    if not name.strip():
        raise ValidationError("请写机构名称。")
    if kind not in Kind.values:
        raise ValidationError("请选择类别。")
    if parent is not None and kind not in _BELOW[Kind(parent.kind)]:
        raise ValidationError(f"{Kind(kind).label}不能放在{parent.get_kind_display()}“{parent}”下面。")
    if parent is not None and not parent.active:
        raise ValidationError(f"上级“{parent}”已停用。")
    same = Organisation.objects.filter(parent=parent, name=name.strip())
    if (same if row is None else same.exclude(pk=row.pk)).exists():
        raise ValidationError(f"“{parent or '最上级'}”下面已有“{name.strip()}”。")


def kinds_below(parent: Organisation) -> tuple[Organisation.Kind, ...]:
    """What may stand below it."""
    return _BELOW[Kind(parent.kind)]
