"""Projects of two lists set side by side by name: the same name is a match, a name that nearly agrees a suspicion.

Never all with all: only names that share a rare pair of characters, or the same amounts, are compared.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiheng.alike import ratio
from jiheng.checks.names import folded
from jiheng.places import Book
from jiheng.quantity.words import fixed

_CODE = re.compile(r"^[\[(【]?[0-9A-Za-z]{5,}[\])】]?[-—_:：.、 ]*(?=\D*[一-鿿])")
_CODE_BEHIND = re.compile(r"[\[(【][0-9A-Za-z-]{5,}[\])】]$")
_RARE_PAIRS = 6
_MOST_SHARING = 40
"""Names that share a pair of characters beyond this number no longer say that they belong together."""
_EVIDENCE = 5
"""Points of likeness that the same unit, or each amount that agrees, is worth in choosing the best partner."""


@dataclass(frozen=True, slots=True)
class Named:
    """A project to match: its name and unit as printed and what else tells it (amounts in 元)."""

    name: str
    unit: str = ""
    amounts: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """Indexes on both sides and how alike the names are (0–100); `certain` where the names are the same."""

    mine: int
    theirs: int
    likeness: int
    certain: bool


def name_key(name: str) -> str:
    """A project's name for comparison: without a code in front or behind, signs and width of characters folded."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return folded(_CODE_BEHIND.sub("", _CODE.sub("", text)))


def match(ones: Sequence[Named], others: Sequence[Named], book: Book) -> list[Match]:
    """One-to-one matches in the order of `ones`: the same names first, then the likest of what is left, where they
    are as alike as the rulebook asks of names alone, or of names whose amounts agree too."""
    likeness = int(book.number("accounts.names.likeness"))
    with_amounts = int(book.number("accounts.names.likeness_with_amounts"))
    keys = [name_key(named.name) for named in ones], [name_key(other.name) for other in others]
    found = _same(ones, others, *keys)
    taken, used = {pair.mine for pair in found}, {pair.theirs for pair in found}
    left = [index for index in range(len(ones)) if index not in taken and keys[0][index]]
    right = [index for index in range(len(others)) if index not in used and keys[1][index]]
    ranked = []
    for mine, yours in _candidates([(keys[0][i], ones[i]) for i in left], [(keys[1][i], others[i]) for i in right]):
        one, other = left[mine], right[yours]
        alike = int(ratio(keys[0][one], keys[1][other]))
        shared = len(ones[one].amounts & others[other].amounts)
        if alike >= likeness or (shared and alike >= with_amounts):
            ranked.append((-alike - _EVIDENCE * (shared + _same_unit(ones[one], others[other])), one, other, alike))
    for _, one, other, alike in sorted(ranked):
        if one not in taken and other not in used:
            taken.add(one)
            used.add(other)
            found.append(Match(one, other, alike, False))
    return sorted(found, key=lambda pair: pair.mine)


def _same(ones: Sequence[Named], others: Sequence[Named], mine: Sequence[str], yours: Sequence[str]) -> list[Match]:
    """The same names; among several the same unit goes first, then the same amounts."""
    places: dict[str, list[int]] = {}
    for index, key in enumerate(yours):
        places.setdefault(key, []).append(index)
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(mine):
        groups.setdefault(key, []).append(index)
    found = []
    for key, members in groups.items():
        partners = places.get(key, []) if key else []
        if len(members) == len(partners) == 1:
            found.append(Match(members[0], partners[0], 100, True))
            continue
        ranked = sorted(
            (-_same_unit(ones[one], others[other]), -len(ones[one].amounts & others[other].amounts), one, other)
            for one in members[:_MOST_SHARING]
            for other in partners[:_MOST_SHARING]
        )
        taken: set[int] = set()
        used: set[int] = set()
        for unit, amounts, one, other in ranked:
            if one not in taken and other not in used:
                taken.add(one)
                used.add(other)
                # Of several projects of one name only unit or amounts tell which is meant.
                found.append(Match(one, other, 100, bool(unit or amounts)))
    return found


def _same_unit(named: Named, other: Named) -> bool:
    mine, yours = folded(named.unit), folded(other.unit)
    return bool(mine and yours) and (mine in yours or yours in mine)


def _candidates(ones: Sequence[tuple[str, Named]], others: Sequence[tuple[str, Named]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a rare pair of characters or an amount, each once."""
    traits = [_traits(key, named) for key, named in others]
    counts = Counter(trait for own in traits for trait in own)
    holders: dict[Hashable, list[int]] = {}
    for index, own in enumerate(traits):
        for trait in own:
            if counts[trait] <= _MOST_SHARING:
                holders.setdefault(trait, []).append(index)
    for index, (key, named) in enumerate(ones):
        known = sorted((counts[trait], str(trait), trait) for trait in _traits(key, named) if trait in holders)
        near = {other for _, _, trait in known[:_RARE_PAIRS] for other in holders[trait]}
        yield from ((index, other) for other in sorted(near))


def _traits(key: str, named: Named) -> set[Hashable]:
    return {*(key[at : at + 2] for at in range(max(1, len(key) - 1))), *named.amounts}


def in_hundreds(yuan: Decimal) -> str:
    """An amount in 元 to the hundred, as a mark by which a project may be known; "" below fifty."""
    return fixed(yuan, 0)[:-2]
