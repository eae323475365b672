"""Until when a form in a state must be passed on, and how long that is."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import State

_FIELDS = {
    State.DRAFT: ("fill_by", "填报截止"),
    State.UNIT: ("unit_by", "单位审核截止"),
    State.DEPARTMENT: ("department_by", "主管部门审核截止"),
    State.FINANCE: ("finance_by", "财政复核截止"),
}
OPEN = tuple(_FIELDS)
"""The states from which a form must still be passed on, in order."""


class Deadline(NamedTuple):
    """The last day of a stage, and the days left until its end (0: today is the last day; below 0: over)."""

    name: str
    day: datetime.date
    left: int

    @property
    def over(self) -> bool:
        """Whether it is past."""
        return self.left < 0

    @property
    def said(self) -> str:
        """还有 3 天, 今天截止, 已过 2 天."""
        if self.left > 0:
            return f"还有 {self.left} 天"
        return "今天截止" if self.left == 0 else f"已过 {-self.left} 天"


def deadline(cycle: Cycle, state: State) -> Deadline:
    """The deadline of the stage in which forms have this state. Raises KeyError for a final one."""
    field, name = _FIELDS[state]
    day: datetime.date = getattr(cycle, field)
    return Deadline(name, day, (day - timezone.localdate()).days)


def late_states(cycle: Cycle) -> list[State]:
    """The states whose deadline is past."""
    return [state for state in OPEN if deadline(cycle, state).over]
