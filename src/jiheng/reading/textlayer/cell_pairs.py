"""Labels with their values, a cell a line: 项目名称 | 改造路灯; whatever no block takes stands by itself."""

from collections.abc import Sequence

from jiheng.form import AMOUNTS, Block, names
from jiheng.reading.form import column_likelihood, fund_pairs, head, headings
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.form_marks import title_end
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell
from jiheng.reading.textlayer.cell_header import Header
from jiheng.reading.textlayer.cell_stream import is_strange_label, joined
from jiheng.reading.textlayer.cell_tasks import TaskLines
from jiheng.reading.textlayer.drawn_lines import Line

OF_LINES = "原文一格一行，这一格在原文里分成了几行，是按内容接起来的，请核对"
_BELOW_GOALS = "“{text}”在目标的文字下面自成一行，原文看不出是目标的一部分还是别的标签，请核对"
_NAMES = names(Block.HEAD, identity=True, outside=False)
"""Fields of the head that hold long names."""
_PAIR = 2


class PairLines(TaskLines):
    """Takes labels with their values off the cells."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        super().__init__(lines, name)
        self.header: Header | None = None
        """That of the indicator tree, once it has begun."""
        self.has_breaks = any("\n" in item.cell.text for item in self.cells)
        """Whether breaks within cells were copied as lines, so that labels were torn."""
        self.is_named = False
        """Whether the project has been named, so that what follows is no list of projects."""

    def _without_gap(self, label: Item) -> None:
        """Let go of the empty cells between a label of the head and its value, which a label or another gap follows.

        A single empty cell behind a text is the value of that text, which then is a label that no list knows.
        """
        place = self.at + 1
        while place < len(self.cells) and not self.cells[place].text:
            place += 1
        if label.means.head is None or not is_word(label.text) or place == self.at + 1 or place + 1 >= len(self.cells):
            return
        after = self.cells[place + 1 : place + 3]
        is_followed = after[0].text != "" or not any(item.text for item in after)
        if not self.opens(place) and self.opens(place + 1) and is_followed and self.header is None:
            del self.cells[self.at + 1 : place]

    def pair(self) -> None:
        """Take a label with its value, or a cell by itself."""
        label = self.cells[self.at]
        self._without_gap(label)
        means = label.means
        self.is_named |= means.head == "project"
        names = means.head or means.weak or means.other or means.total or means.tail or means.note
        after = self.cells[self.at + 1] if self.at + 1 < len(self.cells) else None
        is_pair = bool(names) and (bool(means.head) or is_word(label.text)) and after is not None
        is_pair |= after is not None and self.header is None and self._is_amount(label, after)
        if after is not None and self._goes_on_pair(label, after):
            last, number = self.rows[-1], len(self.rows) - 1
            last += [
                Cell(item.cell.text, number, column, origin=item.cell.origin)
                for column, item in enumerate((label, after), len(last))
            ]
            self.at += 2
        elif is_pair and after is not None and (not _is_label(after) or self.has_kind() or _is_verdict(label, after)):
            if self._is_name_of_lines(label):
                self.doubts[len(self.rows)] = (means.head or "", OF_LINES)
                after = joined(after, self.cells.pop(self.at + 2))
            self.emit([(0, label), *([(1, after)] if after.text else [])])
            self.at += 2
        elif after is not None and self._is_strange_pair():
            is_below = self.below_goals == self.at  # there it stands in no column of theirs
            self.emit([(0, label), (self.wide if is_below else 1, after)])
            self.below_goals += 2 * is_below
            self.at += 2
        else:
            if self.below_goals == self.at:
                self.below_goals += 1  # a heading, which names no part by itself
                if not headings.is_numbered(label.text):
                    self.doubts[len(self.rows)] = ("goal_actual", _BELOW_GOALS.format(text=label.text))
            self.emit([(0, label)])
            self.at += 1

    def _is_name_of_lines(self, label: Item) -> bool:
        """Whether a name in the head has a second line, no longer than its first, right before the next label."""
        value, lower, after = (*self.cells[self.at + 1 : self.at + 4], None, None, None)[:3]
        if value is None or lower is None or after is None or label.means.head not in _NAMES or not self.has_breaks:
            return False
        is_text = not lower.means.is_label and not column_likelihood.is_amount(lower.text)
        is_edge = headings.names_part(lower.text) or self.is_strange_edge(self.at + 2) or self.opens(self.at + 2)
        return (
            is_text
            and not is_edge
            and 0 < len(lower.text) <= len(value.text)
            and self.header is None
            and _is_label(after)
        )

    def _is_strange_pair(self) -> bool:
        """Whether a label that no list knows stands here with its value, right before the next label: 政策文号."""
        label, value, after = (*self.cells[self.at : self.at + 3], None, None, None)[:3]
        if label is None or value is None or after is None or self.header is not None:
            return False
        if title_end().search(label.text) is not None or head.fields(
            [value]
        ):  # a title over 单位名称：某局　年度：2023年
            return False
        return is_strange_label(label) and bool(value.text) and not _is_label(value) and _is_label(after)

    def _goes_on_pair(self, label: Item, after: Item) -> bool:
        """Whether a kind of money with its amount, or a score, goes on with the pair above."""
        last = self.rows[-1] if self.rows else []
        are_pairs = len(last) > 1 and len(last) % 2 == 0 and last[0].column == 0
        if self.header is not None or not are_pairs or not column_likelihood.is_amount(after.text):
            return False
        first = meaning(printed(last[0].text))
        if first.head is not None and label.means.column == "score":
            return is_word(label.text)
        if first.fund_row and not first.fund_column:  # 资金总额 | 60, then 到位资金 | 60, 实际支出 | 55
            field = fund_pairs.column(label)
            if is_word(label.text) and (field in (*AMOUNTS, "rate") or (len(last) == _PAIR and label.means.other)):
                return True
        above = first.fund_column or (first.fund_row if len(last) > _PAIR else None)
        part = bool(label.means.fund_row) and not label.means.fund_column
        if part and meaning(printed(last[-2].text)).fund_column == "rate":  # the sums are complete
            return False
        return is_word(label.text) and bool(above) and (part or label.means.fund_column in ("score", "weight"))

    def _is_amount(self, label: Item, after: Item) -> bool:
        """Whether a label of the money has its one figure right below it: 当年预算数（元） / 126."""
        further = self.cells[self.at + 2 : self.at + 3]
        is_lone = not further or not column_likelihood.is_amount(further[0].text)
        names_money = label.means.fund_row and is_word(label.text) and column_likelihood.is_amount(after.text)
        return is_lone and bool(fund_pairs.is_pair(label, after) or names_money)


def _is_verdict(label: Item, text: Item) -> bool:
    """Whether a text below a label of the foot tells the total in its own words: 评价结论 | 自评总分98分."""
    return bool(label.means.tail and text.means.total) and any(map(str.isdigit, text.text))


def _is_label(item: Item) -> bool:
    """Whether a cell is a label to the letter."""
    return item.means.is_label and is_word(item.text)
