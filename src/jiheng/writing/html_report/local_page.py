"""The page of `jiheng app`: where files are dropped, and the list of what was found in them."""

from base64 import b64encode
from hashlib import sha256

from jiheng import __version__
from jiheng.checks import Audit, Severity
from jiheng.quantity.words import points
from jiheng.writing.html_report import asset, environment
from jiheng.writing.report_model import Digest
from jiheng.writing.text import form_name


def local_page(audit: Audit) -> str:
    """The whole page with the list as it stands."""
    templates = environment()
    script = asset(templates, "local.js")
    return templates.get_template("local.html").render(
        **_list(audit),
        version=__version__,
        style=asset(templates, "report.css") + asset(templates, "local.css"),
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def forms_list(audit: Audit) -> str:
    """The list alone, to be put into the page."""
    return environment().get_template("local_list.html").render(**_list(audit))


def _list(audit: Audit) -> dict[str, object]:
    digest = Digest(audit)
    faulty = {form.index: form for form in digest.by_form}
    fine = [index for index in range(len(audit.forms)) if index not in faulty]
    return {
        "digest": digest,
        "order": [*faulty, *fine],
        "faulty": faulty,
        "form_name": form_name,
        "points": points,
        "severities": list(Severity),
    }
