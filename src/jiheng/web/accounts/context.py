"""What every page knows: the cycle in hand, the menu as far as the person's rights go, unread notices."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current, cycles_of
from jiheng.web.notices.models import Notice

_MENU = (
    ("首页", "home", None),
    ("自评表", "workflow:desk", "form.see"),
    ("汇总", "dashboard:home", "dashboard.see"),
    ("导入", "imports:list", "import.forms"),
    ("项目", "planning:projects", "project.manage"),
    ("项目", "planning:projects", "project.name"),
    ("抽查", "workflow:spot-checks", "spotcheck.see"),
    ("机构", "accounts:organisations", "organisation.manage"),
    ("人员", "accounts:people", "person.manage"),
    ("授权", "accounts:roles", "role.grant"),
    ("后台任务", "jobs:list", "job.see"),
    ("备份", "backup:list", "backup.make"),
    ("审计日志", "audit_admin:list", "auditlog.see"),
)


class Item(NamedTuple):
    """An entry of the menu."""

    name: str
    url: str
    here: bool


def workbench(request: HttpRequest) -> dict[str, object]:
    """Variables for base.html."""
    if not hasattr(request, "user") or not request.user.is_authenticated:  # refused before anybody was signed in
        return {}
    person = person_of(request)
    items = [
        Item(name, url, request.path == url or (url != "/" and request.path.startswith(url)))
        for name, url in dict.fromkeys(
            (name, reverse(view)) for name, view, action in _MENU if action is None or may(person, action)
        )
    ]
    return {
        "menu": items,
        "cycles": cycles_of(person),
        "cycle": current(request),
        "unread": Notice.objects.filter(person=person, read_at=None).count(),
    }
