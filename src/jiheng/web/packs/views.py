"""The pages of own packs: the list with the upload, and a version with its check, its rules and a trial."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.places import BookError
from jiheng.places.sources import shipped
from jiheng.places.usable import packs
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle
from jiheng.web.packs.models import PackVersion
from jiheng.web.packs.trial import forms_for, tried
from jiheng.web.packs.versions import RIGHT, enable, take_in
from jiheng.writing.official import LayoutError


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """All versions handed in, and the form for another."""
    person = person_of(request)
    require(person, RIGHT)
    if request.method == "POST":
        files = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
        try:
            if not files:
                raise ValidationError("还没有选文件。请选一个 zip，或地方包文件夹里的全部 .toml 文件。")
            version = take_in(person, [(_path(file), file.read()) for file in files])
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            return redirect("packs:version", version.pk)
    used = {name for cycle in Cycle.objects.all() for name in (cycle.rulebook, cycle.layout)}
    rows = [(pack, pack.folder_name in used) for pack in PackVersion.objects.select_related("by")]
    there = [pack for name, pack in packs().items() if name in shipped() and pack.extends]
    return render(request, "packs/list.html", {"rows": rows, "shipped": there})


@require_safe
def version_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A version: what the check said, its files, and with ?form= what it gives on a form."""
    person = person_of(request)
    require(person, RIGHT)
    version = get_object_or_404(PackVersion.objects.select_related("by"), pk=pk)
    forms = forms_for(person, current(request)) if not version.wrong else []
    chosen = next((form for form in forms if form.pk == number(request.GET, "form")), None)
    context = {"version": version, "forms": forms, "chosen": chosen}
    if chosen is not None:
        try:
            result = tried(version, chosen)
            context |= {"tried": result, "sheet": result.sheet}
        except (BookError, LayoutError) as error:
            messages.error(request, str(error))
    return render(request, "packs/version.html", context)


@require_POST
def enable_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version to use."""
    version = get_object_or_404(PackVersion, pk=pk)
    try:
        enable(person_of(request), version)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, f"“{version}”已启用，新建年度时可以选。已经开始的年度仍用原来的办法。")
    return redirect("packs:version", pk)


def _path(file: object) -> str:
    """The name with its folders, where the browser tells them."""
    return str(getattr(file, "name", "") or "")
