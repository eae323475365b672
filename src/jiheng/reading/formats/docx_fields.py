"""What a field of a Word document shows where its result is not kept as text: signs, equations, form fields.

Sources: ECMA-376 part 1, 17.16.5.21 (EQ), 17.16.5.62 (SYMBOL), 17.16.7 to 17.16.16 (form fields).
"""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from jiheng.expression import expression
from jiheng.reading.tables.runs import Run
from jiheng.reading.tables.symbol_fonts import sign

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_OFF = ("0", "false", "off")
_SYMBOL = expression(r"\s*SYMBOL\s+(0x[0-9a-f]{1,4}|[0-9]{1,5})(.*)", re.IGNORECASE | re.DOTALL)
_FONT = expression(r"\\f\s*\"?([^\"\\]+)", re.IGNORECASE)
_EQUATION = expression(r"\s*EQ\s(.*)", re.IGNORECASE | re.DOTALL)
_MANNER = expression(r"\\\*\s*(?:\"[^\"]*\"|\S+)")
_BOX, _CIRCLE = "□☐", "○〇◯"
_TICKS = {**dict.fromkeys("√✓✔Vv", "☑"), **dict.fromkeys("×✕✗Xx", "☒")}
_MOST_DEPTH = 20


class Field(msgspec.Struct):
    """A field while it is walked: its instruction, and whether what follows is its result."""

    has_result: bool = False
    codes: list[str] = msgspec.field(default_factory=list)


def without_result(code: str) -> Iterator[Run]:
    """What a field shows that keeps no result: SYMBOL its sign, EQ its equation, any other nothing."""
    if named := _SYMBOL.match(code):
        font = _FONT.search(named[2])
        number = int(named[1], 0)
        shown = sign(number, font[1] if font else "Symbol")
        yield Run(shown or (chr(number) if number > 0xFF else ""))
    elif equation := _EQUATION.match(code):
        yield from _equation(_MANNER.sub("", equation[1]).strip(), 0)


def _equation(text: str, depth: int) -> Iterator[Run]:
    r"""The signs of an equation: \o lays one over another, \f is a fraction, \s raises, \r roots, \x draws a box."""
    while text and depth < _MOST_DEPTH:
        before, mark, rest = text.partition("\\")
        if before:
            yield Run(before)
        if not mark:
            return
        switches, arguments, text = _arguments(rest)
        parts = [list(_equation(argument.strip(), depth + 1)) for argument in arguments]
        yield from _applied(switches.lower(), parts)


def _arguments(text: str) -> tuple[str, list[str], str]:
    """The switches up to a bracket, the arguments in it, and what follows."""
    start = text.find("(")
    if start < 0:
        return text, [], ""
    found: list[str] = []
    level, begin = 0, start + 1
    for place in range(start, len(text)):
        if text[place] == "(":
            level += 1
        elif text[place] == ")":
            level -= 1
            if not level:
                return text[:start], [*found, text[begin:place]], text[place + 1 :]
        elif text[place] in ",，" and level == 1:
            found.append(text[begin:place])
            begin = place + 1
    return text[:start], [*found, text[begin:]], ""


def _applied(switches: str, parts: list[list[Run]]) -> Iterator[Run]:
    kind = switches[:1]
    if kind == "s" and "up" in switches:
        yield from (run._replace(raised=True) for part in parts for run in part)
    elif kind == "o":
        flat = [part for part in parts if not all(run.raised for run in part)]
        yield Run(_overlaid(["".join(run.text for run in part).strip() for part in flat or parts]))
    elif kind == "f" and len(parts) == 2:
        yield from [*parts[0], Run("/"), *parts[1]]
    elif kind == "r":
        yield from [Run("√"), *(run for part in parts[-1:] for run in part)]
    elif kind == "x":
        text = "".join(run.text for part in parts for run in part)
        yield Run(_TICKS.get(text.strip(), text))
    else:
        yield from (run for number, part in enumerate(parts) for run in [*([Run(",")] if number else []), *part])


def _overlaid(parts: list[str]) -> str:
    r"""One sign over another: eq \o\ac(□,√) is a ticked box, eq \o\ac(○,1) is ①; a phonetic guide is left out."""
    if len(parts) != 2:
        return "".join(parts)
    under, over = parts
    if under and under in _BOX:
        return _TICKS.get(over, under + over)
    if under and under in _CIRCLE and over.isdecimal() and 1 <= int(over) <= 20:
        return chr(ord("①") + int(over) - 1)
    return under + over


def choice(begin: etree._Element) -> str:
    """What an old form field shows that is no text: the entry chosen from a list, a box."""
    data = begin.find(f"{_W}ffData")
    if data is None:
        return ""
    entries = data.find(f"{_W}ddList")
    if entries is not None:
        texts = [entry.get(_VAL, "") for entry in entries.iterchildren(f"{_W}listEntry")]
        chosen = entries.find(f"{_W}result")
        chosen = chosen if chosen is not None else entries.find(f"{_W}default")
        number = chosen.get(_VAL, "0") if chosen is not None else "0"
        return texts[int(number)] if number.isdecimal() and int(number) < len(texts) else ""
    box = data.find(f"{_W}checkBox")
    if box is None:
        return ""
    for state in ("checked", "default"):
        if (found := box.find(f"{_W}{state}")) is not None:
            return "☑" if found.get(_VAL, "1") not in _OFF else "□"
    return "□"
