"""Rules for passwords: of what they are made, that they are not used again, how old they may be."""

import datetime
import re
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator, password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils import timezone

from jiheng.web.accounts.models import OldPassword, Person

_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
_KINDS_NEEDED = 3
_NAME_LEAST = 2
_DIFFERENT = 6
"""Characters that a password has at least, each counted once."""
_RUN = 4
"""Characters in a row that may follow on each other or repeat."""


class Length:
    """Not too short."""

    def __init__(self, least: int) -> None:
        self.least = least

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that is too short."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="too_short")

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"密码至少 {self.least} 个字符。"


class Common(CommonPasswordValidator):
    """None of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        """What is wrong, in the workbench's words."""
        return self.get_help_text()

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码不能是常见的密码，例如 password123。"


class Composition:
    """At least three of: small letters, capitals, digits, signs."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password made of too few kinds of characters."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < _KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="too_simple")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码须含小写字母、大写字母、数字、符号中的至少三种。"


class Guessable:
    """Not made of the person's names, of runs, of one character again and again, or of blanks."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that is easily guessed."""
        bare = password.casefold()
        names = [] if user is None else [user.username.casefold(), user.name.casefold(), user.email.casefold()]
        if any(len(name) >= _NAME_LEAST and name in bare for name in names):
            raise ValidationError("密码里不能有您的用户名、姓名或邮箱。", code="personal")
        if len(set(bare)) < _DIFFERENT or _longest_run(bare) > _RUN or password != "".join(password.split()):
            raise ValidationError(self.get_help_text(), code="guessable")

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"密码不能含空格，不能多是重复的字符，也不能有 {_RUN + 1} 个以上连着的数字或字母（12345、abcde）。"


class NotUsedBefore:
    """Not one of the person's last passwords."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that the person had before."""
        if user is None or user.pk is None:
            return
        if any(check_password(password, old) for old in [user.password, *_remembered(user)] if old):
            raise ValidationError(self.get_help_text(), code="used_before")

    def password_changed(self, password: str, user: Person) -> None:
        """Remember the new password, forget the oldest; called by Django after a change."""
        OldPassword.objects.create(person=user, hash=user.password)
        kept = OldPassword.objects.filter(person=user).order_by("-id")[: settings.PASSWORDS_REMEMBERED]
        OldPassword.objects.filter(person=user).exclude(pk__in=[old.pk for old in kept]).delete()
        user.password_changed_at = timezone.now()
        Person.objects.filter(pk=user.pk).update(password_changed_at=user.password_changed_at)

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"不能与最近 {settings.PASSWORDS_REMEMBERED} 次用过的密码相同。"


def _longest_run(text: str) -> int:
    """The most characters in a row of which each is the one before, or the next to it, in one direction."""
    longest = run = 1
    step = None
    for before, after in pairwise(map(ord, text)):
        way = after - before
        run = run + 1 if way == step and abs(way) <= 1 else 2 if abs(way) <= 1 else 1
        step = way
        longest = max(longest, run)
    return longest


def needs_change(person: Person) -> bool:
    """Whether the password was given by another or is too old."""
    return person.must_change_password or timezone.now() > valid_until(person)


def valid_until(person: Person) -> datetime.datetime:
    """When the person has to choose a new password."""
    return person.password_changed_at + datetime.timedelta(days=settings.PASSWORD_AGE_DAYS)


def rules() -> list[str]:
    """What a password must be, in words."""
    return password_validators_help_texts()


def _remembered(person: Person) -> list[str]:
    return list(person.old_passwords.order_by("-id").values_list("hash", flat=True)[: settings.PASSWORDS_REMEMBERED])
