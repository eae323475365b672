"""Tokens of programs."""

from django.conf import settings
from django.db import models


class Token(models.Model):
    """A program's key. Only its hash is kept; it can do what its person can, within `scope`."""

    class Scope(models.TextChoices):
        """What it may be used for."""

        READ = "read", "只读"
        WRITE = "write", "读写"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField("范围", max_length=8, choices=Scope.choices)
    expires = models.DateTimeField("有效期至")
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
