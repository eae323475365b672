"""Many forms → overall evaluation, accounts, claims."""

from jiheng.department.accounts.compare import compare_accounts
from jiheng.department.approved.compare import compare_approved
from jiheng.department.catalogue import FAMILIES, DepartmentCheck, catalogue
from jiheng.department.last_year import compare_last_year
from jiheng.department.rollup.add_up import add_up
from jiheng.department.rollup.export import to_json
from jiheng.department.rollup.result import Added, Closing, Given, Group, Rollup

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
    "to_json",
]
