"""An indicator library out of a batch: which indicators are usual, and what targets others set for them."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from jiheng.checks.names import bare_name, indicator_key
from jiheng.checks.similar import candidates, clusters
from jiheng.checks.word_lists import likeness
from jiheng.places import Book
from jiheng.quantity.words import says_nothing
from jiheng.writing.data.column import settled

if TYPE_CHECKING:
    import duckdb

_EXAMPLES = 3
_IN_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")


class Range(msgspec.Struct, frozen=True):
    """Targets from the least to the greatest; half of them lie between `low` and `high`. Each is one really set."""

    least: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    greatest: Decimal


class Usual(msgspec.Struct, frozen=True):
    """A usual indicator. `usual_count` of its `count` rows have the usual direction and unit; `range` is of those.

    `also` are other names found for it, `examples` the commonest targets as printed.
    """

    name: str
    l1: str
    l2: str
    count: int
    departments: int
    direction: str
    unit: str
    usual_count: int
    weight: Decimal | None
    range: Range | None
    examples: tuple[str, ...]
    also: tuple[str, ...]


_NAMES = "SELECT l3, count(*) FROM indicators WHERE l3 <> '' GROUP BY l3 ORDER BY count(*) DESC, l3"
_KNOWN = "CREATE TEMP TABLE named AS SELECT unnest($1::VARCHAR[]) AS l3, unnest($2::INTEGER[]) AS cluster"
_LEVELS = """
SELECT cluster, coalesce(l1, ''), coalesce(l2, ''), count(*) AS n
FROM indicators JOIN named USING (l3) GROUP BY ALL ORDER BY cluster, n DESC, 2, 3
"""
_SPREAD = """
SELECT cluster, count(*), count(DISTINCT department)
FROM indicators JOIN named USING (l3) JOIN forms USING (form_id) GROUP BY cluster
"""
_RANGES = """
SELECT cluster, coalesce(direction, ''), coalesce(target_unit, ''), count(*) AS n,
       quantile_disc(weight_points, 0.5), quantile_disc(target_figure, [0, 0.25, 0.5, 0.75, 1])
FROM indicators JOIN named USING (l3) GROUP BY ALL ORDER BY cluster, n DESC, 2, 3
"""
_TARGETS = """
WITH counted AS (
  SELECT cluster, coalesce(direction, '') AS way, coalesce(target_unit, '') AS measure,
         concat(CASE WHEN starts_with(target, property) THEN '' ELSE property END, target,
                CASE WHEN ends_with(target, indicators.unit) THEN '' ELSE indicators.unit END) AS printed,
         count(*) AS n
  FROM indicators JOIN named USING (l3) WHERE target <> '' GROUP BY ALL
)
SELECT cluster, way, measure, printed FROM counted
QUALIFY row_number() OVER (PARTITION BY cluster, way, measure ORDER BY n DESC, printed) <= $1
ORDER BY cluster, n DESC, printed
"""


def library(connection: "duckdb.DuckDBPyConnection", book: Book, least: int = 2) -> list[Usual]:
    """The indicators that at least `least` rows have, the most frequent first.

    `book` says how alike two names of one indicator are: a slip of the pen, not another word.
    """
    names = [(str(name), int(count)) for name, count in connection.execute(_NAMES).fetchall()]
    groups = _grouped(names, least, float(book.number("library.likeness")))
    listed = [(name, number) for number, group in enumerate(groups) for name, _ in group]
    connection.execute(_KNOWN, [[name for name, _ in listed], [number for _, number in listed]])
    levels = _first(connection.execute(_LEVELS).fetchall())
    ranges = _first(connection.execute(_RANGES).fetchall())
    spread = _first(connection.execute(_SPREAD).fetchall())
    printed: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for number, direction, unit, text in connection.execute(_TARGETS, [_EXAMPLES]).fetchall():
        printed[number, direction, unit].append(text)
    found = []
    for number, group in enumerate(groups):
        l1, l2, _ = levels[number]
        count, departments = spread[number]
        direction, unit, usual, weight, figures = ranges[number]
        shown = tuple(name for name, _ in group)
        examples = tuple(printed[number, direction, unit])
        found.append(
            Usual(
                *(_display(shown[0]), l1, l2, count, departments, direction, unit, usual),
                *(None if weight is None else settled(weight), _range(figures), examples, shown[1:]),
            )
        )
    return sorted(found, key=lambda entry: (-entry.count, entry.name))


def _first(rows: Sequence[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """The first row of each cluster, without its number."""
    first: dict[int, tuple[Any, ...]] = {}
    for number, *rest in rows:
        first.setdefault(number, tuple(rest))
    return first


def _grouped(names: Sequence[tuple[str, int]], least: int, alike: float) -> list[list[tuple[str, int]]]:
    """Names of one indicator together, the most frequent first; those that are too rare left out."""
    same: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, count in names:
        if (key := indicator_key(name)) and not says_nothing(name):
            same[key].append((name, count))
    keys = list(same)
    ends = candidates([_ends(key) for key in keys])
    near = clusters(len(keys), ends, lambda one, other: _alike(keys[one], keys[other], alike))
    joined = {member: min(group) for group in near for member in group}
    groups: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[joined.get(place, place)] += same[key]
    ordered = (sorted(group, key=lambda pair: (-pair[1], pair[0])) for group in groups.values())
    return [group for group in ordered if sum(count for _, count in group) >= least]


def _ends(key: str) -> set[str]:
    """What a name with a slip in it still shares with the right one: its beginning or its end."""
    return {f"^{key[:3]}", f"{key[-3:]}$"}


def _alike(one: str, other: str, least: float) -> bool:
    digits = [Counter(filter(str.isdigit, name)) for name in (one, other)]
    return digits[0] == digits[1] and likeness(one, other, least) >= least


def _display(name: str) -> str:
    return _IN_BRACKETS.sub("", bare_name(name)) or name


def _range(figures: Sequence[Decimal | None] | None) -> Range | None:
    settled_figures = [settled(figure) for figure in figures or () if figure is not None]
    known = [figure for figure in settled_figures if figure is not None]
    return Range(*known) if len(known) == 5 else None
