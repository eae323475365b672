"""What this app gives to the workbench when it starts: menu, names for the log, what waits, findings."""

from jiheng.web.accounts import menu, permissions
from jiheng.web.auditlog import labels
from jiheng.web.goals import peers, waiting  # noqa: F401
from jiheng.web.goals.models import Declaration
from jiheng.web.goals.views import SEE

permissions.name_states(Declaration.WAY.labels)
menu.add(16, "目标", "goals:list", SEE)
labels.name_actions({"goals.pass": "绩效目标审核通过", "library.manage": "换指标库", "export.goals": "导出绩效目标表"})
labels.name_subjects({"goals.declaration": "project__code"})
