"""A form as a file to take away: on paper in the cycle's layout, or its findings as a workbook."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from jiheng.checks import Audit
from jiheng.form import Form
from jiheng.web.forms.beside_rows import Note, beside_rows
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import assessed, record_of
from jiheng.writing.audit_report import write_audit
from jiheng.writing.official import lay_out, load_layout, with_beside, written

BESIDE = "自评表（连同监控）"
"""What a form with the column beside its rows is called."""
ENDINGS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}
"""What the paper form is written as, and how the user knows it."""


def paper_of(row: SelfEvaluation, ending: str, beside: bool = False) -> bytes:
    """The form on the cycle's layout; `beside` with what stands beside its rows on the screen.

    Raises KeyError for another ending, Trouble where the machine cannot.
    """
    ENDINGS[ending]
    paper = lay_out(record_of(row), load_layout(row.cycle.layout))
    if beside and (column := beside_rows(row)) is not None:
        paper = with_beside(paper, column.heading, {place: _lines(notes) for place, notes in column.notes.items()})
    return written([paper], f".{ending}")


def findings_of(row: SelfEvaluation) -> bytes:
    """The form's findings as an xlsx workbook."""
    said = assessed(row).audit
    _name(said.form, row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.xlsx"
        write_audit(Audit((said,), {}, ()), path)
        return path.read_bytes()


def name_of(row: SelfEvaluation, what: str, ending: str) -> str:
    """What the file is called on the user's side: `2024-003 便民服务（自评表）.docx`."""
    name = "" if row.project.secret else f" {row.project.name}"  # file names are seen on screens and in folders
    return f"{row.project.code}{name}（{what}）.{ending}"


def _lines(notes: Sequence[Note]) -> str:
    return "\n".join(f"{note.text} {note.mark}".rstrip() for note in notes)


def _name(form: Form, row: SelfEvaluation) -> None:
    """The report names a form by its source; here that is the project's code."""
    form.source = row.project.code
