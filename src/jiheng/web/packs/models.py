"""A version of a place's pack as it was handed in."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class PackVersion(models.Model):
    """One upload of a pack. `files` are its texts by name; they are in the database, so that backups have them.

    `remarks` is what the check said, as [where, message, advice, wrong]. In use from `enabled_at` on; what is in use is
    laid out in the data folder as `id@version`, and stays there for the cycles that began with it.
    """

    pack = models.CharField("编号", max_length=60)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=200)
    files = models.JSONField()
    remarks = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    enabled_at = models.DateTimeField(null=True)

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "地方包"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.name} 第 {self.version} 版"

    @property
    def folder_name(self) -> str:
        """What its folder is called: `id@version`."""
        return f"{self.pack}@{self.version}"

    @property
    def wrong(self) -> int:
        """Remarks that keep it from being used."""
        return sum(bool(remark[3]) for remark in self.remarks)
