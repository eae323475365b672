"""Many forms → overall evaluation, accounts, claims."""

from jiheng.department.catalogue import FAMILIES, DepartmentCheck, catalogue, examined
from jiheng.department.export import to_json
from jiheng.department.result import Added, Closing, Given, Group, Rollup
from jiheng.department.rollup import add_up

__all__ = [
    "FAMILIES",
    "Added",
    "Closing",
    "DepartmentCheck",
    "Given",
    "Group",
    "Rollup",
    "add_up",
    "catalogue",
    "examined",
    "to_json",
]
