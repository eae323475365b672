"""Share of cells read right, a maker a line: python -m tests.reading.formats.measure [forms] [maker…]."""

import sys
from collections.abc import Callable, Iterator
from itertools import islice

from hypothesis import HealthCheck, Phase, given, seed, settings

from jiheng.form import Form, cells
from jiheng.reading import read_bytes

from ..render import graded
from .makers import MAKERS, drawn
from .paper import Paper
from .readback import share

Pairs = list[tuple[Form, Paper]]


def samples(count: int) -> list[Pairs]:
    """So many random lists of painted forms."""
    found: list[Pairs] = []

    @seed(count)
    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(drawn())
    def take(pairs: Pairs) -> None:
        found.append(pairs)

    take()
    return found[1:]  # the first is always the smallest


def measure(name: str, make: Callable[[list[Paper]], bytes], several: list[Pairs]) -> str:
    """A line: the maker, its share, the first things that went wrong."""
    right = total = 0
    wrong: list[str] = []
    for pairs in several:
        found = list(read_bytes(make([paper for _, paper in pairs]), name))
        got = [item for item in found if isinstance(item, Form)]
        forms = [form for form, _ in pairs]
        wrong += islice(_differences(got, forms), 2)
        wrong += [str(item) for item in found if not isinstance(item, Form)]
        one, all_of_them = share(got, forms)
        right, total = right + one, total + all_of_them
    return f"{name:32} {100 * right / total:7.2f} %  {total:6} cells" + "".join(f"\n    {w}" for w in wrong[:4])


def _differences(found: list[Form], forms: list[Form]) -> Iterator[str]:
    if len(found) != len(forms):
        yield f"{len(found)} forms of {len(forms)}"
    for got, form in zip(found, forms, strict=False):
        here, there = dict(cells(graded(got))), dict(cells(graded(form)))
        for place in [*there, *(here.keys() - there.keys())]:
            if here.get(place) != there.get(place):
                yield f"{place}: {here.get(place)!r} for {there.get(place)!r}"


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    several = samples(count)
    for name, make in MAKERS.items():
        if len(sys.argv) < 3 or any(word in name for word in sys.argv[2:]):
            print(measure(name, make, several), flush=True)


if __name__ == "__main__":
    main()
