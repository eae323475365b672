"""Taking in an indicator library that `jiheng library` wrote: the whole of it takes the place of the one before."""

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.batch.library import Usual
from jiheng.checks.names import indicator_key
from jiheng.scoring.result import Direction
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.goals.models import LibraryEntry

MANAGE = "library.manage"
MOST = 20_000
_SIGNS = {Direction.POSITIVE.value: "≥", Direction.REVERSE.value: "≤", Direction.EQUAL.value: "＝"}


@transaction.atomic
def take_in(person: Person, data: bytes) -> int:
    """The number of indicators taken in. Raises Denied, ValidationError (Chinese)."""
    require(person, MANAGE)
    try:
        found = msgspec.json.decode(data, type=list[Usual], strict=False)
    except msgspec.MsgspecError as error:
        raise ValidationError(
            "这不是指标库文件。请在命令行用 jiheng library 文件夹 -o 指标库.json 生成，再传上来。"
        ) from error
    if not found or len(found) > MOST:
        raise ValidationError(f"指标库里有 {len(found)} 项指标，应在 1 到 {MOST} 之间，没有收下。")
    rows = {key: _entry(key, usual) for usual in reversed(found) if (key := indicator_key(usual.name)[:200])}
    LibraryEntry.objects.all().delete()
    LibraryEntry.objects.bulk_create(rows.values(), batch_size=500)
    log.write(person, MANAGE, None, {"entries": len(rows)})
    return len(rows)


def _entry(key: str, usual: Usual) -> LibraryEntry:
    return LibraryEntry(
        key=key,
        name=usual.name[:200],
        l1=usual.l1[:60],
        l2=usual.l2[:60],
        sign=_SIGNS.get(usual.direction, ""),
        unit=usual.unit[:40],
        weight=usual.weight,
        **({} if usual.range is None else msgspec.structs.asdict(usual.range)),
        count=usual.count,
        usual_count=usual.usual_count,
        examples=list(usual.examples),
    )
