"""Where a form stands on its way."""

from django.db import models


class State(models.TextChoices):
    """Where a form stands on its way."""

    DRAFT = "draft", "草稿"
    UNIT = "unit", "待单位审核"
    DEPARTMENT = "department", "待主管部门审核"
    FINANCE = "finance", "待财政复核"
    FINAL = "final", "已定稿"
