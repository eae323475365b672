"""The user's own file with what is certain corrected, and a list of what was left to a person."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jiheng.checks.outcome import Severity
from jiheng.checks.result import FormAudit
from jiheng.form import describe
from jiheng.reading.files.sniff import FileKind
from jiheng.writing.correct.plan import CorrectedCell, CorrectionPlan, Left, mendable, plan

if TYPE_CHECKING:
    from jiheng.writing.correct.docx import EditedDocument
    from jiheng.writing.correct.xlsx import EditedWorkbook

__all__ = ["WRITABLE", "Change", "Corrected", "CorrectionPlan", "Left", "correct", "mendable"]

WRITABLE = (FileKind.DOCX, FileKind.XLSX)
"""The kinds of file that corrections can be written into; for others there is the list only."""


class Corrected(NamedTuple):
    """What came of a file: a plan a form, and the file itself where something in it was changed."""

    plans: tuple[CorrectionPlan, ...]
    data: bytes | None
    ending: str


def correct(
    data: bytes, kind: FileKind, items: Sequence[FormAudit], written: datetime.datetime | None = None
) -> Corrected:
    """Correct the forms of a file. `data` must be what they were read from. Raises Unreadable.

    `written` (UTC) dates tracked changes, now where it is None.
    """
    from jiheng.writing.annotate.ending import ending_of
    from jiheng.writing.annotate.remark import CellRemark

    if kind not in WRITABLE:
        return Corrected(tuple(plan(item, lambda origin, before, wanted: wanted) for item in items), None, "")
    target = _open(data, kind, written or datetime.datetime.now(datetime.UTC))
    plans = tuple(plan(item, target.shown) for item in items)
    remarks = []
    for correction in plans:
        for change in correction.changes:
            origin = correction.form.origins[change.place]
            target.write(origin, change.after)
            remarks.append(CellRemark(origin, Severity.NOTICE, _lines(correction, change)))
    return Corrected(plans, target.finish(remarks) if remarks else None, ending_of(data, kind))


def _open(data: bytes, kind: FileKind, written: datetime.datetime) -> "EditedDocument | EditedWorkbook":
    if kind is FileKind.DOCX:
        from jiheng.writing.correct.docx import EditedDocument

        return EditedDocument(data, written)
    from jiheng.writing.correct.xlsx import EditedWorkbook

    return EditedWorkbook(data)


def _lines(correction: CorrectionPlan, change: CorrectedCell) -> tuple[str, ...]:
    where = describe(correction.form, change.place)
    lines = [f"【绩衡改正 {change.code}】{where}：{change.before or '空白'} → {change.after}", f"原因：{change.why}"]
    return (*lines, f"依据：{change.rule}") if change.rule else tuple(lines)
