"""A 绩效目标申报表 that a unit has as a file → the table of its declaration, to be looked at before it is kept."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from jiheng.checks.similar import project_stem
from jiheng.form import Form, Problem
from jiheng.quantity import money
from jiheng.quantity.words import WAN, plain
from jiheng.reading import Limits
from jiheng.reading.files import pool
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.goals.table import book_of
from jiheng.web.imports.reader import CountedForm, Task, read_source
from jiheng.web.planning.approved_form import MOST, Entered, table_of

_LIMITS = Limits(seconds=20.0, options=False)


class Taken(NamedTuple):
    """The table of the file, the budget asked for in 万元 ("" where it has none), what to say of it (Chinese)."""

    entered: Entered
    asked: str
    note: str


def taken(project: Project, upload: "UploadedFile[bytes]") -> Taken:
    """The goals of the project in the file. Raises ValidationError (Chinese) where there are none."""
    name = upload.name or "文件"
    forms = _read(project, name, upload.read())
    stem = project_stem(project.name)
    mine = [record for record in forms if project_stem(record.project or "") == stem]
    if not mine and len(forms) > 1:
        raise ValidationError(f"“{name}”里有 {len(forms)} 张目标表，没有一张是“{project.name}”的。请核对项目名称。")
    form = (mine or forms)[0]
    note = "" if mine else f"表上的项目是“{form.project or '（空）'}”，与这个项目不同，请核对。"
    if len(form.indicators) > MOST:
        raise ValidationError(f"“{name}”的指标超过 {MOST} 行，没有读入。")
    entered = table_of(form, book_of(project))
    return Taken(entered, _asked(form), f"已读入 {len(form.indicators)} 行指标，核对以后再保存。{note}")


def _read(project: Project, name: str, data: bytes) -> Sequence[Form]:
    """The forms of the file with indicators, read in a process that can be ended."""
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        path = Path(folder, "file")
        path.write_bytes(data)
        task = Task(0, str(path), name, "", "approved", project.cycle.rulebook)
        pieces = list(_pieces(task))
    forms = [piece.form for piece in pieces if isinstance(piece, CountedForm) and piece.form.indicators]
    if not forms:
        why = next((f"{piece.message}。{piece.advice}" for piece in pieces if isinstance(piece, Problem)), "")
        raise ValidationError(f"“{name}”里没有读到绩效目标表。{why or '请核对文件；Word、Excel、PDF、网页都可以。'}")
    return forms


def _pieces(task: Task) -> Iterator[object]:
    for _, piece in pool.run(read_source, [task], _name, 1, _LIMITS):
        if piece is not None:
            yield piece


def _name(task: Task) -> str:
    return task.name


def _asked(form: Form) -> str:
    fund = form.fund()
    text = None if fund is None else fund.budget or fund.initial
    amount = money(text, form.money_unit or MONEY_UNIT) if text else None
    return "" if amount is None else plain(amount / WAN)
