"""Whether a regular expression can be matched in exponentially many ways, as its position automaton tells."""

import re._constants as sre
import re._parser as parser
from collections.abc import Iterable
from dataclasses import dataclass, field

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_MANY = 3
"""Repetitions as many as this and more count as without end: ways multiply in one loop, not in a count."""


@dataclass
class _Part:
    """The positions that a part may begin and end with; `empty` where it may take nothing."""

    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)
    empty: bool = True


@dataclass
class _Automaton:
    signs: list[object] = field(default_factory=list)
    """What each position takes: a character, a set of them, or None for (nearly) any."""
    follow: list[set[int]] = field(default_factory=list)
    doubled: bool = False
    """Whether a loop leads where a loop in it leads already, as in (?:a+)+, or repeats what may be nothing."""

    def sign(self, takes: object) -> _Part:
        self.signs.append(takes)
        self.follow.append(set())
        here = {len(self.signs) - 1}
        return _Part(here, here, False)

    def join(self, one: _Part, other: _Part) -> _Part:
        for position in one.last:
            self.follow[position] |= other.first
        return _Part(
            one.first | other.first if one.empty else one.first,
            one.last | other.last if other.empty else other.last,
            one.empty and other.empty,
        )

    def loop(self, part: _Part) -> _Part:
        for position in part.last:
            self.doubled |= part.empty or bool(self.follow[position] & part.first)
            self.follow[position] |= part.first
        return _Part(part.first, part.last, False)

    def sequence(self, items: Iterable[tuple[object, object]]) -> _Part:
        whole = _Part()
        for operation, value in items:
            whole = self.join(whole, self.part(operation, value))
        return whole

    def part(self, operation: object, value: object) -> _Part:
        if operation is sre.LITERAL:
            return self.sign(frozenset({value}))
        if operation in (sre.ANY, sre.NOT_LITERAL, sre.CATEGORY):
            return self.sign(None)
        if operation is sre.IN:
            plain = all(kind is sre.LITERAL for kind, _ in value)
            return self.sign(frozenset(code for _, code in value) if plain else None)
        if operation is sre.BRANCH:
            parts = [self.sequence(branch) for branch in value[1]]
            return _Part(
                set().union(*(part.first for part in parts)),
                set().union(*(part.last for part in parts)),
                any(part.empty for part in parts),
            )
        if operation is sre.SUBPATTERN:
            return self.sequence(value[3])
        if operation in _REPEATS:
            least, most, inner = value
            part = self.sequence(inner)
            part = self.loop(part) if most >= _MANY else part
            return _Part(part.first, part.last, part.empty or least == 0)
        assert operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT), operation
        return _Part()


def exponential(expression: str) -> bool:
    """Whether some text can be taken by the same loop in two ways, so that a text of n such pieces has 2ⁿ."""
    automaton = _Automaton()
    automaton.sequence(parser.parse(expression))
    signs, follow = automaton.signs, automaton.follow
    if automaton.doubled:
        return True

    def steps(pair: tuple[int, int]) -> set[tuple[int, int]]:
        return {
            (one, other)
            for one in follow[pair[0]]
            for other in follow[pair[1]]
            if signs[one] is None or signs[other] is None or signs[one] & signs[other]
        }

    def reached(begin: tuple[int, int]) -> set[tuple[int, int]]:
        found, waiting = set(), [begin]
        while waiting:
            new = steps(waiting.pop()) - found
            found |= new
            waiting.extend(new)
        return found

    for position in range(len(signs)):
        same = (position, position)
        away = reached(same)
        if same in away and any(one != other and same in reached((one, other)) for one, other in away):
            return True
    return False
