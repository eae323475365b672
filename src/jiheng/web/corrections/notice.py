"""The notice on paper (整改通知书), in the form of official documents."""

import tomllib
from functools import cache
from importlib import resources

import msgspec
from django.utils import timezone

from jiheng.web.corrections.models import Correction
from jiheng.web.procedure.days import day
from jiheng.writing.report import Report, written
from jiheng.writing.report.compose import Block, Heading, LetterLine, Passage, Sentence
from jiheng.writing.text import clean


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of notice.toml."""

    number: str
    title: str
    project: str
    unit: str
    opening: str
    heading_items: str
    heading_demand: str
    demand: str
    responsible: str


@cache
def words() -> Words:
    """The texts of the notice."""
    data = (resources.files("jiheng.web.corrections") / "notice.toml").read_bytes()
    return msgspec.convert(tomllib.loads(data.decode()), Words)


def paper_of(row: Correction) -> bytes:
    """The notice as docx."""
    return written(_report(row), ".docx")


def name_of(row: Correction) -> str:
    """What the file is called; a secret project is not named in it."""
    return f"{row.number or '草稿'} {words().title}.docx"


def _report(row: Correction) -> Report:
    said, project = words(), row.project
    about = said.unit if project is None else said.project.format(name=project.name, code=project.code)
    opening = said.opening.format(source=row.get_source_display(), about=about, due=day(row.due))
    points = tuple(clean(f"{number}. {item.text}") for number, item in enumerate(row.items.all(), 1))
    demand = [clean(row.demand)]
    if row.responsible:
        demand.append(said.responsible.format(responsible=clean(row.responsible)))
    issued = timezone.localtime(row.issued_at).date() if row.issued_at else timezone.localdate()
    blocks: list[Block] = [
        LetterLine(row.number or "（草稿，尚未编号）", "center"),
        LetterLine(f"{row.unit.name}："),
        Passage("opening", (clean(opening),)),
        Heading(1, said.heading_items),
        Passage("items", points),
        Heading(1, said.heading_demand),
        Passage("demand", tuple(demand)),
        LetterLine(""),
        LetterLine(row.issuer.name, "right"),
        LetterLine(day(issued), "right"),
    ]
    return Report(Sentence("title", said.title), tuple(blocks))
