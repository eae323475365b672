"""The papers as a Word document: what departments share, a letter to each unit, the opinions on its forms behind it.

Every drafted sentence stands in a bookmark that knows it (see marks), so that `docx_back` can tell what people have
changed. What has been drafted at all stands hidden behind each opinion.
"""

from collections.abc import Iterable, Iterator, Sequence

from docx.document import Document
from lxml import etree

from jiheng.opinion import Common, Letter, Opinion, Papers, Section, Sentence
from jiheng.writing.bookmarks import marked
from jiheng.writing.opinion import words
from jiheng.writing.report.word import BODY, CELL, TITLE, append, blank, paragraph, runs, table
from jiheng.writing.text import clean
from jiheng.writing.word_xml import element, saved

FORM, SECTION, END, DRAFTED, LETTER = "form-", "section-", "end", "drafted-", "to-"
"""What the names of bookmarks begin with: the head of an opinion, of a section, what follows them, the hidden list,
a line of a letter."""
VERDICT = "审核结论："
_NUMERALS = "一二三四五六"


def write(papers: Papers, signed: str, until: str, *, overview: bool | None = None) -> bytes:
    """The papers as the bytes of a docx. `signed` is the office, `until` the day by which to answer, in words.

    `overview` True writes only what is for the reviewer (what is shared, which form to look at first), False only
    what goes to units, None all.
    """
    document = blank("项目支出绩效自评审核意见")
    parts: list[Iterable[etree._Element]] = []
    if overview is not False:
        parts += [_common(sentence) for sentence in papers.common]
        parts += [_ranking(papers)] if overview or len(papers.opinions) > 1 else []
    if not overview:
        parts += _to_units(papers, signed, until)
    for number, part in enumerate(parts):
        _page(document, list(part), first=number == 0)
    return saved(document)


def _to_units(papers: Papers, signed: str, until: str) -> Iterator[Iterable[etree._Element]]:
    """A letter to each unit with the opinions on its forms, then opinions that no letter carries."""
    opinions = {opinion.id: opinion for opinion in papers.opinions}
    for letter in papers.letters:
        yield _letter(letter, opinions, signed, until)
        yield from (_opinion(opinions[name]) for name in letter.forms)
    carried = {name for letter in papers.letters for name in letter.forms}
    yield from (_opinion(opinion) for name, opinion in opinions.items() if name not in carried)


def _page(document: Document, part: Sequence[etree._Element], first: bool) -> None:
    """A part of the document, on a page of its own."""
    if not first:
        element(part[0][0], "pageBreakBefore")
    append(document, part)


def _common(common: Common) -> Iterator[etree._Element]:
    yield _title(words.common_title(common))
    for number, line in enumerate(words.common_lines(common), 1):
        yield _text(f"{number}. {line}")


def _ranking(papers: Papers) -> Iterator[etree._Element]:
    yield _title("审核情况一览")
    yield _text("按自评质量得分由低到高排列，得分低的先看。")
    yield table(words.ranking_grid(papers))
    yield paragraph(CELL)


def _letter(letter: Letter, opinions: dict[str, Opinion], signed: str, until: str) -> Iterator[etree._Element]:
    drafts = words.letter_lines(letter, signed, until)
    lines = {part: _line(letter, part, line) for part, line in drafts.items() if letter.texts.get(part, line)}
    yield from (line for part, line in lines.items() if part not in words.SIGNATURE)
    yield table(words.letter_grid(letter, opinions))
    yield paragraph(CELL)
    yield from (_text(text) for text in letter.own)
    yield from (_aligned(line, "right") for part, line in lines.items() if part in words.SIGNATURE)
    yield from (_text(text) for text in letter.after)


def _line(letter: Letter, part: str, draft: str) -> etree._Element:
    """A line of a letter in its bookmark, as drafted or as people left it."""
    text = clean(letter.texts.get(part, draft))
    made = paragraph(TITLE if part == "head" else BODY, marked(f"{LETTER}{letter.id}.{part}", runs(text), clean(draft)))
    if part == "unit":
        element(made[0], "ind", firstLine=0, firstLineChars=0)
    return made


def _opinion(opinion: Opinion) -> Iterator[etree._Element]:
    name = words.name_of(opinion)
    head = _title(f"审核意见（{clean(name)}）", FORM + opinion.id)
    yield head
    yield _text(f"项目名称：{name}")
    yield _text(f"实施单位：{opinion.unit or '（没有填）'}" + (f"　　年度：{opinion.year}" if opinion.year else ""))
    yield _text(words.facts(opinion))
    yield _looking(_told(VERDICT, opinion.verdict), "b")
    number = 0
    for section in Section:
        found = opinion.sections.get(section, ())
        if found:
            yield _heading(f"{_NUMERALS[number]}、{section.label}", f"{SECTION}{section.value}.{opinion.id}")
            yield from (_told(f"{at}. ", sentence) for at, sentence in enumerate(found, 1))
            number += 1
    if opinion.goals:
        yield _heading(f"{_NUMERALS[number]}、目标—指标—完成对照", f"{SECTION}{END}.{opinion.id}")
        grid, gaps = words.goal_grid(opinion)
        yield table(grid, gaps)
        yield paragraph(CELL, runs("有底色的，是没有对上的；只供核对，不作结论。"))
    yield _hidden(opinion)


def _told(before: str, sentence: Sentence) -> etree._Element:
    """A sentence in its bookmark, its number before it and what is to be said of it behind."""
    text = clean(sentence.text)
    own = marked(sentence.id, runs(text), clean(sentence.draft)) if sentence.id else runs(text)
    return paragraph(BODY, [*runs(before), *own, *(runs(words.GONE) if sentence.gone else [])])


def _title(text: str, name: str = "") -> etree._Element:
    said = clean(text)
    return paragraph(TITLE, marked(name, runs(said)) if name else runs(said))


def _heading(text: str, name: str) -> etree._Element:
    return paragraph("Heading1", marked(name, runs(text)))


def _text(text: str) -> etree._Element:
    return paragraph(BODY, runs(clean(text)))


def _looking(made: etree._Element, look: str) -> etree._Element:
    """The same with all its text bold (`b`) or hidden (`vanish`)."""
    for run in made.iter("{*}r"):
        properties = run.find("{*}rPr")
        if properties is None:
            properties = element(run, "rPr")
            run.insert(0, properties)
        element(properties, look)
    return made


def _aligned(made: etree._Element, side: str) -> etree._Element:
    element(made[0], "jc", val=side)
    return made


def _hidden(opinion: Opinion) -> etree._Element:
    """The ids of all drafted sentences, unseen, so that one that people took out stays out."""
    holder = _looking(paragraph(CELL, marked(DRAFTED + opinion.id, runs(" ".join(opinion.drafted)))), "vanish")
    element(element(holder[0], "rPr"), "vanish")
    return holder
