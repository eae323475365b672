"""The goals a unit declares for a project, what reviewers remark, approved versions, and the indicator library."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedCharField, SealedJSONField, SealedTextField


class Declaration(Underway):
    """The 绩效目标申报 of a project. `entered` is the table as written (planning.approved_form.Entered as JSON)."""

    WAY: ClassVar[Way] = read("jiheng.web.goals")

    project = models.OneToOneField(Project, models.PROTECT, related_name="declaration", verbose_name="项目")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    asked = SealedCharField("申请预算（万元）", of="project", typed=40, blank=True)
    entered = SealedJSONField(of="project", default=dict)
    version = models.PositiveIntegerField(default=0)
    errors = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Found by unit and state."""

        verbose_name = verbose_name_plural = "目标申报"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="declaration_unit_state")]

    def __str__(self) -> str:
        return self.project.code


class Remark(models.Model):
    """A reviewer's remark on a declaration (`row` counts from 1, 0 the whole), and the unit's answer."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="remarks")
    row = models.PositiveSmallIntegerField(default=0)
    text = SealedTextField(of="declaration.project")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = SealedTextField(of="declaration.project", blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """In order."""

        verbose_name = verbose_name_plural = "目标审核意见"
        ordering: ClassVar = ["declaration", "id"]


class ApprovedVersion(models.Model):
    """What was approved for a project, as it stood from `at` on; numbered from 1 a project, never changed."""

    class Origin(models.TextChoices):
        """How it came to be."""

        BEFORE = "before", "原有批复"
        DECLARED = "declared", "申报批复"
        ADJUSTED = "adjusted", "目标调整"

    project = models.ForeignKey(Project, models.CASCADE, related_name="approved_versions")
    number = models.PositiveSmallIntegerField()
    record = SealedJSONField(of="project")
    source = models.CharField(max_length=10, choices=Origin.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In order."""

        verbose_name = verbose_name_plural = "批复版本"
        ordering: ClassVar = ["project", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="approved_version_number")]


class LibraryEntry(models.Model):
    """A usual indicator of the library (`jiheng library`), found by `key`, its name without what varies.

    Half of the targets of the `usual_count` rows with the usual direction and unit lie between `low` and `high`.
    """

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField("指标", max_length=200)
    l1 = models.CharField("一级指标", max_length=60, blank=True)
    l2 = models.CharField("二级指标", max_length=60, blank=True)
    sign = models.CharField("性质", max_length=10, blank=True)
    unit = models.CharField("度量单位", max_length=40, blank=True)
    weight = models.DecimalField("常用分值", max_digits=7, decimal_places=2, null=True)
    least = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    middle = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    greatest = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    count = models.PositiveIntegerField(default=0)
    usual_count = models.PositiveIntegerField(default=0)
    examples = models.JSONField(default=list)

    class Meta:
        """The most frequent first."""

        verbose_name = verbose_name_plural = "指标库"
        ordering: ClassVar = ["-count", "name"]

    def __str__(self) -> str:
        return self.name
