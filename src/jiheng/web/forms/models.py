"""The form of a project, its versions, conflicts, evidence, and who is at it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.states import State as State
from jiheng.web.sealing.fields import (
    SealedCharField,
    SealedFigureField,
    SealedJSONField,
    VeiledCharField,
    VeiledDecimalField,
    VeiledModel,
    VeilField,
)


class SelfEvaluation(VeiledModel):
    """The 自评表 of a project. `record` is the as-printed record (jiheng.form.Form as JSON).

    `own` holds the reason of every score that the officer set against the proposal, by place. What is
    computed (`total` … `findings`) follows from `record` and is renewed in the same transaction.
    `findings` is the list of a check's findings as JSON, open ones only.
    """

    project = models.OneToOneField(Project, models.PROTECT, related_name="form")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="forms")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="forms")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)
    record = SealedJSONField(of="project")
    own = SealedJSONField(of="project", default=dict)
    version = models.PositiveIntegerField("版本", default=0)
    total = VeiledDecimalField("得分", max_digits=7, decimal_places=2, null=True)
    lost = VeiledDecimalField("扣分", max_digits=7, decimal_places=2, null=True)
    rate = VeiledDecimalField("执行率", max_digits=12, decimal_places=6, null=True)
    grade = VeiledCharField("等级", max_length=4, blank=True)
    filled = models.DecimalField("填报进度", max_digits=5, decimal_places=4, default=0)
    quality = VeiledDecimalField("自评质量", max_digits=5, decimal_places=2, null=True)
    """Of 100 points (jiheng.opinion.quality); None while cells are still empty."""
    errors = models.PositiveSmallIntegerField("错误", default=0)
    warnings = models.PositiveSmallIntegerField("警告", default=0)
    notices = models.PositiveSmallIntegerField("提示", default=0)
    findings = SealedJSONField(of="project", default=list)
    veil = VeilField(of="project", default=dict)
    changed_at = models.DateTimeField("最近修改", auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_waits = models.BooleanField("批复后来改过，还没有改到表上", default=False)
    assigned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="assigned_forms")
    """Third-party evaluators to whom the form is given."""

    class Meta:
        """Found by cycle, state and unit."""

        verbose_name = verbose_name_plural = "自评表"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            # Counting by state and unit reads these alone; the rows are wide.
            models.Index(fields=["cycle", "state"], include=["id", "unit", "project"], name="form_cycle_state"),
            models.Index(
                fields=["cycle", "unit", "state"],
                include=["id", "project", "errors", "changed_at"],
                name="form_cycle_unit",
            ),
            models.Index(fields=["cycle", "changed_at"], name="form_cycle_changed"),
            models.Index(fields=["cycle", "total"], name="form_cycle_total"),
            # Those with errors are few, and what reviewers ask for first.
            models.Index(
                fields=["cycle", "state"],
                include=["id", "project", "unit", "lost"],
                condition=models.Q(errors__gt=0),
                name="form_wrong",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project.name)

    @property
    def title(self) -> str:
        """What it is called where others may look on (titles of windows, file names): of a secret one the code."""
        return str(self.project.code if self.project.secret else self.project.name)


class FindingCount(models.Model):
    """That a form has findings of a check: for filters and counts over many forms."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="finding_counts")
    code = models.CharField(max_length=8)
    severity = models.CharField(max_length=8)
    count = models.PositiveSmallIntegerField()

    class Meta:
        """Once a form and code."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "code"], name="finding_count_once")]
        indexes: ClassVar = [models.Index(fields=["code"], name="finding_count_code")]


class Version(models.Model):
    """What one save changed: `changes` is a list of [place, before, after]; the newest state is the form itself.

    An earlier state is the form's with the changes of all later versions taken back.
    """

    class Kind(models.TextChoices):
        """How the change came about."""

        EDIT = "edit", "填写"
        IMPORT = "import", "导入"
        MERGE = "merge", "合并"
        RESTORE = "restore", "恢复"
        MEND = "mend", "按提示改正"

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.EDIT)
    changes = SealedJSONField(of="form.project")
    total = SealedFigureField(of="form.project", digits=7, places=2, null=True)

    class Meta:
        """Numbered from 1 a form."""

        ordering: ClassVar = ["form", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "number"], name="version_number")]


class Conflict(models.Model):
    """A save on an old version that touched what another had changed since: kept until its author decides.

    `changes` is what was to be saved, as [place, before, after].
    """

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base = models.PositiveIntegerField()
    changes = SealedJSONField(of="form.project")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)


class Presence(models.Model):
    """That a person has the form open, since when, and when last heard of; older than a minute means gone."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()

    class Meta:
        """Once a form and person."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "person"], name="presence_once")]


class Evidence(models.Model):
    """A file that shows what an indicator's actual value rests on. `place` is the indicator, `indicators[3]`."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="evidence")
    place = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = SealedCharField("说明", of="form.project", typed=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
