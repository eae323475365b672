"""Earlier notices of forms that a person may no longer see: ruled on when they are read, and before they are mailed."""

from collections.abc import Callable, Collection, Iterable

from jiheng.web.accounts.models import Person
from jiheng.web.notices.models import Notice

VEILED = "一张自评表有变化；您现在不能查看这张表（项目已转为涉密，或者您的角色有了变化）。"

Visible = Callable[[Person, Collection[int]], set[int]]
_rules: list[Visible] = []


def rules_on(visible: Visible) -> Visible:
    """Decorator: this function says which of some forms a person may see."""
    _rules.append(visible)
    return visible


def veil(person: Person, notices: Iterable[Notice]) -> list[Notice]:
    """The notices, with text and link taken out where their form is not for the person any more."""
    rows = list(notices)
    wanted = {row.form for row in rows if row.form is not None}
    seen: set[int] = set()
    for rule in _rules:
        seen |= rule(person, wanted) if wanted else set()
    for row in rows:
        if row.form is not None and row.form not in seen:
            row.text, row.link = VEILED, ""
    return rows
