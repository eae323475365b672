"""Forms drawn in text files (layouts/NAME.txt): the grid as it is printed, and in it what each cell is.

A line `key: text` above the word `table` gives title, year, kind, a line above (`above`), the formats that do not give
every cell back yet (`unread`; `packed` is pasted text without the empty cells of merged ones), and what an audit
must say: `pack`, the `recomputed` total, each `fault` that was drawn
into it as its code and place. Below `table` a line is a row, cells parted by ` | `, below the word `below` a line of
text; `<` belongs to the cell on its left, `^` to the one above. What a cell is stands behind it:
`@project` a field of the head (`@leader=王某` where it is a part of the cell), `@$budget` the head of a column of the
funds, `@#财政资金` the name of a row of them, `@$budget#年度资金总额` one amount (`…=97%` where it is a
part of the cell), `@>l3` the head of a column of the
tree (`@>score&weight` of both with a stroke between),
`@!2reason=人员保障` a field of the third row of the tree that the cell only marks, `@skip` a row of the tree that is no
indicator, `@row` one whose name stands across the levels. What has no mark is no field.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.reading.made_forms import Box, Paper

from jiheng.form import Form, Fund, Indicator

FOLDER = Path(__file__).parent / "layouts"
MARK = re.compile(r"\s@(\S+?)(?=\s@|$)")
_TREE = tuple(Indicator.__struct_fields__)


@dataclass
class Mark:
    """What a cell is."""

    name: str
    row: int
    column: int
    text: str


@dataclass
class Drawn:
    """A drawn form: its paper and the cells that it must give, by place."""

    name: str
    kind: str
    paper: Paper
    gold: Form = field(default_factory=Form)
    facts: dict[str, str] = field(default_factory=dict)
    faults: frozenset[tuple[str, str]] | None = None
    """Code and place of each error and warning that the audit must make, None where no `pack` is drawn."""


@cache
def drawn() -> tuple[Drawn, ...]:
    """Every layout in the folder; nobody changes them."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.txt")))


def _read(file: Path) -> Drawn:
    head, _, table = file.read_text("utf-8").partition("\ntable\n")
    said = [(key, text) for key, _, text in (line.partition(": ") for line in head.splitlines())]
    table, _, below = table.partition("\nbelow\n")
    one = form_of(file.stem, said, [line.split(" | ") for line in table.rstrip("\n").splitlines()])
    one.paper.below = below.splitlines()
    return one


def form_of(name: str, said: Sequence[tuple[str, str]], raw: list[list[str]]) -> Drawn:
    """The form of a drawing: what is said above its table, and its rows of cells with their marks."""
    facts = dict(said)
    texts, marks = _marked(raw)
    above = [text for key, text in said if key == "above"]
    form = Form(project=None, department=None, unit=None, goal_expected=None, goal_actual=None)
    form.total_weight = form.total_score = None
    form.kind, form.year, form.title = facts.get("kind", "project"), facts.get("year"), facts["title"]
    form.unit, form.department = facts.get("unit"), facts.get("department")
    _fill(form, texts, marks)
    paper = Paper(facts["title"], above, _boxes(texts), [], form)
    faults = frozenset(
        (code, place) for code, _, place in (text.partition(" ") for key, text in said if key == "fault")
    )
    return Drawn(name, form.kind, paper, form, facts, faults if "pack" in facts else None)


def _marked(raw: list[list[str]]) -> tuple[list[list[str]], list[Mark]]:
    texts, marks = [], []
    for row, cells in enumerate(raw):
        texts.append([])
        for column, cell in enumerate(cells):
            found = MARK.findall(" " + cell.strip())
            text = MARK.sub("", " " + cell.strip()).strip().replace("\\n", "\n")
            texts[-1].append(text)
            marks += [Mark(name, row, column, text) for name in found]
    wide = max(map(len, texts))
    return [[*row, *[""] * (wide - len(row))] for row in texts], marks


def _anchor(texts: list[list[str]], row: int, column: int) -> tuple[int, int]:
    while texts[row][column] in ("<", "^"):
        row, column = (row, column - 1) if texts[row][column] == "<" else (row - 1, column)
    return row, column


