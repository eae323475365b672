"""A form ready to be drawn on the page: its cells with the marks of their findings, its footnotes, its scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.checks import FormAudit, Severity
from jiheng.form import FIELDS, FORM, Block, FieldKind, Form, Place
from jiheng.opinion import Clause, Quality, goal_table
from jiheng.quantity.words import points
from jiheng.writing.official.own_layout import layout_for
from jiheng.writing.official.paper import PaperCell, lay_out
from jiheng.writing.report_model import FindingLine
from jiheng.writing.score_review import Review, ScoreAgreement, reviews
from jiheng.writing.text import form_name, place_name

_FIGURE_KINDS = (FieldKind.MONEY, FieldKind.WEIGHT, FieldKind.SCORE, FieldKind.COMPUTED)
_FIGURES = frozenset(("property", "unit", *(field.name for field in FIELDS if field.kind in _FIGURE_KINDS)))
_FIGURE_BLOCKS = (Block.FUNDS, Block.INDICATORS, Block.TOTALS, Block.TOTAL)


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding at a form. `key` names its footnote and its first cell on the page.

    `places` are the addresses it is shown at, the first that the page draws in front; `at_cell` is whether
    a drawn cell shows it; else the footnote stands alone.
    """

    key: str
    line: FindingLine
    places: tuple[str, ...]
    label: str
    at_cell: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """A drawn cell with what is to be said at it.

    `note` stands under the printed text, `grave` where the printed score is wrong by it.
    """

    cell: PaperCell
    marks: tuple[Mark, ...] = ()
    note: str = ""
    grave: bool = False
    doubt: str = ""

    @property
    def kind(self) -> str:
        """What the cell is: head, blank (a row of the template left unfilled), figure, or value."""
        place = self.cell.place
        if place is None:
            return "head"
        if place.block is Block.BLANK_ROWS:
            return "blank"
        return "figure" if place.field in _FIGURES and place.block in _FIGURE_BLOCKS else "value"

    @property
    def is_first(self) -> dict[str, bool]:
        """Which of the marks have their first cell here, by key."""
        return {mark.key: mark.places[0] in map(str, self.cell.places) for mark in self.marks}

    @property
    def severity(self) -> str:
        """The gravest severity at the cell, "" without findings."""
        worst = min(
            (mark.line.finding.severity for mark in self.marks), key=lambda severity: severity.rank, default=None
        )
        return worst.value if worst else ""


@dataclass(frozen=True, slots=True)
class FormView:
    """One form of the page: what stands above the table, by name; widths of the columns in per cent; the rows."""

    index: int
    audited: FormAudit
    name: str
    above: tuple[tuple[str, CellView], ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[CellView, ...], ...]
    marks: tuple[Mark, ...]
    doubts: tuple[tuple[str, str], ...]
    reviews: tuple[Review, ...]
    quality: Quality
    goals: tuple[Clause, ...]

    @property
    def total(self) -> str:
        """Printed total, and the recomputed one where it differs."""
        printed, recomputed = self.reviews[0].printed or "（空）", points(self.reviews[0].score)
        return f"{printed} 分" if self.reviews[0].gap is None else f"{printed} 分，复算 {recomputed} 分"

    @property
    def folded(self) -> list[tuple[Mark, list[Mark]]]:
        """Every finding that stands for itself, with those that follow from it: one at the same cell before others."""
        heads = {mark.key: (mark, list[Mark]()) for mark in self.marks if not mark.line.finding.under}
        for mark in self.marks:
            if cause := mark.line.finding.under:
                causes = [(head, below) for head, below in heads.values() if head.line.finding.code == cause]
                near = next((head for head in causes if set(head[0].places) & set(mark.places)), None)
                _, below = near or (causes[0] if causes else heads.setdefault(mark.key, (mark, [])))
                below += [mark] if mark.key not in heads else []
        return sorted(heads.values(), key=lambda pair: self.marks.index(pair[0]))

    def count(self, severity: Severity) -> int:
        """Findings of a severity."""
        return sum(mark.line.finding.severity is severity for mark in self.marks)


def view(index: int, audited: FormAudit, lines: Sequence[FindingLine], quality: Quality) -> FormView:
    """A form of the audit with the findings that concern it, in the order of `lines`."""
    form = audited.form
    layout = layout_for(form)
    above = dict(_above(form))
    rows = lay_out(form, layout, blank_rows=True).rows()
    places = {str(place) for row in (above.values(), *rows) for cell in row for place in cell.places}
    marks = tuple(_mark(line, index, form, places) for line in lines)
    told = tuple(reviews(audited))
    notes = {review.place: (note, review.wrong) for review in told if (note := _note(review))}
    doubts = {doubt.place: doubt.why for doubt in form.uncertain}

    def shown(cell: PaperCell) -> CellView:
        own = [str(place) for place in cell.places]
        return CellView(
            cell,
            tuple(mark for mark in marks if any(place in own for place in mark.places)),
            *next((notes[place] for place in own if place in notes), ("", False)),
            next((doubts[place] for place in own if place in doubts), ""),
        )

    whole = sum(layout.widths)

    return FormView(
        index=index,
        audited=audited,
        name=form_name(form),
        above=tuple((name, shown(cell)) for name, cell in above.items()),
        widths=tuple(round(100 * width / whole, 2) for width in layout.widths),
        rows=tuple(tuple(map(shown, row)) for row in rows),
        marks=marks,
        doubts=tuple((place_name(form, doubt.place), doubt.why) for doubt in form.uncertain),
        reviews=told,
        quality=quality,
        goals=goal_table(audited),
    )


def _above(form: Form) -> Iterator[tuple[str, PaperCell]]:
    """What stands over the table, empty cells included."""
    year = form.year and (form.year if "年" in form.year else f"{form.year}年度")
    texts = {"title": form.title or "项目支出绩效自评表"}
    if year is not None:
        texts["year"] = f"（{year or '　　'}）"
    if form.secrecy:
        texts["secrecy"] = form.secrecy
    for name, text in texts.items():
        yield name, PaperCell(text, 0, 0, 1, 1, Place.single(name))


def key(line: FindingLine, index: int) -> str:
    """What a finding is called at a form: its number, and at the further forms of a batch finding the form too."""
    return str(line.number) if line.form == index else f"{line.number}-{index + 1}"


def _mark(line: FindingLine, index: int, form: Form, drawn: set[str]) -> Mark:
    places = line.finding.places
    if line.form != index and Place.parse(places[0]).row is not None:
        # A row of a batch finding is a row of its first form; the others are marked at their name.
        places = ("project",)
    elif places[0] == str(FORM):
        places = ("title", *places[1:])
    shown = tuple(place for place in places if place in drawn)
    label = place_name(form, line.finding.place if line.form == index else places[0])
    return Mark(key(line, index), line, shown or places, label, bool(shown))


def _note(review: Review) -> str:
    """What to say under a printed score that does not stand."""
    if review.standing is ScoreAgreement.JUDGE:
        return f"须判断 {review.range}" if review.range else "须人判断"
    if not review.wrong and review.standing is not ScoreAgreement.NEAR:
        return ""
    if review.score is not None:
        return f"复算 {points(review.score)}"
    return f"应在 {review.range}" if review.range else ""
