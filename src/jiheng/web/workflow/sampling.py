"""A stratified random draw that anyone can repeat: the same list, seed and numbers give the same forms, on any machine.

docs/workbench/spot-check.md describes the procedure step by step, to be followed by hand or in a spreadsheet.
"""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from jiheng.trouble import Trouble


class Candidate(NamedTuple):
    """A form that can be drawn. `group` is the organisation by which it is stratified; `budget` in 元."""

    form: int
    code: str
    group: int
    budget: Decimal | None


class Stratum(NamedTuple):
    """Of one group, the forms of one band of budgets: how many there are, how many are drawn."""

    group: int
    band: int
    of: int
    drawn: int


class Draw(NamedTuple):
    """What was drawn: the upper ends of the bands, the strata in order, the forms drawn in the order of the list."""

    edges: tuple[Decimal, ...]
    strata: tuple[Stratum, ...]
    forms: tuple[int, ...]


NO_BUDGET = -1
"""The band of forms without a budget."""


def draw(candidates: Sequence[Candidate], seed: int, size: int, bands: int) -> Draw:
    """Draw `size` of the candidates, at least one from each stratum. Raises Trouble."""
    if not candidates:
        raise Trouble("没有可抽的自评表。请放宽范围。")
    edges = band_edges([candidate.budget for candidate in candidates if candidate.budget is not None], bands)
    layers: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        layers[candidate.group, band_of(candidate.budget, edges)].append(candidate)
    counts = {key: len(layers[key]) for key in sorted(layers)}
    if not len(counts) <= size <= len(candidates):
        raise Trouble(
            f"这样分成 {len(counts)} 层，每层至少抽一张，一共 {len(candidates)} 张：抽取张数应在"
            f" {len(counts)} 到 {len(candidates)} 之间，现在是 {size}。可以改张数，或者减少档数、改按主管部门分层。"
        )
    shares = allocate(counts, size)
    taken = {
        candidate.form
        for key, layer in layers.items()
        for candidate in sorted(layer, key=lambda candidate: (order_of(seed, candidate.code), candidate.code))[
            : shares[key]
        ]
    }
    strata = tuple(Stratum(*key, counts[key], shares[key]) for key in counts)
    return Draw(edges, strata, tuple(candidate.form for candidate in candidates if candidate.form in taken))


def order_of(seed: int, code: str) -> str:
    """By what the forms of a stratum are ordered: SHA-256 of `seed:code` in UTF-8, as hexadecimal."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def band_edges(budgets: Sequence[Decimal], bands: int) -> tuple[Decimal, ...]:
    """The upper ends of all bands but the last: the budget at place ⌈n·i/bands⌉ of those in ascending order.

    Equal ends are one, so that equal budgets lie in one band; fewer bands come of it where budgets are alike.
    """
    ordered, count = sorted(budgets), len(budgets)
    found = {ordered[-(-count * number // bands) - 1] for number in range(1, bands)} if count else set()
    return tuple(edge for edge in sorted(found) if edge < ordered[-1])


def band_of(budget: Decimal | None, edges: Sequence[Decimal]) -> int:
    """The number of the band from 0: the first whose upper end the budget does not exceed."""
    if budget is None:
        return NO_BUDGET
    return next((number for number, edge in enumerate(edges) if budget <= edge), len(edges))


def allocate(counts: Mapping[tuple[int, int], int], size: int) -> dict[tuple[int, int], int]:
    """Share out `size` in proportion to the counts: one each, then one by one to the greatest count ÷ (2 × has + 1).

    Equal quotients go to the stratum that comes first; a stratum that is used up gets no more.
    """
    shares = dict.fromkeys(counts, 1)
    heap = [(Fraction(-count, 3), key) for key, count in counts.items() if count > 1]
    heapq.heapify(heap)
    for _ in range(size - len(counts)):
        _, key = heapq.heappop(heap)
        shares[key] += 1
        if shares[key] < counts[key]:
            heapq.heappush(heap, (Fraction(-counts[key], 2 * shares[key] + 1), key))
    return shares
