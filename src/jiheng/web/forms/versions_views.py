"""The pages of a form's versions: the list, two side by side, and taking an old one up again."""

import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jiheng.form import Block, Form, describe, labels
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.forms.models import Version
from jiheng.web.forms.places import WHOLE
from jiheng.web.forms.saving import OWN, record_of
from jiheng.web.forms.sheet import sheet
from jiheng.web.forms.versions import NoVersion, compared, restore
from jiheng.web.forms.visible_form import seen

_FOLLOWING = tuple(labels(Block.TOTAL))
"""Cells that follow from others: told last."""
_PAGE = 50
_BREAK = datetime.timedelta(minutes=30)
"""After so long a sitting is over."""
_NAMED = 2
"""Cells that a line of the list names before it only counts them."""


class VersionLine(NamedTuple):
    """A version as the list shows it."""

    version: Version
    cells: int
    what: str
    before: int | None
    """The version to compare it with."""


def versions(request: HttpRequest, form: int) -> HttpResponse:
    """Every version, newest first; with `a` and `b` in the query the way to their comparison."""
    row = seen(request, form, "历次修改")
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    early, late = sorted(map(whole_number, chosen))
    if 0 < early < late:
        return redirect("forms:compare", row.pk, early, late)
    if any(chosen):
        messages.warning(request, "请在“从”和“到”里各选一版，而且不是同一版，再按“比较”。")
        return redirect("forms:versions", row.pk)
    page = Paginator(row.versions.select_related("person").order_by("-number"), _PAGE).get_page(request.GET.get("page"))
    record = record_of(row)
    lines = [_line(version, record) for version in page]
    ruling = may(person_of(request), "form.edit", row)
    return render(
        request,
        "forms/versions.html",
        {"form": row, "sittings": _sittings(lines), "page": page, "restorable": bool(ruling) and not row.cycle.closed},
    )


class Sitting(NamedTuple):
    """Versions that one person made without a long break, latest first."""

    lines: list[VersionLine]

    @property
    def first(self) -> Version:
        """The earliest."""
        return self.lines[-1].version

    @property
    def last(self) -> Version:
        """The latest."""
        return self.lines[0].version

    @property
    def before(self) -> int:
        """The version that stood when it began; the first where there is none before."""
        return max(1, self.first.number - 1)

    @property
    def cells(self) -> int:
        """Changed cells in all."""
        return sum(line.cells for line in self.lines)


def _sittings(lines: list[VersionLine]) -> list[Sitting]:
    found: list[Sitting] = []
    for line in lines:
        at = found[-1].first if found else None
        if at is not None and at.person_id == line.version.person_id and at.at - line.version.at < _BREAK:
            found[-1].lines.append(line)
        else:
            found.append(Sitting([line]))
    return found


def compare(request: HttpRequest, form: int, a: int, b: int) -> HttpResponse:
    """Two versions: the later one on paper with the changed cells marked, and every change in a list."""
    row = seen(request, form, f"第 {a} 版与第 {b} 版的比较")
    early, late = sorted((a, b))
    try:
        before, after, found = compared(row, early, late)
    except NoVersion as error:
        raise Http404(str(error)) from error
    ends = {
        version.number: version for version in row.versions.select_related("person").filter(number__in=(early, late))
    }
    old, new = len(before.record.indicators), len(after.record.indicators)
    context = {
        "form": row,
        "early": ends[early],
        "late": ends[late],
        "differences": found,
        "reshaped": old != new,
        "old_rows": old,
        "new_rows": new,
        "sheet": sheet(after.record, row.cycle.layout, changed={change.place for change in found if change.shown}),
        "earlier": early - 1,
        "later": late + 1 if late < row.version else None,
        "restorable": bool(may(person_of(request), "form.edit", row)) and not row.cycle.closed and early < row.version,
    }
    return render(request, "forms/compare.html", context)


@require_POST
def restored(request: HttpRequest, form: int, number: int) -> HttpResponse:
    """Take the open cells of an old version up again, as a new version."""
    row = seen(request, form, f"恢复第 {number} 版")
    try:
        saved = restore(person_of(request), row, number)
    except NoVersion as error:
        raise Http404(str(error)) from error
    except ValidationError as error:
        messages.error(request, f"没有恢复：{'；'.join(error.messages)}")
        return redirect("forms:versions", row.pk)
    if saved.conflict is not None:
        messages.warning(request, "没有恢复：就在刚才，别人改了这张表。请看过最新一版再恢复。")
    elif saved.changes:
        messages.success(
            request, f"已恢复到第 {number} 版所填的内容，存为第 {saved.evaluation.version} 版。此前各版都还在。"
        )
    else:
        messages.info(request, f"可填的格子与第 {number} 版没有不同，不用恢复。")
    return redirect("forms:versions", row.pk)


def _line(version: Version, record: Form) -> VersionLine:
    places = [place for place, _, _ in version.changes if place != WHOLE]
    whole = len(places) != len(version.changes)
    typed = sorted((place for place in places if not place.startswith(OWN)), key=lambda place: place in _FOLLOWING)
    names = [describe(record, place) for place in typed]
    what = "；".join(names[:_NAMED]) + (f" 等 {len(places)} 格" if len(names) > _NAMED else "")
    if whole:
        what = "指标的行有增减"
    if version.number == 1:
        what = "最初的内容"
    return VersionLine(version, len(places), what, version.number - 1 or None)
