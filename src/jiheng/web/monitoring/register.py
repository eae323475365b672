"""What this app gives to the workbench when it starts: menu, names for the audit log, panels, what waits."""

from django.http import HttpRequest

from jiheng.web.accounts import menu, permissions
from jiheng.web.auditlog import labels
from jiheng.web.forms import panels
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.monitoring import waiting  # noqa: F401
from jiheng.web.monitoring.models import Sheet
from jiheng.web.monitoring.overview import SEE
from jiheng.web.monitoring.spring import beside

permissions.name_states(Sheet.WAY.labels)
menu.add(18, "监控", "monitoring:list", SEE)
labels.name_actions(
    {
        "monitoring.begin": "开始一期监控",
        "monitoring.close": "结束一期监控",
        "monitoring.reopen": "重新开放一期监控",
        "monitoring.pass": "监控表审核通过",
        "export.monitoring": "导出运行监控",
    }
)
labels.name_subjects({"monitoring.sheet": "project__code"})


def _panel(request: HttpRequest, form: SelfEvaluation) -> dict[str, object] | None:
    found = beside(form)
    return {"rows": found, "broken": sum(broken.broken is not None for broken in found)} if found else None


def _broken(request: HttpRequest, form: SelfEvaluation) -> dict[str, object] | None:
    found = [broken for broken in beside(form) if broken.unexplained]
    return {"broken": found} if found else None


panels.add("banner", panels.Panel("broken", "前后不一致", "monitoring/_broken.html", _broken))
panels.add("editor", panels.Panel("monitoring", "运行监控", "monitoring/_panel.html", _panel))
panels.add("review", panels.Panel("monitoring", "监控", "monitoring/_panel.html", _panel))
