"""Numbered lines → sentences: wrapped lines put together, headings and page numbers told apart."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiheng.department.claims.result import ReportSentence

Line = tuple[int, str]

MAX_SENTENCE = 2000
"""Characters of a sentence; what is longer is no sentence and is cut."""
_SECTION = 60
_SHORT = 0.85
_TORN = 0.6
"""Shares of the usual width below which a line ends its paragraph: one that ends a sentence, one that does not."""
_WIDEST_WRAP = 130
"""Columns a line of a wrapped text has at most; longer lines are whole paragraphs."""
_NUMBER = r"[一二三四五六七八九十]{1,3}"
_LEVELS = (
    re.compile(rf"(?:{_NUMBER}、|第{_NUMBER}[章部])"),
    re.compile(rf"[（(]{_NUMBER}[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_PAGE = re.compile(r"[-—–·\s第共页/|]*\d{1,4}[-—–·\s第共页/|\d]*$")
_ENDS = "。！？!?；;：:"
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’）)】》]*|[^。！？!?]+$")
_TITLE = re.compile(r"[^，。；：、]{0,40}报告(?:[（(][^（）()]{0,20}[）)])?$")
_BLANK = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_GOAL_SECTION = re.compile(r"目标(?:设立|设定|申报)|绩效目标$|(?:总体|阶段性|年度)目标|工作(?:计划|打算)|下一步|建议")


@dataclass(slots=True)
class _Paragraph:
    line: int
    text: str


def sentences(lines: Iterable[Line], *, wrapped: bool | None = None, counted: str = "行") -> list[ReportSentence]:
    """The sentences of a report in order.

    `wrapped` None finds out whether lines are torn at a page's width; `counted` is what the numbers count.
    """
    kept = [(number, text.strip()) for number, text in lines]
    kept = [line for line in kept if line[1] and not _PAGE.match(line[1])]
    width = _usual_width(kept) if wrapped is not False else None
    found: list[ReportSentence] = []
    headings: dict[int, str] = {}
    report = 0
    for count, paragraph in enumerate(_paragraphs(kept, width)):
        text = _BLANK.sub("", paragraph.text)
        level = _level(text)
        if _is_heading(text, level):
            headings = {above: words for above, words in headings.items() if level is not None and above < level}
            headings[level or 0] = text
            if level is None and any(sentence.report == report for sentence in found[-1:]):
                report += 1
            continue
        section = "·".join(headings[key] for key in sorted(headings))[-_SECTION:]
        for piece in _pieces(text):
            goal = _GOAL_SECTION.search(section) is not None
            found.append(ReportSentence(len(found), piece, paragraph.line, section, count, report, goal, counted))
    return found


def _usual_width(lines: list[Line]) -> float | None:
    """The width at which lines are torn, None when every line is a paragraph."""
    widths = sorted(_columns(text) for _, text in lines)
    if len(widths) < 4:
        return None
    usual = widths[len(widths) * 9 // 10]
    full = [text for _, text in lines if _columns(text) >= _SHORT * usual]
    torn = sum(text[-1] not in _ENDS for text in full)
    return usual if usual <= _WIDEST_WRAP and torn >= 3 and torn * 2 >= len(full) else None


def _columns(text: str) -> int:
    if len(text) > _WIDEST_WRAP:
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _paragraphs(lines: list[Line], width: float | None) -> Iterator[_Paragraph]:
    held: _Paragraph | None = None
    pieces: list[str] = []
    for number, text in lines:
        if held is None or width is None or _level(text) is not None:
            if held is not None:
                yield _Paragraph(held.line, "".join(pieces))
            held, pieces = _Paragraph(number, text), []
        pieces.append(text)
        if width is not None and _ends_paragraph(text, _columns(text) / width, len(pieces) == 1):
            yield _Paragraph(held.line, "".join(pieces))
            held, pieces = None, []
    if held is not None:
        yield _Paragraph(held.line, "".join(pieces))


def _ends_paragraph(text: str, share: float, alone: bool) -> bool:
    """Whether a line that fills this share of the usual width is the last of its paragraph."""
    if share >= _SHORT:
        return False
    is_heading = alone and _level(text) is not None and "，" not in text
    return share < _TORN or text[-1] in _ENDS or is_heading


def _level(text: str) -> int | None:
    """The level of the number that a line begins with: 一、 0, （一） 1, 1. 2, （1） 3."""
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), None)


def _is_heading(text: str, level: int | None) -> bool:
    if level in (0, 1) and len(text) < 25:
        text = text.rstrip("。")
    if len(text) > 45 or text[-1] in _ENDS:
        return False
    return _TITLE.match(text) is not None if level is None else not re.search(r"，|\d万|\d%", text)


def _pieces(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        for start in range(0, len(piece), MAX_SENTENCE):
            yield piece[start : start + MAX_SENTENCE]