def _boxes(texts: list[list[str]]) -> list[list[Box]]:
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(texts):
        for column in range(len(cells)):
            ends[_anchor(texts, row, column)] = (row, column)
    covered = sum((last - row + 1) * (end - column + 1) for (row, column), (last, end) in ends.items())
    assert covered == sum(map(len, texts)), "a merged cell is no rectangle"
    rows: list[list[Box]] = [[] for _ in texts]
    for (row, column), (last, end) in sorted(ends.items()):
        rows[row].append(Box(texts[row][column], end - column + 1, last - row + 1))
    return rows


def _cell(texts: list[list[str]], row: int, column: int) -> str:
    at, to = _anchor(texts, row, column)
    return "".join(texts[at][to].split()) if (at == row) else ""


def _fill(form: Form, texts: list[list[str]], marks: list[Mark]) -> None:
    funds: dict[str, Fund] = {}
    money = {mark.column: mark.name[1:] for mark in marks if mark.name.startswith("$") and "#" not in mark.name}
    for mark in marks:
        if mark.name.startswith("$") and "#" in mark.name:
            name, _, key = mark.name[1:].partition("#")
            key, _, text = key.partition("=")
            setattr(_fund(funds, key), name, text or "".join(mark.text.split()))
        elif mark.name.startswith("#"):
            fund = _fund(funds, mark.name[1:])
            for column, name in money.items():
                setattr(fund, name, _cell(texts, mark.row, column))
        elif mark.name[0] not in "$>!" and mark.name not in ("skip", "row"):
            name, _, text = mark.name.partition("=")
            setattr(form, name, text or "".join(mark.text.split()))
    form.funds = list(funds.values())
    form.indicators = _tree(texts, marks)
    for mark in marks:
        if mark.name.startswith("!"):  # what a tick in this row says
            name, _, text = mark.name[1:].partition("=")
            setattr(form.indicators[int(name[0])], name[1:], text)


def _fund(funds: dict[str, Fund], name: str) -> Fund:
    return funds.setdefault(name, Fund(name, None, None, None, None, None, None))


def _tree(texts: list[list[str]], marks: list[Mark]) -> list[Indicator]:
    columns = {mark.name[1:]: mark.column for mark in marks if mark.name.startswith(">")}
    if not columns:
        return []
    first = max(mark.row for mark in marks if mark.name.startswith(">")) + 1
    ends = [mark.row for mark in marks if mark.name in ("total_weight", "total_score") and mark.row >= first]
    skipped = {mark.row for mark in marks if mark.name == "skip"}
    kept = {mark.row for mark in marks if mark.name == "row"}
    found = []
    for row in range(first, min(ends, default=len(texts))):
        at = _anchor(texts, row, columns["l3"])[0]
        if row not in kept and (row in skipped or at < first or texts[row][columns["l3"]] in ("<", "")):
            continue
        values: dict[str, str | None] = dict.fromkeys(_TREE)
        for name, column in columns.items():
            at, to = _anchor(texts, row, column)
            whole = name in ("l1", "l2") and at < row
            text = "".join(texts[at][to].split()) if whole or (at, to) == (row, column) else ""
            values |= dict(zip(name.split("&"), text.split("/") if "&" in name else [text], strict=True))
        found.append(Indicator(**values))
    return found


_SINGLE = ("year", "project", "department", "unit", "leader", "phone", "goal_expected", "goal_actual")
_SINGLE += ("total_weight", "total_score")


def cells(form: Form) -> dict[str, str]:
    """Every cell that holds something, by place."""
    found = {name: getattr(form, name) for name in _SINGLE}
    for fund in form.funds:
        found |= {f"funds[{fund.name}].{name}": getattr(fund, name) for name in Fund.__struct_fields__[1:]}
    for number, row in enumerate(form.indicators):
        found |= {f"indicators[{number}].{name}": getattr(row, name) for name in _TREE}
    return {place: "".join(text.split()) for place, text in found.items() if text}
