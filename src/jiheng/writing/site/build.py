"""The pages of the site, written into a folder: the same publication gives the same bytes."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from jiheng.writing.html_report import asset, environment
from jiheng.writing.site import downloads, overview
from jiheng.writing.site.folder import built
from jiheng.writing.site.published import FOLDER, Publication
from jiheng.writing.site.sheet import sheet, widths_style

INDEX, PROJECTS, DATA = "index.html", "list.html", "data.html"


def write_site(publication: Publication, folder: Path) -> None:
    """Build the site and put it into the folder. Raises Trouble, OSError."""
    with built(folder) as made:
        _pages(publication, made)
        downloads.write_downloads([page.form for page in publication.pages], made / downloads.FOLDER)


def _pages(publication: Publication, folder: Path) -> None:
    templates = _templates(publication)
    (folder / FOLDER).mkdir()
    for name in (INDEX, PROJECTS, DATA):
        _write(folder / name, templates, name, root="")
    page_of = templates.get_template("project.html")
    pages = [(section, page) for section in publication.sections for page in section.pages]
    for number, (section, page) in enumerate(pages):
        text = page_of.render(
            root="../",
            page=page,
            section=section,
            sheet=sheet(page.form),
            before=pages[number - 1][1] if number else None,
            after=pages[number + 1][1] if number + 1 < len(pages) else None,
        )
        (folder / page.path).write_text(text, encoding="utf-8", newline="\n")


def _write(path: Path, templates: Environment, name: str, **context: Any) -> None:
    path.write_text(templates.get_template(name).render(**context), encoding="utf-8", newline="\n")


def _templates(publication: Publication) -> Environment:
    templates = environment()
    templates.loader = ChoiceLoader([PackageLoader("jiheng.writing.site"), PackageLoader("jiheng.writing")])
    style = asset(templates, "site.css") + Markup(widths_style())
    script = asset(templates, "site.js")
    templates.globals |= {
        "site": publication,
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "overview": overview,
        "downloads": downloads,
        "tables": downloads.tables(),
    }
    return templates


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
