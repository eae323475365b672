"""Which column of a table of figures is what: as understood, and as a person settles it, remembered by its headings."""

from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiheng.column_letters import letters
from jiheng.department.accounts.column_mapping import mapping_text
from jiheng.department.accounts.result import AccountsSheet
from jiheng.department.accounts.vocabulary import FIELDS
from jiheng.form import AMOUNTS
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.imports import uploads
from jiheng.web.imports.figures import COLUMNS, UNITS, Settled, settled_sheet
from jiheng.web.imports.models import ColumnMapping, Import, ReadForm, Source
from jiheng.web.imports.visibility import source_of

_LAST_ROW = 99_999
"""No table of figures begins below this row."""


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a file of figures."""
    person = person_of(request)
    source = source_of(person, pk)
    if source.batch.kind != Import.Kind.FIGURES or source.unpacked:
        raise Http404
    settled = settled_of(source)
    if settled is None:
        messages.info(request, "这个文件还没有读完，或者不是表格。")
        return redirect("imports:show", source.batch_id)
    if request.method == "POST":
        return _settle(request, person, source, settled)
    return render(request, "imports/columns.html", {"source": source, "batch": source.batch, **_shown(settled)})


def settled_of(source: Source) -> Settled | None:
    """How the columns of a source were understood; None before it was read, or for what is no table."""
    kept = source.batch.mapping.get(str(source.pk), {}).get("settled")
    return None if kept is None else msgspec.convert(kept, Settled)


def _shown(settled: Settled) -> dict[str, Any]:
    tables = []
    for number, (name, rows) in enumerate(settled.heads):
        sheet = next((sheet for sheet in settled.sheets if sheet.name == name), None)
        widest = max((int(at) for row in rows for at in row), default=0)
        numbers = range(1, min(widest, 40) + 1)
        fields = {column.number: column.field for column in sheet.columns} if sheet else {}
        units = {column.unit for column in sheet.columns if column.unit} if sheet else set()
        tables.append(
            {
                "number": number,
                "name": name or f"第 {number + 1} 张表",
                "first": sheet.first if sheet else 2,
                "unit": (sheet.unit or next(iter(units), "")) if sheet else "",
                "columns": [(at, letters(at), fields.get(at, "")) for at in numbers],
                "rows": [[row.get(str(at), "") for at in numbers] for row in rows],
            }
        )
    return {
        "tables": tables,
        "fields": [(field, FIELDS[field]) for field in COLUMNS],
        "units": UNITS,
        "settled": settled,
    }


def _settle(request: HttpRequest, person: Person, source: Source, settled: Settled) -> HttpResponse:
    sheets = [sheet for number in range(len(settled.heads)) if (sheet := _chosen(request, number, settled)) is not None]
    if not sheets:
        messages.error(request, "请至少指明一列“项目名称”和一列金额（年初预算数、全年预算数、全年执行数）。")
        return redirect("imports:columns", source.pk)
    text = mapping_text(sheets)
    with transaction.atomic():
        batch = Import.objects.select_for_update(of=("self",)).get(pk=source.batch_id)
        if source.forms.exclude(decision=ReadForm.Decision.OPEN).exists():
            messages.error(request, "这个文件里已经有处理过的行，不能再改列。请先撤销那些行，或另开一次导入。")
            return redirect("imports:columns", source.pk)
        source.forms.all().delete()
        batch.mapping[str(source.pk)] = {"text": text, "settled": msgspec.to_builtins(settled)}
        batch.save(update_fields=["mapping"])
        Source.objects.filter(pk=source.pk).update(read_at=None, problem="")
        ColumnMapping.objects.update_or_create(
            organisation_id=batch.organisation_id, headings=settled.headings, defaults={"mapping": {"text": text}}
        )
        uploads.read_again(person, batch)
        log.write(person, "import.columns", batch, {"source": source.pk})
    messages.success(request, "列对照已记住，正在按它重新读取；以后同样表头的表都照此读。")
    return redirect("imports:show", source.batch_id)


def _chosen(request: HttpRequest, number: int, settled: Settled) -> AccountsSheet | None:
    """One table as chosen on the page; None where it is left out or lacks what a table of figures needs."""
    name, rows = settled.heads[number]
    widest = max((int(at) for row in rows for at in row), default=0)
    chosen = {at: request.POST.get(f"{number}-{at}", "") for at in range(1, min(widest, 40) + 1)}
    fields = {at: field for at, field in chosen.items() if field in COLUMNS}
    first = request.POST.get(f"first-{number}", "")
    unit = request.POST.get(f"unit-{number}", "")
    if "project" not in fields.values() or not set(AMOUNTS) & set(fields.values()):
        return None
    if len(set(fields.values())) != len(fields):
        messages.warning(request, f"“{name or number + 1}”里有两列选了同一个名称，只用前一列。")
        once: dict[str, int] = {}
        for at, field in fields.items():
            once.setdefault(field, at)
        fields = {at: field for field, at in once.items()}
    start = min(whole_number(first, 2), _LAST_ROW)
    return settled_sheet(name, start, unit if unit in UNITS else "", fields, rows)
