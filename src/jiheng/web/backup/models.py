"""The lock that a second person puts on backups."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class RestoreLock(models.Model):
    """Backups made while this is the latest open only with its token, which the security administrator holds.

    `public` is an X25519 public key in hexadecimal, "" where the lock was taken off; the token is nowhere kept.
    """

    public = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Latest last."""

        ordering: ClassVar = ["id"]
        verbose_name = verbose_name_plural = "恢复凭证"
