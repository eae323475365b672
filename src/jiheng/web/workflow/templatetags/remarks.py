"""`{% remarks_panel form %}`: the remarks of a form, wherever a page wants them."""

from typing import Any

from django import template

from jiheng.web.accounts.request import person_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.workflow.remark_views import panel

register = template.Library()


@register.inclusion_tag("workflow/_remarks_panel.html", takes_context=True)
def remarks_panel(context: dict[str, Any], form: SelfEvaluation) -> dict[str, Any]:
    """The panel, for the person of the request."""
    request = context["request"]
    return {**panel(form, person_of(request)), "csrf_token": context.get("csrf_token"), "request": request}
