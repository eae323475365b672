"""The sheet of a blank form: which cells are open, and the formulas, drop-downs and bounds in them."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter

from jiheng.form import AMOUNTS, EXECUTION, SINGLE_BLOCKS, Block, Form, Owner, Place, fields, fund_rows
from jiheng.places import Book
from jiheng.quantity import money, number
from jiheng.quantity.words import plain
from jiheng.reading.formats.number_format import show
from jiheng.writing.official.paper import Paper, PaperCell
from jiheng.writing.official.score_formula import Level, Way, rounded
from jiheng.writing.official.xlsx import Ground, Styles, lay_ground, merge

_ENTRY, _COMPUTED = {"bg_color": "#FFF2CC", "locked": False}, {"bg_color": "#EDEDED"}
_LACKING = {"bg_color": "#F8CBAD"}
_LEAST = {Place.single("goal_actual"): 90.0}
"""Room in points for a text that is still to be written."""
_TOTAL_SCORE = Place.single("total_score")
_LONGEST_RULE = 255
"""Excel takes no longer formula, list or message in a validation."""
_PERCENT = "0.00%"
_TEXT = "@"
"""What is typed stays as it was typed: 01088880000, 3/4, =100%."""
_OWN = fields(*SINGLE_BLOCKS, owner=Owner.OFFICER)
_HEAD_ENTRIES = frozenset(map(Place.single, ("department", "unit", *(field.name for field in _OWN))))
_FIGURE = re.compile(r"\d[\d,]*(?:\.(\d+))?$")
_ANY_FIGURE = {"validate": "decimal", "criteria": "between", "minimum": -1e14, "maximum": 1e14}
_NO_FIGURE = {"error_title": "只填数字", "error_message": "这里只填数字，不带单位和文字。"}


class BlankSheet:
    """Writes the sheet of one form cell by cell."""

    def __init__(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        paper: Paper,
        styles: Styles,
        form: Form,
        ways: Sequence[Way],
        book: Book,
    ) -> None:
        self.sheet, self.paper, self.styles, self.form, self.ways, self.book = sheet, paper, styles, form, ways, book
        self.ground = Ground(paper, styles, _LEAST)
        self.cells = {cell.place: cell for cell in paper.cells if cell.place}

    def write(self) -> None:
        """The whole sheet."""
        lay_ground(self.sheet, self.paper, self.ground)
        for cell in self.paper.cells:
            place = cell.place
            if place is None or place.row is None:
                self._head(cell)
            elif place.block is Block.FUNDS:
                self._fund(cell, place)
            else:
                self._indicator(cell, place)

    def _head(self, cell: PaperCell) -> None:
        if cell.place == _TOTAL_SCORE:
            self._total(cell)
        elif cell.place in _HEAD_ENTRIES and not cell.text:
            self._entry(cell, {}, num_format=_TEXT)
        else:
            self._locked(cell)

    def _fund(self, cell: PaperCell, place: Place) -> None:
        field = place.field
        if field in AMOUNTS and not cell.text:
            self._amount(cell, place)
        elif field == "rate" and not cell.text:
            executed, budget = self._operand(place.at("executed")), self._operand(place.at("budget"))
            known = f"AND(ISNUMBER({executed}),ISNUMBER({budget}))"
            self._formula(cell, f'IF({known},IF({budget}>0,{executed}/{budget},""),"")', num_format=_PERCENT)
        elif place == EXECUTION.at("score"):
            self._execution(cell)
        else:
            self._locked(cell)

    def _amount(self, cell: PaperCell, place: Place) -> None:
        """An amount to fill in; that of the whole is the sum of its parts where there are any."""
        parts = [
            self.ground.reference(self.cells[place.moved(key)])
            for key, _ in fund_rows(self.form)
            if key != EXECUTION.row
        ]
        if place.in_row(EXECUTION) and parts:
            listed = ",".join(parts)
            self._formula(cell, f'IF(COUNT({listed})=0,"",ROUND(SUM({listed}),6))')
        else:
            unit = f"，以{self.form.money_unit}为单位" if self.form.money_unit else ""
            rule = {**_ANY_FIGURE, "minimum": 0, "input_title": "资金", "input_message": f"只填数字{unit}。"}
            self._entry(cell, rule | _NO_FIGURE)

    def _execution(self, cell: PaperCell) -> None:
        """The score of the execution rate by the rulebook."""
        executed, budget = self._operand(EXECUTION.at("executed")), self._operand(EXECUTION.at("budget"))
        weight = self._operand(EXECUTION.at("weight"))
        zero = self.book.text("execution.zero_budget")
        if zero == "undecided" and number(self.cells[EXECUTION.at("budget")].text) == 0:
            self._by_hand(cell, number(self.cells[EXECUTION.at("weight")].text) or Decimal(0), (), "")
            return
        share = f"{executed}/{budget}"
        share = f"MIN(1,{share})" if self.book.flag("execution.capped") else share
        without = {"full": rounded(weight, self.book), "zero": "0"}.get(zero, '""')
        known = f"AND(ISNUMBER({executed}),ISNUMBER({budget}))"
        score = rounded(f"{weight}*{share}", self.book)
        self._formula(cell, f'IF({known},IF({budget}>0,{score},{without}),"")')

    def _indicator(self, cell: PaperCell, place: Place) -> None:
        field, way = place.field, self.ways[int(place.row or 0)]
        if field == "actual":
            self._actual(cell, way)
        elif field == "score" and way.counts:
            self._score(cell, place, way)
        elif field == "reason":
            self._entry(cell, {}, num_format=_TEXT)
            self._mark_lacking(cell, place, way)
        else:
            self._locked(cell)

    def _actual(self, cell: PaperCell, way: Way) -> None:
        if way.formula:
            shape = _PERCENT if way.is_share else f'General"{way.unit}"' if way.unit else "General"
            hint = "填 95 或 95% 都可以。" if way.is_share else "只填数字，不带单位。"
            rule = {**_ANY_FIGURE, "input_title": "实际完成值", "input_message": hint}
            bounds = _NO_FIGURE if way.most is None else _share_bounds(way.most)
            self._entry(cell, rule | bounds, num_format=shape)
        elif way.levels:
            levels = [level.name for level in way.levels]
            rule = {"validate": "list", "source": levels, "input_title": "实际完成值", "input_message": "请选等级。"}
            wrong = {"error_title": "请选等级", "error_message": f"只能从{'、'.join(levels)}里选。"}
            self._entry(cell, rule | wrong)
        else:
            self._entry(cell, {}, num_format=_TEXT)

    def _score(self, cell: PaperCell, place: Place, way: Way) -> None:
        weight = place.at("weight")
        actual = self.ground.reference(self.cells[place.at("actual")])
        if way.formula:
            self._formula(cell, way.formula.format(a=actual, w=self._operand(weight)))
        else:
            self._by_hand(cell, number(weight.get(self.form)) or Decimal(0), way.levels, actual)

    def _by_hand(self, cell: PaperCell, weight: Decimal, levels: Sequence[Level], actual: str) -> None:
        """A score that a person gives, within what the level chosen leaves open."""
        low, high, hint = "0", plain(weight), f"在 0—{plain(weight)} 分之内打分。"
        if levels:
            low, high = _chosen(levels, actual, "low"), _chosen(levels, actual, "high")
            hint = "；".join(f"{level.name} {plain(level.low)}—{plain(level.high)} 分" for level in levels)
        if max(len(low), len(high), len(hint)) >= _LONGEST_RULE:
            low, high, hint = "0", plain(weight), f"在 0—{plain(weight)} 分之内打分。"
        rule = {"validate": "decimal", "criteria": "between", "minimum": f"={low}", "maximum": f"={high}"}
        words = {"input_title": "得分", "input_message": hint, "error_title": "得分超出范围", "error_message": hint}
        self._entry(cell, rule | words)

    def _mark_lacking(self, cell: PaperCell, place: Place, way: Way) -> None:
        """Points were lost and no reason is given: the cell turns orange."""
        score = self.cells.get(place.at("score"))
        if score is None or not way.counts:
            return
        got, weight = self.ground.reference(score), self._operand(place.at("weight"))
        criteria = f'=AND(ISNUMBER({got}),{got}<{weight},{self.ground.reference(cell)}="")'
        look = self.styles.of(cell, **_LACKING)
        self.sheet.conditional_format(
            *self.ground.area(cell), {"type": "formula", "criteria": criteria, "format": look}
        )

    def _total(self, cell: PaperCell) -> None:
        places = [Place.indicator(index, "score") for index, way in enumerate(self.ways) if way.counts]
        places.append(EXECUTION.at("score"))
        listed = [self.ground.reference(self.cells[place]) for place in places if place in self.cells]
        complete = "+".join(f"ISNUMBER({each})" for each in listed)
        total = rounded("+".join(f"N({each})" for each in listed), self.book)
        self._formula(cell, f'IF({complete}<{len(listed)},"",{total})')

    def _operand(self, place: Place) -> str:
        """A cell as a formula takes it: by its address, or its amount where the cell holds more than a figure."""
        cell = self.cells[place]
        if not cell.text or _shape(cell.text) is not None:
            return self.ground.reference(cell)
        figure = number(cell.text)
        unit = money("1", self.form.money_unit or "万元")
        amount = money(cell.text, self.form.money_unit or "万元")
        if figure is None and amount is not None and unit:
            figure = amount / unit
        return self.ground.reference(cell) if figure is None else plain(figure)

    def _locked(self, cell: PaperCell) -> None:
        shape = _shape(cell.text) if cell.place else None
        area = self.ground.area(cell)
        style = self.styles.of(cell) if shape is None else self.styles.of(cell, num_format=shape)
        merge(self.sheet, area, style)
        if shape is None:
            self.sheet.write_string(*area[:2], cell.text, style)
        else:
            self.sheet.write_number(*area[:2], float(cell.text.replace(",", "")), style)

    def _formula(self, cell: PaperCell, formula: str, **look: object) -> None:
        area, style = self.ground.area(cell), self.styles.of(cell, **_COMPUTED, **look)
        merge(self.sheet, area, style)
        self.sheet.write_formula(*area[:2], f"={formula}", style, "")

    def _entry(self, cell: PaperCell, rule: Mapping[str, object], **look: object) -> None:
        area, style = self.ground.area(cell), self.styles.of(cell, **_ENTRY, **look)
        merge(self.sheet, area, style)
        self.sheet.write_blank(*area[:2], None, style)
        if rule:
            row, column = area[:2]
            self.sheet.data_validation(row, column, row, column, dict(rule))


def _share_bounds(most: Decimal) -> dict[str, object]:
    words = f"填 95% 这样的比率，{plain(most * 100)}% 以内。"
    return {"minimum": -float(most), "maximum": float(most), "error_title": "只填比率", "error_message": words}


def _shape(text: str) -> str | None:
    """The number format by which a sheet shows a figure just as it is printed; None where none does."""
    match = _FIGURE.match(text)
    if match is None:
        return None
    shape = ("#,##0" if "," in text else "0") + ("." + "0" * len(match[1]) if match[1] else "")
    return shape if show(repr(float(text.replace(",", ""))), shape).text == text else None


def _chosen(levels: Sequence[Level], actual: str, bound: str) -> str:
    """A bound of the scores for the level that stands in the cell `actual`."""
    formula = "0"
    for level in reversed(levels):
        formula = f'IF({actual}="{level.name}",{plain(getattr(level, bound))},{formula})'
    return formula
