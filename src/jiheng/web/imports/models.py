"""An import, its files, and what was read from them.

Texts are sealed in every row: before a paper is matched to a project nobody knows whether it is of a secret one.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.files.models import StoredFile
from jiheng.web.jobs.models import Job
from jiheng.web.sealing.fields import ALWAYS, SealedCharField, SealedJSONField, SealedTextField


class Import(models.Model):
    """A hand-over of files into a cycle."""

    class Kind(models.TextChoices):
        """What the files are taken for."""

        FORMS = "forms", "已填的自评表"
        APPROVED = "approved", "批复的绩效目标"
        FIGURES = "figures", "预算和执行数"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="imports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    mapping = SealedJSONField(of=ALWAYS, default=dict)
    """For figures: which column is what, as the person settled it."""

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "导入"
        ordering: ClassVar = ["-id"]


class Source(models.Model):
    """One file of an import, or one inside an archive of it. `problem` says what could not be read and what to do.

    `entry` is the place inside the archive `file`, the `number`th of it; "" and 0 for a file handed in by itself.
    """

    batch = models.ForeignKey(Import, models.CASCADE, related_name="sources")
    name = SealedCharField(of=ALWAYS, typed=400)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    entry = SealedCharField(of=ALWAYS, typed=1000, blank=True)
    number = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(default=0)
    """The place of its name among those of the import, once all are read: by it they are listed."""
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the content, once it was read."""
    unpacked = models.BooleanField(default=False)
    """An archive whose files are sources of their own."""
    read_at = models.DateTimeField(null=True)
    problem = SealedTextField(of=ALWAYS, blank=True)

    class Meta:
        """As they came; a place of an archive is there once, however often it is unpacked."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "file", "number"], name="source_once")]


class ReadForm(models.Model):
    """A form (or row of figures) as read, waiting for a decision. `record` is the as-printed record as JSON."""

    class Decision(models.TextChoices):
        """What became of it."""

        OPEN = "open", "待确认"
        ACCEPTED = "accepted", "已采用"
        LEFT_OUT = "left_out", "不采用"

    source = models.ForeignKey(Source, models.CASCADE, related_name="forms")
    number = models.PositiveIntegerField()
    title = SealedCharField(of=ALWAYS, typed=255, blank=True)
    """The project's name as read."""
    unit_named = SealedCharField(of=ALWAYS, typed=120, blank=True)
    """The unit as the paper writes it."""
    twin = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """The reading of the same project in this import that is newer: it is proposed, not this one."""
    record = SealedJSONField(of=ALWAYS)
    doubts = models.PositiveSmallIntegerField(default=0)
    """Places of which the reader was not sure and that no person has looked at."""
    errors = models.PositiveSmallIntegerField(default=0)
    secret = models.BooleanField(default=False)
    """The paper bears a secrecy mark."""
    mended = SealedJSONField(of=ALWAYS, default=list)
    """Cells that the person mended in the preview, as [place, before, after]."""
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="+")
    likeness = models.PositiveSmallIntegerField(default=0)
    """How sure the proposal of `project` is: 100 certain, less only alike, 0 chosen by a person or none."""
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = SealedJSONField(of=ALWAYS, default=dict)
    """What accepting it made or changed, so that it can be taken back."""

    class Meta:
        """In order; a form of a file is there once, however often it is read."""

        ordering: ClassVar = ["source", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "number"], name="read_form_once")]


class ColumnMapping(models.Model):
    """The columns of a table of figures as an organisation settled them once: remembered by its headings."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    headings = models.CharField(max_length=64)
    """Hash of the table's headings."""
    mapping = models.JSONField()

    class Meta:
        """One an organisation and table."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "headings"], name="mapping_once")]


class UnitAlias(models.Model):
    """What other papers call a unit of ours, as an organisation settled it once, by `key` of the name written."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    written = models.CharField(max_length=120)
    unit = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    class Meta:
        """One a name."""

        verbose_name = verbose_name_plural = "单位名称对照"
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "key"], name="unit_alias_once")]
