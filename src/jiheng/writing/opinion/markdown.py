"""The papers as Markdown, and people's edits in it: a comment behind each sentence says which one it is."""

import re
from collections.abc import Iterator

from jiheng.opinion import Edits, Letter, Opinion, Papers, Section, Sentence
from jiheng.writing.bookmarks import sum_of
from jiheng.writing.markdown import lines_of_table, plain
from jiheng.writing.opinion import words
from jiheng.writing.opinion.people_edits import LetterEdits, PeopleEdits
from jiheng.writing.report.grids import Grid

_COMMENT = re.compile(r"<!--\s*jiheng (?P<kind>\w+)(?P<rest>[^>]*?)\s*-->")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$])")
_VERDICT = "审核结论："
_LETTER_PARTS = ("head", "open", "sign")
"""The lines of a letter that stand in Markdown."""
_BORDER = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"^#+\s*")
_ITEM = re.compile(r"^\s*(?:\d+[.．、]|[-*+])\s+")


def write(papers: Papers, signed: str, until: str) -> str:
    """The papers as one text. `signed` is the office, `until` the day by which to answer, in words."""
    return "\n".join(_lines(papers, signed, until)) + "\n"


def _lines(papers: Papers, signed: str, until: str) -> Iterator[str]:
    opinions = {opinion.id: opinion for opinion in papers.opinions}
    yield "# 项目支出绩效自评审核意见"
    for common in papers.common:
        yield f"\n## {plain(words.common_title(common))}\n"
        yield from (f"{number}. {plain(line)}" for number, line in enumerate(words.common_lines(common), 1))
    if len(papers.opinions) > 1:
        yield "\n## 审核情况一览\n"
        yield from _table(words.ranking_grid(papers))
    for letter in papers.letters:
        yield from _letter(letter, opinions, signed, until)
        for name in letter.forms:
            yield from _opinion(opinions.pop(name))
    for opinion in opinions.values():
        yield from _opinion(opinion)


def _letter(letter: Letter, opinions: dict[str, Opinion], signed: str, until: str) -> Iterator[str]:
    drafts = words.letter_lines(letter, signed, until) | {"head": f"审核意见单：{letter.unit or '（没有写明单位）'}"}
    kept = [part for part in _LETTER_PARTS if letter.texts.get(part, drafts[part])]
    lines = {part: _letter_line(letter, part, drafts[part]) for part in kept}
    yield from (f"\n## {lines[part]}\n" for part in kept if part == "head")
    yield from (f"{lines[part]}\n" for part in kept if part == "open")
    yield from _table(words.letter_grid(letter, opinions))
    yield from (f"\n{plain(text)}" for text in letter.own)
    yield from (f"\n{lines[part]}" for part in kept if part == "sign")
    yield from (f"\n{plain(text)}" for text in letter.after)


def _letter_line(letter: Letter, part: str, draft: str) -> str:
    mark = _mark("letter", f"{letter.id} {part} {_sum(draft)}")
    return f"{plain(letter.texts.get(part, draft))} {mark}"


def _opinion(opinion: Opinion) -> Iterator[str]:
    yield f"\n### {plain(words.name_of(opinion))} {_mark('form', opinion.id)}\n"
    yield plain(words.facts(opinion)) + "\n"
    yield f"{_VERDICT}{_sentence(opinion.verdict)}"
    for section in Section:
        if found := opinion.sections.get(section, ()):
            yield f"\n#### {section.label} {_mark('section', section.value)}\n"
            yield from (f"{number}. {_sentence(sentence)}" for number, sentence in enumerate(found, 1))
    if opinion.goals:
        yield f"\n#### 目标—指标—完成对照 {_mark('end', opinion.id)}\n"
        yield from _table(words.goal_grid(opinion)[0])
    yield f"\n{_mark('drafted', ' '.join(opinion.drafted))}"


def _sentence(sentence: Sentence) -> str:
    mark = f" {_mark('sentence', f'{sentence.id} {_sum(sentence.draft)}')}" if sentence.id else ""
    return plain(sentence.text) + (words.GONE if sentence.gone else "") + mark


def _table(grid: Grid) -> Iterator[str]:
    yield from lines_of_table([column.title for column in grid.columns], grid.rows)


def _mark(kind: str, text: str) -> str:
    return f"<!-- jiheng {kind} {text} -->"


def _sum(text: str) -> str:
    """A short sum over a text as it reads in Markdown; white space does not count."""
    return sum_of(_bare(plain(text)))


def _bare(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def read(text: str) -> Edits:
    """What people did to the opinions and letters."""
    forms: dict[str, _Reader] = {}
    letters: dict[str, _LetterReader] = {}
    current: _Reader | _LetterReader | None = None
    for line in text.splitlines():
        mark = _COMMENT.search(line)
        if mark is not None and mark["kind"] == "form":
            current = forms[mark["rest"].strip()] = _Reader()
        elif mark is not None and mark["kind"] == "letter":
            current = letters.setdefault(mark["rest"].split()[0], _LetterReader())
        if current is not None:
            current.take(line, mark)
    return Edits(
        {name: reader.kept() for name, reader in forms.items()},
        {name: reader.kept(_LETTER_PARTS) for name, reader in letters.items()},
    )


class _LetterReader(LetterEdits):
    """A letter as it is read, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def take(self, line: str, mark: re.Match[str] | None) -> None:
        """One line and its mark."""
        said = _bare(_COMMENT.sub("", line)).strip()
        if mark is not None:
            rest = mark["rest"].split()
            text = _HEADING.sub("", said)
            self.add_line(rest[1], text, _sum(text) != rest[-1])
        elif line.lstrip().startswith("|"):
            cells = [_bare(cell.strip()).replace("<br>", "\n") for cell in _BORDER.split(line.strip())[1:-1]]
            self.rows.append(cells)
            self.add_rows([row for row in self.rows if not set("".join(row)) <= set(":- ")])
        else:
            self.add_own(said)


class _Reader(PeopleEdits):
    """The opinion on one form as it is read, line by line."""

    def take(self, line: str, mark: re.Match[str] | None) -> None:
        """One line and its mark."""
        said = _bare(_ITEM.sub("", _COMMENT.sub("", line)).replace(words.GONE, "").strip())
        kind, rest = (mark["kind"], mark["rest"].split()) if mark is not None else ("", [])
        if kind == "section":
            self.section = Section(rest[0])
        elif kind == "end":
            self.section = None
        elif kind == "drafted":
            self.drafted, self.section = set(rest), None
        elif kind == "sentence" and len(rest) == 2:
            said = said.removeprefix(_VERDICT)
            self.there.add(rest[0])
            if _sum(said) != rest[1]:
                self.texts[rest[0]] = (self.section, said)
        elif not kind:
            self.add_own(said)
