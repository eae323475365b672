"""The page of the indicator library: what is in it, and taking in another."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import looked_for
from jiheng.web.files.uploads import refused
from jiheng.web.goals import library, table
from jiheng.web.goals.models import LibraryEntry


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The library by name; POST takes a file in."""
    person = person_of(request)
    require(person, "goals.see")
    if request.method == "POST":
        require(person, library.MANAGE)
        attempt(request, lambda: _taken(request), "指标库已换成新的。")
        return redirect("goals:library")
    asked = looked_for(request.GET, "q", 60)
    found = LibraryEntry.objects.filter(name__contains=asked) if asked else LibraryEntry.objects.all()
    rows = page_of(request, found)
    context = {
        "page": rows,
        "rows": [(row, table.usual(row)) for row in rows],
        "q": asked,
        "manages": bool(may(person, library.MANAGE)),
    }
    return render(request, "goals/library.html", context)


def _taken(request: HttpRequest) -> None:
    upload = request.FILES.get("file")
    if why := refused(request):
        raise ValidationError(list(why))
    if upload is None:
        raise ValidationError("还没有选文件。请先点“选择文件”。")
    library.take_in(person_of(request), upload.read())
