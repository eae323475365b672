"""Finding likeness among very many texts: only texts that share a key are compared, and never all with all."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from jiheng.checks.names import folded
from jiheng.expression import expression

WINDOW = 6
"""How many earlier texts under one key a text is compared with; it keeps the work linear."""
_KEYS = 4
_CLAUSE = expression(r"[，。；、,.;:：！!？?\s]+")
_YEARS = expression(r"(?:20\d\d)?[-—–~～至到]?20\d\d年?度?")


@lru_cache(maxsize=2048)
def clause_keys(text: str) -> tuple[str, ...]:
    """The longest clauses of a text: two texts that are nearly one share at least one of them."""
    clauses = {folded(clause) for clause in _CLAUSE.split(text)}
    return tuple(sorted(clauses, key=lambda clause: (-len(clause), clause))[:_KEYS])


@lru_cache(maxsize=8192)
def project_stem(name: str) -> str:
    """A project's name without years: one project that goes on is one stem."""
    return folded(_YEARS.sub("", name))


def candidates(keys: Sequence[Collection[str]]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) that share a key, each once; at most WINDOW per text and key."""
    recent: dict[str, deque[int]] = {}
    for later, own in enumerate(keys):
        seen: set[int] = set()
        for key in own:
            earlier_ones = recent.setdefault(key, deque(maxlen=WINDOW))
            for earlier in earlier_ones:
                if earlier not in seen:
                    seen.add(earlier)
                    yield earlier, later
            earlier_ones.append(later)


def clusters(size: int, pairs: Iterator[tuple[int, int]], alike: Callable[[int, int], bool]) -> list[list[int]]:
    """Groups of two or more, in order, joined by the pairs that are alike."""
    parent = list(range(size))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for earlier, later in pairs:
        if root(earlier) != root(later) and alike(earlier, later):
            parent[root(later)] = root(earlier)
    groups: dict[int, list[int]] = {}
    for member in range(size):
        groups.setdefault(root(member), []).append(member)
    return [group for group in groups.values() if len(group) > 1]
