"""Many forms → overall evaluation, accounts, claims."""

from jiheng.department.catalogue import FAMILIES, DepartmentCheck, catalogue, examined
from jiheng.department.result import Group, Rollup

__all__ = ["FAMILIES", "DepartmentCheck", "Group", "Rollup", "catalogue", "examined"]
