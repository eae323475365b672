"""What every page knows: the cycle in hand, the menu as far as the person's rights go, unread notices."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from jiheng.web.cycles.current import current, cycles_of
from jiheng.web.notices.models import Notice
from jiheng.web.people.request import person_of
from jiheng.web.people.rights import may

_MENU = (
    ("首页", "home", None),
    ("自评表", "review:desk", "form.see"),
    ("汇总", "overview:home", "overview.see"),
    ("导入", "intake:list", "import.forms"),
    ("项目", "cycles:projects", "project.manage"),
    ("项目", "cycles:projects", "project.name"),
    ("抽查", "review:spot-checks", "spotcheck.see"),
    ("机构", "people:organisations", "organisation.manage"),
    ("人员", "people:people", "person.manage"),
    ("授权", "people:roles", "role.grant"),
    ("后台任务", "jobs:list", "job.see"),
    ("备份", "keeping:list", "backup.make"),
    ("审计日志", "record:list", "record.see"),
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
