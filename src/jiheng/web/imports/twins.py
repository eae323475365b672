"""The same project read from several files of one import: the newest is proposed, the others are its twins."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from jiheng.department.project_matching import name_key
from jiheng.quantity import number
from jiheng.web.imports.models import Import, ReadForm


def mark(batch: Import) -> None:
    """Find the twins among the open readings of an import anew; rows of figures have none."""
    if batch.kind == Import.Kind.FIGURES:
        return
    rows = ReadForm.objects.filter(source__batch=batch, decision=ReadForm.Decision.OPEN).exclude(title="")
    rows = rows.filter(secret=False)  # nobody is told of a secret paper by way of another
    groups: dict[tuple[str, object], list[ReadForm]] = defaultdict(list)
    for read in rows.order_by("source", "number"):
        groups[name_key(read.title), read.project_id or name_key(read.unit_named)].append(read)
    with transaction.atomic():
        rows.exclude(twin=None).update(twin=None)
        for reads in groups.values():
            newest = max(reads, key=_newness)
            others = [read.pk for read in reads if read is not newest]
            if others:
                ReadForm.objects.filter(pk__in=others).update(twin=newest)


def _newness(read: ReadForm) -> tuple[int, int, int, int]:
    """Later year first, then what is filled in further, then what came later."""
    year = number(str(read.record.get("year") or ""))
    return (0 if year is None else int(year), _filled(read.record), read.source_id, read.number)


def _filled(record: dict[str, Any]) -> int:
    return sum(bool(row.get("actual")) + bool(row.get("score")) for row in record.get("indicators", ()))
