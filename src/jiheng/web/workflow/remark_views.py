"""The remarks of a form as a part of a page: what reviewers write, the unit answers, both close."""

from collections.abc import Callable
from html import escape

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.visible_form import seen
from jiheng.web.workflow import remarks
from jiheng.web.workflow.models import Remark


def panel(
    form: SelfEvaluation, person: Person, problem: str = "", text: str = "", place: str = ""
) -> dict[str, object]:
    """What `workflow/_remarks_panel.html` is drawn from."""
    rows = remarks.shown(form, person)
    adds = may(person, "remark.add", form)
    return {
        "form": form,
        "remarks": rows,
        "open": sum(row.remark.closed_at is None for row in rows),
        "unanswered": sum(row.remark.closed_at is None and not row.remark.answer for row in rows),
        "adds": adds,
        "places": _options(form, place) if adds else "",
        "problem": problem,
        "text": text,
        "place": place,
    }


def _options(form: SelfEvaluation, chosen: str) -> SafeString:
    """The cells to choose from, a hundred of them: written here, where a template takes ten times as long."""
    found = (
        f'<option value="{escape(place)}"{" selected" if place == chosen else ""}>{escape(name)}</option>'
        for place, name in remarks.places(form)
    )
    return mark_safe("".join(found))


@require_safe
def show(request: HttpRequest, form: int) -> HttpResponse:
    """The remarks by themselves."""
    row = seen(request, form, "审核意见")
    return render(request, "workflow/_remarks_panel.html", panel(row, person_of(request)))


@require_POST
def add(request: HttpRequest, form: int) -> HttpResponse:
    """Write a remark."""
    place, text = request.POST.get("place", ""), request.POST.get("text", "")
    return _done(request, form, lambda person: remarks.add(person, form, place, text), "意见已记下。", text, place)


@require_POST
def adopt(request: HttpRequest, form: int) -> HttpResponse:
    """Make remarks of all errors that the checks find."""
    return _done(request, form, lambda person: remarks.adopt(person, form), "错误已全部转为意见。")


@require_POST
def act(request: HttpRequest, form: int, remark: int, what: str) -> HttpResponse:
    """Answer, close or withdraw one."""
    text = request.POST.get("text", "")
    acts: dict[str, tuple[Callable[[Person], object], str]] = {
        "answer": (lambda person: remarks.answer(person, form, remark, text), "答复已保存。"),
        "close": (lambda person: remarks.close(person, form, remark), "意见已关闭。"),
        "withdraw": (lambda person: remarks.withdraw(person, form, remark), "意见已收回。"),
    }
    if what not in acts:
        raise Http404("没有这样的办理。")
    does, said = acts[what]
    return _done(request, form, does, said)


def _done(
    request: HttpRequest, form: int, does: Callable[[Person], object], said: str, text: str = "", place: str = ""
) -> HttpResponse:
    row, person, problem = seen(request, form, "审核意见"), person_of(request), ""
    try:
        does(person)
    except ValidationError as error:
        problem = "；".join(error.messages)
    except Remark.DoesNotExist as error:
        raise Http404("这条意见已经收回。") from error
    if getattr(request, "htmx", False):
        kept = (problem, text, place) if problem else ()
        return render(request, "workflow/_remarks_panel.html", panel(row, person, *kept))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, said)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("workflow:form", args=[row.pk])
    return redirect(back)
