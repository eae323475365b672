"""What the expenditure of a department as a whole (部门整体支出) is called where a project has its name."""

from jiheng.form import WHOLE, Form


def whole_name(department: str) -> str:
    """The name for that department; "" where there is none."""
    return f"{department}整体支出" if department else ""


def title_of(form: Form) -> str:
    """The name of what a form is about; a form of a whole department prints no name of a project."""
    return form.project or (whole_name(form.department or form.unit or "") if form.kind == WHOLE else "")
