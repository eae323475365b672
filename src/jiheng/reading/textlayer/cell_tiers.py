"""Headers of two tiers of which each label has a line of its own: which of the upper labels stand over others."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from jiheng.form import AMOUNTS
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, header_tiers
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import is_word, key

Group = tuple[Item, tuple[Item, ...]]
"""A label of the upper tier with those below it; none below one that reaches down."""

_STRANGE = 3.0
"""What it costs that a label which means one amount stands below a label that means another."""
_ROWS = 3
_FEWEST_BOXES = 2


def of_money(labels: Sequence[Item], rows: Sequence[Sequence[Item]]) -> list[Group] | None:
    """The labels as two tiers, as many at the lowest as a row has amounts, that suit the first rows best.

    With one label more than amounts, the first may be the title of the names. None where it is, and where no way to
    part the labels fits: every upper label comes before every lower one.
    """
    wide = len(rows[0]) if rows else 0
    parents = len(labels) - wide
    if not 0 < parents < wide or any(len(row) != wide for row in rows[:_ROWS]):
        return None
    found: list[list[Group]] = [[(label, ()) for label in labels[1:]]] if parents == 1 else []
    found += _ways(labels, parents)
    best = min(found, key=lambda way: _cost(way, rows[:_ROWS]), default=None)
    return best if best is not None and any(below for _, below in best) else None


def _ways(labels: Sequence[Item], parents: int) -> Iterator[list[Group]]:
    for cut in range(parents, len(labels) - parents + 1):
        upper, lower = labels[:cut], labels[cut:]
        for over in combinations(range(cut), parents):
            for ends in combinations(range(1, len(lower)), parents - 1):
                bounds = [0, *ends, len(lower)]
                below = {place: tuple(lower[bounds[n] : bounds[n + 1]]) for n, place in enumerate(over)}
                yield [(label, below.get(place, ())) for place, label in enumerate(upper)]


def _cost(way: list[Group], rows: Sequence[Sequence[Item]]) -> float:
    leaves = [(leaf, label) for label, below in way for leaf in below or (label,)]
    cost = 0.0
    for number, (leaf, label) in enumerate(leaves):
        field = leaf.means.fund_column
        if leaf is not label:
            over = label.means.fund_column
            is_strange = field not in (None, over) and not _within(field, over)
            cost += _STRANGE * (is_strange or over not in (None, *AMOUNTS))
            field = field or header_tiers.means_below(leaf, label).fund_column
        cost += sum(column_likelihood.fund(field or "", row[number].text) for row in rows if row[number].text)
    return cost


def _within(field: str | None, over: str | None) -> bool:
    """Whether one amount may stand below the name of another: the initial budget below the budget."""
    return field == "initial" and over == "budget"


def boxes(labels: Sequence[Item]) -> list[Group] | None:
    """The labels of a tree as two tiers where the last of them are boxes to tick below a label before them.

    Below 偏差原因分析 whatever is no label, below 完成目标可能性 the choices that the vocabulary names.
    """
    cut = len(labels)
    while cut and not labels[cut - 1].means.column and not _is_known(labels[cut - 1]):
        cut -= 1
    lower = labels[cut:]
    if len(lower) < _FEWEST_BOXES:
        return None
    choices = {key(word) for word in words().form.choices}
    chosen = tuple(item for item in lower if key(item.text) in choices)
    causes = tuple(item for item in lower if item not in chosen)
    reason = next((item for item in labels[:cut] if item.means.column == "reason"), None)
    likely = next((item for item in labels[:cut] if key(item.text) in _likelihoods()), None)
    below = {id(label): part for label, part in ((reason, causes), (likely, chosen)) if label is not None and part}
    if not below or (causes and reason is None) or (chosen and likely is None):
        return None
    return [(label, below.get(id(label), ())) for label in labels[:cut]]


def _is_known(item: Item) -> bool:
    """Whether a label of a column that no field takes: 完成目标可能性, 改进措施."""
    is_choice = key(item.text) in {key(word) for word in words().form.choices}
    return bool(item.means.other or item.means.tail) and is_word(item.text) and not is_choice


def _likelihoods() -> set[str]:
    return {key(word) for word in words().form.own.get("likelihood", ())}


def leaves(groups: list[Group]) -> list[Item]:
    """The lowest labels from left to right."""
    return [leaf for label, below in groups for leaf in below or (label,)]


def rows_of_header(groups: list[Group], first: int) -> tuple[list[tuple[int, Item, int]], list[tuple[int, Item]]]:
    """The upper tier as (column, label, columns), the lower one as (column, label); `first` is the first column."""
    upper, lower = [], []
    column = first
    for label, below in groups:
        upper.append((column, label, max(len(below), 1)))
        lower += [(column + n, item) for n, item in enumerate(below)]
        column += max(len(below), 1)
    return upper, lower
