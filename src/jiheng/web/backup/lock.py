"""Two persons for a restore: who restores has the backup and the key file, the other the token of the lock.

The workbench keeps the public half only; it can make backups but could not open them without the token.
"""

import secrets

from django.db import transaction

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.backup.models import RestoreLock
from jiheng.web.sealing.keys import as_typed
from jiheng.web.sealing.stream import private_of

RIGHT = "backup.lock"
_BYTES = 15


def latest() -> RestoreLock | None:
    """The lock in force; None where a backup opens with the key file alone."""
    row = RestoreLock.objects.order_by("-id").first()
    return row if row is not None and row.public else None


def public() -> bytes:
    """What backups are locked with; b"" for none."""
    row = latest()
    return b"" if row is None else bytes.fromhex(row.public)


@transaction.atomic
def renew(actor: Person) -> str:
    """A new lock: its token, to be shown once. Raises Denied."""
    require(actor, RIGHT)
    token = as_typed(secrets.token_bytes(_BYTES))
    key = private_of(as_bytes(token)).public_key().public_bytes_raw()
    row = RestoreLock.objects.create(public=key.hex(), by=actor)
    log.write(actor, "backup.lock", row)
    return token


@transaction.atomic
def take_off(actor: Person) -> None:
    """Let backups from now on open with the key file alone. Raises Denied."""
    require(actor, RIGHT)
    log.write(actor, "backup.unlock", RestoreLock.objects.create(public="", by=actor))


def as_bytes(token: str) -> bytes:
    """A token as it was typed: blanks, hyphens and small letters make no difference."""
    return "".join(sign for sign in token.upper() if sign.isalnum()).encode()
