"""A line of the desk as HTML; made here, since a template takes five times as long over fifty lines of forty values."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape

from django.urls import reverse
from django.utils.dateformat import format as dated
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from jiheng.checks import FAMILIES, catalogue
from jiheng.quantity.words import plain
from jiheng.web.forms import more_findings
from jiheng.web.forms.models import State
from jiheng.web.workflow.worklist_rows import WorklistRow

_LOOKS = {"new": ' <span class="tag notice">未看</span>', "changed": ' <span class="tag warning">看后有改动</span>'}
_OF_BATCHES = "B"
"""The family of checks that look at several forms together: no form has their findings."""
_NONE = '<span class="quiet">—</span>'


def row(line: WorklistRow, ticks: bool, reviews: bool) -> SafeString:
    """The table row: with a box to tick where forms can be dealt with together, with what a reviewer has looked at."""
    form, page = line.form, _page(line)
    name = escape(form.project.name)
    below = f'<div class="small quiet">{_below(line)}</div>'
    cells = [
        f'<th scope="row"><a href="{page}">{name}</a>{_marks(line, reviews)}{below}</th>',
        f"<td>{escape(form.unit.name)}</td>",
        f'<td class="nowrap">{_state(line)}</td>',
        f'<td class="number">{_total(line)}</td>',
        f'<td class="number">{"—" if form.lost is None else form.lost}</td>',
        f'<td class="number">{line.rate or "—"}</td>',
        f'<td class="number">{"—" if form.quality is None else plain(form.quality)}</td>',
        f'<td class="nowrap">{_found(line)}</td>',
        f'<td class="nowrap">{_remarks(line)}</td>',
        f'<td class="nowrap small">{dated(localtime(form.changed_at), "m-d H:i")}'
        f'<div class="quiet">{escape(str(form.changed_by or "系统"))}</div></td>',
        f"<td>{_next(line, page)}</td>",
    ]
    if ticks:
        value = f"{form.pk}:{form.state}:{form.version}"
        cells.insert(
            0, f'<td><input type="checkbox" name="form" value="{value}" form="bulk" aria-label="选中{name}"></td>'
        )
    return mark_safe(f"<tr>{''.join(cells)}</tr>")


@lru_cache(maxsize=256)
def code_options(chosen: str) -> SafeString:
    """The options of the filter by check, in families; the same for everybody."""
    found = []
    for letter, name in FAMILIES.items():
        codes = [(code, check.title) for code, check in catalogue().items() if code[0] == letter]
        if letter != _OF_BATCHES:
            found.append(_options(name, [(letter, f"{letter} {name}（全部）"), *_titled(codes)], chosen))
    more = [(code, check.title) for code, check in more_findings.checks().items()]
    return mark_safe("".join([*found, _options("前后对照", _titled(more), chosen)]))


def unit_options(units: Sequence[tuple[int, str]], chosen: str) -> SafeString:
    """The options of the filter by unit."""
    return mark_safe(_option_tags([(str(pk), name) for pk, name in units], chosen))


def _titled(codes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, f"{code} {title}") for code, title in codes]


def _options(name: str, options: list[tuple[str, str]], chosen: str) -> str:
    inside = _option_tags(options, chosen)
    return f'<optgroup label="{escape(name)}">{inside}</optgroup>' if options else ""


def _option_tags(options: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(title)}</option>'
        for value, title in options
    )


def _page(line: WorklistRow) -> str:
    if line.can_edit:
        return f"{_above('forms:edit')}{line.form.pk}"
    return f"{_above('workflow:form')}{line.form.pk}?at={line.position}"


@cache
def _above(view: str) -> str:
    """The address of a form's page up to the form's number."""
    return reverse(view, args=[0]).removesuffix("0")


def _marks(line: WorklistRow, reviews: bool) -> str:
    secret = ' <span class="tag error">涉密</span>' if line.form.project.secret else ""
    return secret + (_LOOKS.get(line.look, "") if reviews else "")


def _below(line: WorklistRow) -> str:
    given = f" · 评价：{escape('、'.join(map(str, line.evaluators)))}" if line.evaluators else ""
    return escape(line.form.project.code) + given


def _state(line: WorklistRow) -> str:
    state = State(line.form.state)
    tag = f'<span class="tag {state.value}">{state.label}</span>'
    if line.deadline is None:
        return tag
    return f'{tag}<div class="small {"over" if line.deadline.over else "quiet"}">{line.deadline.said}</div>'


def _total(line: WorklistRow) -> str:
    if line.form.total is None:
        return '<span class="quiet">未齐</span>'
    grade = f'<div class="small quiet">{escape(line.form.grade)}</div>' if line.form.grade else ""
    return f"{line.form.total}{grade}"


def _found(line: WorklistRow) -> str:
    errors = f'<span class="tag error">{line.form.errors} 错误</span> ' if line.form.errors else ""
    warnings = f'<span class="tag warning">{line.form.warnings} 警告</span>' if line.form.warnings else ""
    return errors + warnings or '<span class="quiet">无</span>'


def _remarks(line: WorklistRow) -> str:
    if not line.remarks:
        return _NONE
    left = f'<div class="small over">{line.unanswered} 条未答复</div>' if line.unanswered else ""
    return f"{line.remarks} 条" + (left or '<div class="small quiet">已答复</div>')


def _next(line: WorklistRow, page: str) -> str:
    if not line.next:
        return ""
    main = " main" if line.unanswered or line.can_pass else ""
    return f'<a class="button small{main}" href="{page}">{line.next}</a>'
