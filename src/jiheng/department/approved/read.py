"""Approved goals from forms and tables of goals, of any format."""

from collections.abc import Iterable

from jiheng.department.approved.result import Approved, ApprovedProject
from jiheng.form import Form


def approved_in_forms(forms: Iterable[Form], name: str) -> Approved:
    """The approved goals of forms, filled in or not."""
    projects = [
        ApprovedProject(
            form.project or "",
            form.unit or form.department or "",
            form.goal_expected or "",
            tuple(form.indicators),
            form.source,
        )
        for form in forms
        if form.project
    ]
    return Approved(name, tuple(projects))
