"""Bringing rows into the state that they should be in: sealed where secret, with the key in use, open otherwise."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from jiheng.web.sealing import keys
from jiheng.web.sealing.fields import ALWAYS, Covert, Sealed, as_stored
from jiheng.web.sealing.seal import is_sealed, key_number

_PROJECT = "project"


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
            _rows(model, fields, model._base_manager.filter(**{path: pk}), secret)


def reseal_secret() -> int:
    """Seal whatever of secret projects and papers is in clear or was sealed with an older key; how many values."""
    count = 0
    for model, fields in sealed_fields():
        count += _rows(model, fields, model._base_manager.filter(**_secret(fields[0].of)), True)
    return count


def _secret(of: str) -> dict[str, bool]:
    """What finds the rows that are sealed."""
    if of == ALWAYS:
        return {}
    return {"__".join([*of.split("."), "secret"]) if of else "secret": True}


def _to_project(model: type[models.Model], field: Sealed) -> str | None:
    """The lookup from a row to its project's number; None where the row says itself that it is secret."""
    if field.of == ALWAYS:
        return None
    if field.of:
        return f"{field.of.replace('.', '__')}__pk"
    return "id" if model._meta.model_name in (_PROJECT, f"historical{_PROJECT}") else None


def _rows(model: type[models.Model], fields: list[Sealed], rows: "models.QuerySet[Any]", secret: bool) -> int:
    count, names, current = 0, [field.attname for field in fields], keys.ring().current
    with as_stored():
        stored = list(rows.values_list("pk", *names))
    for pk, *values in stored:
        wrong = [name for name, value in zip(names, values, strict=True) if value and _wrong(value, secret, current)]
        if wrong:
            now = model._base_manager.filter(pk=pk).values(*wrong).get()
            put = {name: Covert(value) if secret else value for name, value in now.items()}
            model._base_manager.filter(pk=pk).update(**put)
            count += len(wrong)
    return count


def _wrong(value: object, secret: bool, current: int) -> bool:
    if not is_sealed(value):
        return secret
    return not secret or key_number(str(value)) != current
