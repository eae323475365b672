"""Organisations as a tree, people, and the roles in which people belong to organisations."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from simple_history.models import HistoricalRecords

from jiheng.web.accounts.roles import ADMINISTRATORS, Role
from jiheng.web.sealing import keys
from jiheng.web.sealing.seal import is_sealed, key_number, open_bytes, seal_bytes

__all__ = [
    "ADMINISTRATORS",
    "Authenticator",
    "Countersign",
    "Membership",
    "OldPassword",
    "OpenSession",
    "Organisation",
    "Person",
    "ProposedRole",
    "Role",
    "Roster",
]


class Organisation(models.Model):
    """A 财政部门, 主管部门 or 单位. `path` lists the ids from the root (`/1/4/`), so that a subtree is a prefix."""

    class Kind(models.TextChoices):
        """Which level of the tree."""

        BUREAU = "bureau", "财政部门"
        DEPARTMENT = "department", "主管部门"
        UNIT = "unit", "单位"

    name = models.CharField("名称", max_length=120)
    code = models.CharField("单位代码", max_length=40, blank=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=200, editable=False, default="", db_index=True)
    active = models.BooleanField("在用", default=True)
    history = HistoricalRecords()

    class Meta:
        """Names are unique below one parent."""

        verbose_name = verbose_name_plural = "机构"
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["parent", "name"], name="organisation_name")]
        indexes: ClassVar = [models.Index(fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `path` true."""
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    @property
    def unit(self) -> "Organisation":
        """Itself: as what a right is about (permissions.Subject)."""
        return self

    project = state = assigned = None

    @property
    def depth(self) -> int:
        """How many organisations stand above it."""
        return self.path.count("/") - 2

    def indented(self) -> str:
        """The name for a list, with a wide blank for each organisation above it."""
        return "　" * self.depth + self.name

    def holds(self, other: "Organisation") -> bool:
        """Whether `other` is this organisation or lies below it."""
        return other.path.startswith(self.path)

    def department(self) -> "Organisation":
        """The 主管部门 that this belongs to; itself where there is none above."""
        found = self
        while found.kind == self.Kind.UNIT and found.parent is not None:
            found = found.parent
        return found


class Person(AbstractUser):
    """A person who signs in. `name` is what colleagues see."""

    name = models.CharField("姓名", max_length=60)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    second_factor_required = models.BooleanField("须用动态口令", default=False)
    last_seen = models.DateTimeField(null=True, editable=False)

    class Meta:
        """Names for people."""

        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username


class Authenticator(TOTPDevice):  # type: ignore[misc]
    """The app on a person's telephone: django-otp's device, its seed sealed in the column `key`."""

    key: str

    class Meta:
        """Rows of django-otp's table."""

        proxy = True
        verbose_name = verbose_name_plural = "动态口令"

    def save(self, *args: object, **kwargs: object) -> None:
        """Seal the seed before it is written."""
        self.sealed()
        super().save(*args, **kwargs)

    def sealed(self) -> bool:
        """See that the seed is sealed with the key in use; whether it was not."""
        if is_sealed(self.key) and key_number(self.key) == keys.ring().current:
            return False
        self.key = seal_bytes(self.bin_key, "totp", str(self.user_id))
        return True

    @property
    def bin_key(self) -> bytes:
        """The seed. Raises CannotOpen."""
        return open_bytes(self.key, "totp", str(self.user_id)) if is_sealed(self.key) else bytes.fromhex(self.key)


class OldPassword(models.Model):
    """A password's hash, kept so that it is not chosen again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="old_passwords")
    hash = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)


class OpenSession(models.Model):
    """That a person is signed in somewhere: what they and the security administrator see of a session."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    since = models.DateTimeField("登录时间")
    seen = models.DateTimeField("最近操作")

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "会话"
        ordering: ClassVar = ["-seen"]


class Countersign(models.Model):
    """That one administrator asked to act against another's account, who confirmed it, and that it was done."""

    class Action(models.TextChoices):
        """What was asked."""

        PASSWORD = "password.reset", "重设密码"
        SECOND_FACTOR = "second-factor.reset", "清除动态口令"

    action = models.CharField("事项", max_length=24, choices=Action.choices)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="对谁")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    confirmed_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    done_at = models.DateTimeField("办理时间", null=True)

    class Meta:
        """Latest last."""

        verbose_name = verbose_name_plural = "双人确认"
        ordering: ClassVar = ["id"]


class Membership(models.Model):
    """A person in a role at an organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name="人员")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="机构")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    history = HistoricalRecords()

    class Meta:
        """A role is held once."""

        verbose_name = verbose_name_plural = "角色"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.organisation}·{self.get_role_display()}"


class Roster(models.Model):
    """A table of organisations, people and roles that was taken in at once: what it made, so that it can be undone."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    organisations = models.JSONField(default=list)
    people = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "机构人员表"
        ordering: ClassVar = ["-id"]

    def close(self) -> None:
        """Note that what it made is gone."""
        self.undone_at = timezone.now()
        self.save(update_fields=["undone_at"])


class ProposedRole(models.Model):
    """A role that a table asks for; `granted` is what the security administrator made of it."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    granted = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
