"""A stored file. Its bytes lie in the data folder under the hash of their content."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.sealing.fields import ALWAYS, SealedCharField


class StoredFile(models.Model):
    """A file as it was handed in or made. `kind` is told from the content, never from the name."""

    name = SealedCharField("文件名", of=ALWAYS, typed=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    kind = models.CharField("类型", max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, db_index=True)
    """After this a produced file may be removed; None for what people handed in."""
    forms = models.JSONField(default=list)
    """Of a produced file: the ids of the forms in it, each of which is ruled on whenever it is fetched."""

    class Meta:
        """Latest last."""

        verbose_name = verbose_name_plural = "文件"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.name)
