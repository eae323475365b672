"""The second factor: six digits from an authenticator, or a backup code that works once."""

import base64
import hashlib
import io
import secrets
from collections.abc import Callable

import segno
from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from jiheng.web.accounts import sessions
from jiheng.web.accounts.models import ADMINISTRATORS, Authenticator, Person
from jiheng.web.accounts.permissions import has_role
from jiheng.web.auditlog import log

_CODES = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"

Spared = Callable[[Person], bool]
_spared: list[Spared] = []


def spares(rule: Spared) -> Spared:
    """Decorator: this function knows accounts whose passwords everybody has; a second factor would guard nothing."""
    _spared.append(rule)
    return rule


def required_of(person: Person) -> bool:
    """Whether the person must use one: the security administrator asks it, or they are an administrator."""
    if person.second_factor_required:
        return True
    compulsory = settings.CONFIG.options.second_factor.administrators == "required"
    return compulsory and has_role(person, *ADMINISTRATORS) and not any(rule(person) for rule in _spared)


def device_of(person: Person) -> Authenticator | None:
    """The authenticator that the person uses; None where there is none."""
    found: Authenticator | None = Authenticator.objects.filter(user=person, confirmed=True).first()
    return found


def coming(person: Person) -> Authenticator:
    """The authenticator that is being set up; the same one until it is confirmed."""
    device: Authenticator
    device, _ = Authenticator.objects.get_or_create(user=person, confirmed=False, defaults={"name": "动态口令"})
    return device


def qr(device: Authenticator) -> bytes:
    """What an authenticator reads, as an SVG picture."""
    picture = io.BytesIO()
    segno.make(device.config_url, error="m").save(picture, kind="svg", scale=5, border=2)
    return picture.getvalue()


def secret(device: Authenticator) -> str:
    """The key as it is typed into an authenticator that cannot read the picture."""
    plain = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


@transaction.atomic
def confirm(person: Person, token: str, keep: str | None) -> list[str] | None:
    """Take the new authenticator into use if it shows `token`: the backup codes; None if it does not.

    Sessions of the person other than `keep` end: they were begun without it.
    """
    device = Authenticator.objects.select_for_update().filter(user=person, confirmed=False).first()
    if device is None or not device.verify_token(token):
        return None
    Authenticator.objects.filter(user=person, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    sessions.end(person, keep=keep)
    log.write(person, "second-factor.on", person)
    return new_codes(person)


@transaction.atomic
def new_codes(person: Person) -> list[str]:
    """Fresh backup codes in place of the old ones. Only their hashes are kept."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="备用码")
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(10)) for _ in range(_CODES)]
    for code in codes:
        device.token_set.create(token=_hash(code))
    log.write(person, "second-factor.codes", person)
    return codes


def codes_left(person: Person) -> int:
    """How many backup codes still work."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=person))


@transaction.atomic
def verify(person: Person, token: str) -> Device | None:
    """The device of which this is a token; None where it is none, or after too many failures too early again."""
    bare = "".join(token.split()).replace("-", "").lower()
    if len(bare) == 6 and bare.isdecimal():
        device = Authenticator.objects.select_for_update().filter(user=person, confirmed=True).first()
        passed = device is not None and device.verify_token(bare)
    else:
        device = StaticDevice.objects.select_for_update().filter(user=person).first()
        passed = device is not None and device.verify_token(_hash(bare))
    log.write(person, "second-factor.passed" if passed else "second-factor.failed", person)
    return device if passed else None


def wait(person: Person) -> bool:
    """Whether after failures it is too early to try again."""
    devices = [*Authenticator.objects.filter(user=person), *StaticDevice.objects.filter(user=person)]
    return not all(device.verify_is_allowed()[0] for device in devices)


def forget(person: Person) -> None:
    """Remove all devices of the person."""
    for kind in (Authenticator, StaticDevice):
        kind.objects.filter(user=person).delete()


def _hash(code: str) -> str:
    """As much of the SHA-256 as django-otp has room for; codes have 49 random bits."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]
