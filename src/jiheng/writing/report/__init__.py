"""Reports of a department, a project or a unit as Word or PDF, from templates, in the form of official documents."""

from collections.abc import Callable
from pathlib import Path

from jiheng.writing.report.compose import KNOWN, Report, compose
from jiheng.writing.report.framework import EvaluationScore, Framework, evaluate, standard
from jiheng.writing.report.framework_paper import read as read_framework
from jiheng.writing.report.material import Material
from jiheng.writing.report.template import KINDS, load
from jiheng.writing.report.update import Updated, update

ENDINGS = (".docx", ".pdf")

__all__ = [
    "ENDINGS",
    "KINDS",
    "EvaluationScore",
    "Framework",
    "Material",
    "Report",
    "Updated",
    "evaluate",
    "made",
    "read_framework",
    "standard",
    "update",
    "written",
]


def made(source: str | Path, material: Material) -> Report:
    """The report of a kind, or by the user's template. Raises Trouble (Chinese) for a wrong template."""
    return compose(load(source, KNOWN), material)


def written(report: Report, ending: str) -> bytes:
    """The report as .docx or .pdf. Raises Trouble where this machine lacks what it takes."""
    return _writer(ending)(report)


def _writer(ending: str) -> Callable[[Report], bytes]:
    # Loaded only when asked for: the command must start fast.
    if ending == ".pdf":
        from jiheng.writing.report.pdf import write

        return write
    from jiheng.writing.report.docx import write as write_docx

    return write_docx
