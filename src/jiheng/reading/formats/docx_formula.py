"""A formula of a Word document (OMML) on one line: 1/2, 10⁴, (a+b).

Source: ECMA-376 part 1, 22.1.2.
"""

from collections.abc import Iterator

from lxml import etree

from jiheng.reading.tables.runs import Run

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA = f"{_M}oMath"
_VAL = f"{_M}val"
_MOST_DEPTH = 60


def runs(element: etree._Element, depth: int = 0) -> Iterator[Run]:
    """The signs of a formula or of a part of one, raised ones marked."""
    if depth > _MOST_DEPTH or not isinstance(element.tag, str):
        return
    kind = element.tag.removeprefix(_M)
    if kind == "t":
        yield Run(element.text or "")
    elif kind == "f":
        yield from _fraction(element, depth)
    elif kind == "d":
        yield from _fenced(element, depth)
    elif kind in ("sSup", "sSubSup"):
        yield from _parts(element, ("e", "sub"), depth)
        yield from (run._replace(raised=True) for run in _parts(element, ("sup",), depth))
    elif kind == "rad":
        yield Run("√")
        yield from _parts(element, ("e",), depth)
    else:
        for child in element:
            yield from runs(child, depth + 1)


def _parts(element: etree._Element, names: tuple[str, ...], depth: int) -> Iterator[Run]:
    for name in names:
        for child in element.iterchildren(_M + name):
            yield from runs(child, depth + 1)


def _fraction(element: etree._Element, depth: int) -> Iterator[Run]:
    for name, before in (("num", ""), ("den", "/")):
        part = list(_parts(element, (name,), depth))
        is_sum = any(sign in run.text for run in part for sign in "+-−") and len("".join(r.text for r in part)) > 1
        yield Run(before + "(" * is_sum)
        yield from part
        yield Run(")" * is_sum)


def _fenced(element: etree._Element, depth: int) -> Iterator[Run]:
    """Brackets round one or more parts: ( ) where nothing else is set."""

    def sign(name: str, usual: str) -> str:
        found = element.find(f"{_M}dPr/{_M}{name}")
        return usual if found is None else found.get(_VAL, "")

    yield Run(sign("begChr", "("))
    for number, part in enumerate(element.iterchildren(f"{_M}e")):
        if number:
            yield Run(sign("sepChr", "|"))
        yield from runs(part, depth + 1)
    yield Run(sign("endChr", ")"))
