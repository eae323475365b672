"""Many forms → overall evaluation, accounts, claims."""

from jiheng.department.accounts import compare_accounts
from jiheng.department.approved import compare_approved
from jiheng.department.catalogue import FAMILIES, DepartmentCheck, catalogue, examined
from jiheng.department.export import to_json
from jiheng.department.last_year import compare_last_year
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
    "compare_accounts",
    "compare_approved",
    "compare_last_year",
    "examined",
    "to_json",
]
