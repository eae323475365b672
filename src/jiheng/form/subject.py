"""What a form is about: its project, or the expenditure of a department as a whole (部门整体支出)."""

from jiheng.form.kinds import WHOLE
from jiheng.form.record import Form

NO_PROJECT = "（没有项目名称）"
"""What to call a form whose subject is not printed."""


def subject(form: Form) -> str:
    """The name of what a form is about, as printed; "" where there is none."""
    return form.project or (whole_name(form.department or form.unit or "") if form.kind == WHOLE else "")


def whole_name(department: str) -> str:
    """The name that the whole expenditure of that department has; "" where there is none."""
    return f"{department}整体支出" if department else ""
