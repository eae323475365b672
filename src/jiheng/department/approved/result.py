"""Goals and indicators as approved at the budget (预算批复的绩效目标)."""

import msgspec

from jiheng.form import Indicator


class ApprovedProject(msgspec.Struct, frozen=True):
    """A project's approved goal and indicators; `where` says in which file and row it stands."""

    project: str
    unit: str
    goal: str
    indicators: tuple[Indicator, ...]
    where: str = ""


class Approved(msgspec.Struct, frozen=True):
    """What a file or folder of approved goals holds."""

    file: str
    projects: tuple[ApprovedProject, ...]
