"""Rows of the long tables as HTML; made here, since a template takes ten times as long over some hundred cells."""

from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from jiheng.web.dashboard.charts import page_of
from jiheng.web.dashboard.figures import Progress
from jiheng.web.forms.models import SelfEvaluation

_NOUGHT = '<td class="number"><span class="quiet">0</span></td>'


def waiting_row(form: SelfEvaluation) -> SafeString:
    """A form that waits for the reviewer."""
    page, total = reverse("workflow:form", args=[form.pk]), "—" if form.total is None else form.total
    return mark_safe(
        f'<tr><td><a href="{page}">{escape(form.project.name)}</a></td><td>{escape(form.unit.name)}</td>'
        f'<td class="number">{total}</td><td>{escape(form.grade or "—")}</td><td>{_counts(form)}</td></tr>'
    )


def progress_row(progress: Progress, cells: Sequence[tuple[str, int]], rates: bool, rate: str | None) -> SafeString:
    """An organisation: its projects, its forms in each state with where they are listed, what is late or wrong."""
    page = page_of(progress.organisation.pk)
    secret = f'<span class="quiet small"> +涉密{progress.secret}</span>' if progress.secret else ""
    states = (
        f'<td class="number"><a href="{escape(url)}">{count}</a></td>' if count else _NOUGHT for url, count in cells
    )
    late = f'<td class="number"><span class="tag error">{progress.overdue}</span></td>' if progress.overdue else _NOUGHT
    last = f'<td class="number">{escape(rate or "—")}</td>' if rates else ""
    return mark_safe(
        f'<tr><th scope="row"><a href="{page}">{escape(progress.organisation.name)}</a></th>'
        f'<td class="number">{progress.projects}{secret}</td>{"".join(states)}'
        f'<td class="number">{progress.without}</td>{late}<td class="number">{progress.wrong}</td>{last}</tr>'
    )


def _counts(form: SelfEvaluation) -> str:
    errors = f'<span class="tag error">错误 {form.errors}</span> ' if form.errors else ""
    warnings = f'<span class="tag warning">警告 {form.warnings}</span> ' if form.warnings else ""
    return errors + warnings or '<span class="quiet">无</span>'
