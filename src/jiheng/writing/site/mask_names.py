"""Names of private persons, found in a cell for names or beside a word that says who it is, and masked: 王某某."""

import re
from collections.abc import Collection, Iterator

from jiheng.writing.site.mask_numbers import Span
from jiheng.writing.site.mask_rules import HAN, MaskRules

NAME = "姓名"
_RUN = re.compile(f"[{HAN}·•]+|[A-Za-z][A-Za-z.'\\s]+[A-Za-z]")
_HIDDEN = re.compile(r"[某×*xX]+")
_LONG_ENOUGH = 3
"""A name of two characters may be a word (高峰); from three on it is masked wherever it stands."""
_LONGEST = 4
_OFFICE_LENGTH = 4


def in_name_cell(text: str, rules: MaskRules) -> Iterator[Span]:
    """Names in a cell that holds names (项目负责人): whatever is no title, no office and no empty word."""
    for run in _RUN.finditer(text):
        core = _core(run, rules)
        if core is not None:
            yield _span(*core, text, rules)


def in_phone_cell(text: str, rules: MaskRules) -> Iterator[Span]:
    """Names beside a telephone number: only what begins with a surname and is as long as a name."""
    for run in _RUN.finditer(text):
        core = _core(run, rules)
        if core is not None and rules.name.fullmatch(text, *core):
            yield _span(*core, text, rules)


def in_text(text: str, rules: MaskRules, known: Collection[str]) -> Iterator[Span]:
    """Names in running text: after a role, before an honorific, and the `known` ones wherever they stand."""
    words = tuple(rules.not_names)
    for called in rules.after_role.finditer(text):
        for name in rules.one_name.finditer(text, *called.span(called.lastindex or 0)):
            if not name[0].startswith(words):
                yield _span(*name.span(), text, rules)
    for called in rules.before_honorific.finditer(text):
        if not called[1].startswith(words):
            yield _span(*called.span(1), text, rules)
    if known:
        for surname in rules.surname.finditer(text):
            start = surname.start()
            for length in (_LONGEST, _LONG_ENOUGH):
                if text[start : start + length] in known:
                    yield _span(start, start + length, text, rules)
                    break


def full_names(text: str, rules: MaskRules) -> Iterator[str]:
    """The names of a name cell that are long enough to be looked for in running text."""
    for run in _RUN.finditer(text):
        core = _core(run, rules)
        if core is None:
            continue
        name = text[slice(*core)]
        surname = rules.surname.match(name)
        if surname is None or not _LONG_ENOUGH <= len(name) <= _LONGEST or name.endswith(rules.offices):
            continue
        if not _HIDDEN.fullmatch(name[surname.end() :]):
            yield name


def _core(run: re.Match[str], rules: MaskRules) -> tuple[int, int] | None:
    """Where in the run the name itself stands, None when it holds none."""
    start, end = run.span()
    text = run.string
    for _ in range(2):
        if found := rules.titles.search(text[start:end]):
            start, end = (start + found.end(), end) if found.start() == 0 else (start, start + found.start())
    name = text[start:end]
    if len(name) < 2 or name in rules.not_names:
        return None
    is_office = name.endswith(rules.offices)
    if is_office and (len(name) >= _OFFICE_LENGTH or not rules.surname.match(name)):
        return None
    return start, end


def _span(start: int, end: int, text: str, rules: MaskRules) -> Span:
    name = text[start:end]
    if name[0].isascii():
        return Span(start, end, NAME, name[0] + "***")
    surname = next(
        (family for family in rules.compound if name.startswith(family) and len(name) > len(family)), name[0]
    )
    return Span(start, end, NAME, surname + "某" * (len(name) - len(surname)))
