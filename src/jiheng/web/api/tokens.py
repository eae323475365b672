"""Tokens of programs: making, finding, revoking. Only the hash is kept."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiheng.web.accounts.access_end import ends
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.second_factor import device_of, required_of
from jiheng.web.api.models import Token
from jiheng.web.auditlog import log
from jiheng.web.ready_query import Ready

DAYS = (7, 30, 90, 180, 365)
"""For how many days a token may be made."""
_PREFIX = "jh_"
"""By this a token is known when it turns up where it should not."""
_AT_ONCE = 20
NO_WRITING = "本单位不许程序修改数据（settings.toml 的 [tokens] write）。"
_MINUTE = datetime.timedelta(minutes=1)


@transaction.atomic
def make(person: Person, name: str, scope: Token.Scope, days: int) -> tuple[Token, str]:
    """A new token and its text, which is nowhere kept. Raises ValidationError (Chinese)."""
    if days not in DAYS:
        raise ValidationError(f"有效期应是 {'、'.join(map(str, DAYS))} 天之一。")
    if scope == Token.Scope.WRITE and not may_write():
        raise ValidationError(f"{NO_WRITING}请选“只读”。")
    if in_force().filter(person=person).count() >= _AT_ONCE:
        raise ValidationError(f"有效的令牌已有 {_AT_ONCE} 个。请先撤销不用的，再生成新的。")
    text = _PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        name=name,
        hash=_hash(text),
        scope=scope,
        expires=timezone.now() + datetime.timedelta(days=days),
    )
    log.write(person, "token.make", token, {"name": name, "scope": scope, "expires": token.expires})
    return token, text


@transaction.atomic
def revoke(person: Person, token: Token) -> None:
    """End a token: one's own, or anybody's as security administrator. Raises Denied."""
    if token.person_id != person.pk:
        require(person, "session.end")
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log.write(person, "token.revoke", token, {"name": token.name, "of": token.person_id})


def find(text: str) -> Token | None:
    """The token in force with this text, of a person who could sign in now; notes the use once a minute.

    Not of one who must first change the password, or set up the second factor that they must use.
    """
    now = timezone.now()
    token: Token | None = next((token for token in _unrevoked(_hash(text)) if token.expires > now), None)
    if token is None or _hindered(token.person):
        return None
    if token.used_at is None or now - token.used_at > _MINUTE:
        stale = Q(used_at=None) | Q(used_at__lt=now - _MINUTE)
        Token.objects.filter(stale, pk=token.pk).update(used_at=now)
    return token


@ends
def revoke_all(person: Person) -> int:
    """End all tokens of the person; how many."""
    return in_force().filter(person=person).update(revoked_at=timezone.now())


def may_write() -> bool:
    """Whether programs may change something here."""
    return bool(settings.CONFIG.options.tokens.write == "allowed")


def _hindered(person: Person) -> bool:
    return person.must_change_password or (required_of(person) and device_of(person) is None)


def in_force() -> QuerySet[Token]:
    """Tokens neither revoked nor run out."""
    return Token.objects.filter(revoked_at=None, expires__gt=timezone.now())


def _usable(hashed: str) -> QuerySet[Token]:
    return Token.objects.filter(hash=hashed, revoked_at=None, person__is_active=True).select_related("person")


_unrevoked = Ready(_usable)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
