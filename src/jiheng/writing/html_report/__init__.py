"""The audit as one web page: no network, readable without scripts, every text escaped."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from jiheng import __version__
from jiheng.checks import FAMILIES, Severity
from jiheng.quantity.words import points
from jiheng.writing.html_report.charts import charts
from jiheng.writing.html_report.view import FormView, view
from jiheng.writing.report_model import Digest
from jiheng.writing.text import UNSEEN, place_name

MAX_FORMS = 1500
MAX_FINDINGS = 12_000
"""More than these a browser draws too slowly; the page says what it leaves to the workbook."""


def write_page(
    digest: Digest, path: Path, when: datetime, max_forms: int = MAX_FORMS, max_findings: int = MAX_FINDINGS
) -> None:
    """Write the page piece by piece. At most `max_forms` forms are drawn, those with findings before the others.

    Raises OSError when the file cannot be written.
    """
    drawn = _drawn(digest, max_forms)
    templates = environment()
    templates.globals |= {"families": FAMILIES, "severities": list(Severity), "points": points, "described": place_name}
    script = asset(templates, "report.js")
    write_template(
        templates.get_template("report.html"),
        path,
        when,
        digest=digest,
        lines=digest.lines[:max_findings],
        charts=charts(digest, drawn),
        drawn=drawn,
        views=_views(digest, drawn),
        style=asset(templates, "report.css"),
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def write_template(template: Template, path: Path, when: datetime, **values: object) -> None:
    """Write a page piece by piece. Raises OSError when the file cannot be written."""
    stream = template.stream(when=when, version=__version__, **values)
    stream.enable_buffering(200)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(stream)


def _drawn(digest: Digest, most: int) -> set[int]:
    """The forms that are drawn: all, or the worst ones."""
    every = range(len(digest.audit.forms))
    if len(every) <= most:
        return set(every)
    worst = [form.index for form in digest.by_form]
    found = set(worst)
    return set([*worst, *(index for index in every if index not in found)][:most])


def _views(digest: Digest, drawn: set[int]) -> Iterator[FormView]:
    lines = digest.lines_of
    for index in sorted(drawn):
        yield view(index, digest.audit.forms[index], lines.get(index, ()), digest.qualities[index])


def environment() -> Environment:
    """The templates of pages: every text escaped, its unseen characters made visible."""
    return Environment(
        loader=PackageLoader("jiheng.writing"), autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_seen
    )


def asset(templates: Environment, name: str) -> Markup:
    """A file of ours that goes into the page as it stands."""
    assert templates.loader is not None
    return Markup(templates.loader.get_source(templates, name)[0])


def _seen(value: Any) -> Any:
    """Every text that goes into the page, its unseen characters made visible."""
    return UNSEEN.sub("�", value) if type(value) is str and not value.isprintable() else value
