"""The roles in which people belong to organisations."""

from django.db import models


class Role(models.TextChoices):
    """In what role a person belongs to an organisation."""

    FILLER = "filler", "填报人"
    UNIT_REVIEWER = "unit_reviewer", "单位审核"
    DEPARTMENT_REVIEWER = "department_reviewer", "主管部门"
    FINANCE_REVIEWER = "finance_reviewer", "财政绩效"
    BUDGET_OFFICE = "budget_office", "预算处室"
    THIRD_PARTY = "third_party", "第三方评价"
    READER = "reader", "只读/审计"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""Three separate offices: whoever holds one holds no other role."""
