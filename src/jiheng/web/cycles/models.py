"""Cycle, participants, projects."""

from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from jiheng.form.kinds import WHOLE
from jiheng.places import load
from jiheng.web.accounts.models import Organisation
from jiheng.web.notices.silence import silence
from jiheng.web.sealing.fields import SealedCharField, SealedFigureField, SealedJSONField
from jiheng.web.sealing.reseal import reseal_project

DEADLINES = ("opens", "fill_by", "unit_by", "department_by", "finance_by")
"""The fields of a cycle that are days, one after the other."""


class Cycle(models.Model):
    """One year's self-evaluation of an organisation and all below it that take part."""

    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cycles", verbose_name="组织单位")
    rulebook = models.CharField("办法", max_length=60)
    layout = models.CharField("表样", max_length=60)
    opens = models.DateField("开始")
    fill_by = models.DateField("填报截止")
    unit_by = models.DateField("单位审核截止")
    department_by = models.DateField("主管部门审核截止")
    finance_by = models.DateField("财政复核截止")
    errors_forbidden = models.BooleanField("有错误不得提交", default=False)
    closed = models.BooleanField("已结束", default=False)
    history = HistoricalRecords()

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "年度自评"
        ordering: ClassVar = ["-year", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """Which document its forms are (of jiheng.form.kinds), by its rulebook: of projects, of whole departments."""
        return load(self.rulebook).kind

    @property
    def is_whole(self) -> bool:
        """Whether its forms are of departments as a whole (部门整体支出绩效自评表)."""
        return self.kind == WHOLE

    @property
    def forbids_errors(self) -> bool:
        """Whether a form with errors may not be handed in: by this cycle's own word, or its rulebook's."""
        return self.errors_forbidden or load(self.rulebook).flag("filing.errors_forbidden")


class Participant(models.Model):
    """A unit that takes part in a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        """Once a cycle."""

        verbose_name = verbose_name_plural = "参加单位"
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "unit"], name="participant_once")]


class Project(models.Model):
    """A project in a cycle. Amounts are in 元. `approved` is the form as approved at the budget, None if there is none.

    What of a secret project may be seen is decided by `named`, the persons its unit has named.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="projects", verbose_name="年度自评")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="projects", verbose_name="实施单位")
    code = models.CharField("项目代码", max_length=60)
    name = SealedCharField("项目名称", typed=255)
    initial = SealedFigureField("年初预算数（元）", digits=20, places=2, null=True, blank=True)
    budget = SealedFigureField("全年预算数（元）", digits=20, places=2, null=True, blank=True)
    executed = SealedFigureField("全年执行数（元）", digits=20, places=2, null=True, blank=True)
    secret = models.BooleanField("涉密", default=False)
    secret_since = models.DateTimeField(default=timezone.now, editable=False)
    """When it became secret: what was added up before that may still tell of it, and is not shown."""
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="知悉人员")
    approved = SealedJSONField("批复的目标和指标", null=True, blank=True)
    funds_fixed = models.BooleanField("金额由财务数据给定", default=False)
    history = HistoricalRecords()

    class Meta:
        """Codes are unique in a cycle."""

        verbose_name = verbose_name_plural = "项目"
        ordering: ClassVar = ["cycle", "unit", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "code"], name="project_code")]
        # Counting and searching read the indexes alone; the rows are wide.
        indexes: ClassVar = [
            models.Index(fields=["cycle", "unit"], include=["id", "secret", "name", "code"], name="project_cycle_unit"),
            models.Index(fields=["cycle"], condition=models.Q(secret=True), name="project_secret"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: object, **kwargs: object) -> None:
        """Note when it becomes secret, and have all that belongs to it sealed, or opened again."""
        fields = kwargs.get("update_fields")
        touched = bool(self.pk) and (fields is None or "secret" in fields)  # type: ignore[operator]
        changed = touched and Project.objects.filter(pk=self.pk).exclude(secret=self.secret).exists()
        if changed and self.secret:
            self.secret_since = timezone.now()
            if fields is not None:
                kwargs["update_fields"] = [*fields, "secret_since"]  # type: ignore[misc]
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[arg-type]
            if changed:
                reseal_project(self.pk, self.secret)
                if self.secret and (form := getattr(self, "form", None)) is not None:
                    silence(form.pk)

    @property
    def project(self) -> "Project":
        """Itself: as what a right is about (permissions.Subject)."""
        return self

    state = assigned = None
