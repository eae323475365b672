"""Objects on their way, the steps they took, and papers attached to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.cycles.models import Project
from jiheng.web.files.models import StoredFile
from jiheng.web.procedure.way import Stage, Way
from jiheng.web.sealing.fields import SealedJSONField, SealedTextField


class Underway(models.Model):
    """An object that goes from state to state along its app's way.toml; a subject of rights (permissions.Subject).

    A class below it has `unit`, and `project` (a field, or None where it belongs to none).
    """

    WAY: ClassVar[Way]
    unit: Any
    project: Any
    assigned: ClassVar[Any] = None

    state = models.CharField("状态", max_length=20)

    class Meta:
        """Each class is a table of its own."""

        abstract = True

    @property
    def stage(self) -> Stage:
        """Its state, with what pages say of it."""
        return self.WAY.stage(self.state)

    @property
    def called(self) -> str:
        """It in a sentence."""
        return self.WAY.called

    @property
    def key(self) -> str:
        """How steps and papers name it, as the audit log does: `corrections.correction:3`."""
        return f"{self._meta.label_lower}:{self.pk}"


class Step(models.Model):
    """A step that an object took. `late` tells whether its deadline was past, as it stood then."""

    subject = models.CharField(max_length=60)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    """Whose secrecy its words share; None where the object belongs to no project."""
    action = models.CharField(max_length=40)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = SealedTextField(of="project", blank=True)
    late = models.BooleanField(default=False)

    class Meta:
        """In order."""

        verbose_name = verbose_name_plural = "办理步骤"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["subject", "id"], name="step_subject")]


class Attachment(models.Model):
    """A paper attached to an object (`subject` as in Step), or to a part of it named by `part`."""

    subject = models.CharField(max_length=60)
    part = models.CharField(max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """In order."""

        verbose_name = verbose_name_plural = "材料"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["subject", "id"], name="attachment_subject")]


class Revision(models.Model):
    """What one save changed in an object: `changes` is a list of [place, before, after]."""

    subject = models.CharField(max_length=60)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    changes = SealedJSONField(of="project")

    class Meta:
        """Numbered from 1 an object."""

        verbose_name = verbose_name_plural = "修改记录"
        ordering: ClassVar = ["subject", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "number"], name="revision_number")]
