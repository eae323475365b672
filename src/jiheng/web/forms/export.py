"""A form as a file to take away: on paper in the cycle's layout, or its findings as a workbook."""

import tempfile
from pathlib import Path

from jiheng.checks import Audit
from jiheng.form import Form
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import assessed, record_of
from jiheng.writing.audit_report import write_audit
from jiheng.writing.official import fill, load_layout

ENDINGS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}
"""What the paper form is written as, and how the user knows it."""


def paper_of(row: SelfEvaluation, ending: str) -> bytes:
    """The form on the cycle's layout. Raises KeyError for another ending, Trouble where the machine cannot."""
    ENDINGS[ending]
    return fill([record_of(row)], f".{ending}", load_layout(row.cycle.layout))


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


def _name(form: Form, row: SelfEvaluation) -> None:
    """The report names a form by its source; here that is the project's code."""
    form.source = row.project.code
