"""Bringing rows into the state that they should be in: sealed where secret, with the key in use, open otherwise."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast, Substr

from jiheng.web.sealing import keys
from jiheng.web.sealing.fields import ALWAYS, EMPTY, Covert, Sealed, veiled_names
from jiheng.web.sealing.seal import is_sealed, key_number

_PROJECT = "project"
_HEAD = 16
"""Letters of a stored value that tell whether it is sealed and with which key."""


def sealed_fields() -> Iterator[tuple[type[models.Model], list[Sealed]]]:
    """Every model that has such fields."""
    for model in apps.get_models():
        found = [field for field in model._meta.local_fields if isinstance(field, Sealed)]
        if found:
            yield model, found


def reseal_project(pk: int, secret: bool) -> None:
    """Seal or open all that belongs to a project whose `secret` has just changed; its past included."""
    for model, fields in sealed_fields():
        path = _to_project(model, fields[0])
        if path is not None:
            rows = model._base_manager.filter(**{path: pk})
            _rows(model, fields, rows, secret)
            _veil(model, rows)


def reseal_secret() -> int:
    """Seal whatever of secret projects and papers is in clear or was sealed with an older key; how many values."""
    count = 0
    for model, fields in sealed_fields():
        rows = model._base_manager.filter(_secret(model, fields[0]))
        count += _rows(model, fields, rows, True) + _veil(model, rows.filter(_unveiled(model)))
    return count


def _veil(model: type[models.Model], rows: "models.QuerySet[Any]") -> int:
    """Veil what compares and sorts, or show it again, as the row's project is now; how many rows."""
    names = veiled_names(model)
    count = 0
    for row in rows if names else ():
        row.save(update_fields=names)
        count += 1
    return count


def _unveiled(model: type[models.Model]) -> models.Q:
    """What finds the rows with a veiled value in clear."""
    fields = (model._meta.get_field(name) for name in veiled_names(model))
    clear = (
        models.Q(**{f"{field.name}__isnull": False}) if field.null else ~models.Q(**{field.name: ""})
        for field in fields
    )
    return reduce(or_, clear, models.Q(pk__in=[]))


def _secret(model: type[models.Model], field: Sealed) -> models.Q:
    """What finds the rows that are sealed; what a secret project was before it was secret, too."""
    if field.of == ALWAYS:
        return models.Q()
    if field.of:
        return models.Q(**{"__".join([*field.of.split("."), "secret"]): True})
    now = apps.get_model("cycles", _PROJECT)._base_manager.filter(secret=True)
    there = models.Q(pk__in=[]) if (path := _to_project(model, field)) is None else models.Q(**{f"{path}__in": now})
    return models.Q(secret=True) | there


def _to_project(model: type[models.Model], field: Sealed) -> str | None:
    """The lookup from a row to its project's number; None where the row says itself that it is secret."""
    if field.of == ALWAYS:
        return None
    if field.of:
        return f"{field.of.replace('.', '__')}__pk"
    return "id" if model._meta.model_name in (_PROJECT, f"historical{_PROJECT}") else None


def _rows(model: type[models.Model], fields: list[Sealed], rows: "models.QuerySet[Any]", secret: bool) -> int:
    count, names, current = 0, [field.attname for field in fields], keys.ring().current
    heads = [Substr(Cast(name, models.TextField()), 1, _HEAD) for name in names]
    for pk, *found in rows.order_by().values_list("pk", *heads).iterator():
        wrong = [name for name, head in zip(names, found, strict=True) if head and _wrong(head, secret, current)]
        now = model._base_manager.filter(pk=pk).values(*wrong).get() if wrong else {}
        put = {name: Covert(value) if secret else value for name, value in now.items() if value not in EMPTY}
        if put:
            model._base_manager.filter(pk=pk).update(**put)
            count += len(put)
    return count


def _wrong(head: str, secret: bool, current: int) -> bool:
    head = head.lstrip('"')  # of JSON
    if not is_sealed(head):
        return secret
    return not secret or key_number(head) != current
