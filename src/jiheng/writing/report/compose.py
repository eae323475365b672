"""Template and data put together: the report as a sequence of headings, sentences, tables, pictures and gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jiheng.writing.charts import CHARTS, Picture
from jiheng.writing.report import paper
from jiheng.writing.report.figures import FIGURES, filled, gap
from jiheng.writing.report.grids import GRIDS, Grid
from jiheng.writing.report.material import Material
from jiheng.writing.report.passages import LISTS
from jiheng.writing.report.template import Item, Known, Template
from jiheng.writing.text import clean

KNOWN = Known(tuple(FIGURES), tuple(LISTS), tuple(GRIDS), tuple(CHARTS))
"""What a template may name."""
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in the manner of official documents."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence; `id` is what it is found by when the report is made again."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Generated sentences in one paragraph; people may write between them."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Generated paragraphs that are made again as one."""

    id: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table or picture with its caption (表1 …, 图1 …)."""

    id: str
    caption: str
    body: Grid | Picture


@dataclass(frozen=True, slots=True)
class Gap:
    """What people have to write, as marked in the report."""

    text: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A line without indent, as the parts of an official letter around its text: number, addressee, signature."""

    text: str
    side: Literal["left", "center", "right"] = "left"


Block = Heading | Paragraph | Passage | Numbered | Gap | LetterLine


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be written."""

    title: Sentence
    blocks: tuple[Block, ...]


def compose(template: Template, material: Material) -> Report:
    """The report; every text that comes from the forms is freed from personal names and numbers."""
    title = Sentence("title", paper.title_lines(clean(material.veiled(filled(template.title, material)))))
    return Report(title, tuple(_blocks(template, material)))


def _blocks(template: Template, material: Material) -> Iterator[Block]:
    counters = [0, 0, 0]
    numbers = {"table": 0, "chart": 0}
    for section in template.section:
        counters[section.level - 1] += 1
        counters[section.level :] = [0] * (len(counters) - section.level)
        yield Heading(section.level, _number(section.level, counters[section.level - 1]) + clean(section.heading))
        for item in section.content:
            yield from _block(item, template, material, numbers)


def _number(level: int, count: int) -> str:
    """一、 for the first level, （一） for the second, 1. for the third."""
    if level == 3:
        return f"{count}."
    tens, ones = divmod(count, 10)
    name = (
        _NUMERALS[count]
        if count <= 10
        else f"{'' if tens == 1 else _NUMERALS[tens]}十{_NUMERALS[ones] if ones else ''}"
    )
    return f"{name}、" if level == 1 else f"（{name}）"


def _block(item: Item, template: Template, material: Material, numbers: dict[str, int]) -> Iterator[Block]:
    own = item.name
    if item.gap is not None:
        yield Gap(gap(clean(item.gap)))
    elif item.text is not None:
        texts = (clean(material.veiled(filled(sentence, material))) for sentence in item.sentences)
        yield Paragraph(tuple(Sentence(f"{own}.{number}", text) for number, text in enumerate(texts, 1)))
    elif item.passage is not None:
        said = LISTS[item.passage](material, template.families)
        yield Passage(own, tuple(clean(material.veiled(text)) for text in said))
    elif item.table is not None:
        grid = GRIDS[item.table](material)
        if grid.rows:
            numbers["table"] += 1
            veiled = [[clean(material.veiled(text)) for text in row] for row in grid.rows]
            yield Numbered(own, f"表{numbers['table']} {grid.title}", Grid(grid.title, grid.columns, veiled))
        elif item.table == "framework":
            yield Gap(gap("绩效评价指标得分表（用 --framework 给出填好的评价底稿）"))
    elif item.chart is not None and (picture := CHARTS[item.chart](material.group)) is not None:
        numbers["chart"] += 1
        yield Numbered(own, f"图{numbers['chart']} {clean(material.veiled(picture.title))}", picture)


def generated(report: Report) -> dict[str, Sequence[str] | Numbered]:
    """Everything that is made again on an update, by id: the texts, or the table or picture."""
    found: dict[str, Sequence[str] | Numbered] = {report.title.id: (report.title.text,)}
    for block in report.blocks:
        if isinstance(block, Paragraph):
            found |= {sentence.id: (sentence.text,) for sentence in block.sentences}
        elif isinstance(block, Passage):
            found[block.id] = block.paragraphs
        elif isinstance(block, Numbered):
            found[block.id] = block
    return found
