"""Fuzz target of jiheng.quantity: with atheris when it is installed, else with the standard library's random.

python fuzz/fuzz_quantity.py [seconds]
"""

import random
import sys
import time

from jiheng.quantity import answer, money, number, parse, render, share

SIGNS = "0123456789.,%％/-~～—×*$\\≥≤＜＞（）()「」 \n\x00eEx"
ALPHABET = SIGNS + "万亿元年月日前底一二三十百千第优良中低差约余多半个项次人分小时天"


def said(text: str) -> tuple[object, ...]:
    """What a text is understood to say, without its spans."""
    value = parse(text)
    parts = tuple((q.kind, q.comparator, q.figure, q.unit, q.base, q.upper, q.approximate) for q in value.quantities)
    return parts, value.scale, value.level


def check(text: str) -> None:
    """Raises when a promise of the room is broken for a text."""
    value = parse(text, sign="≥", unit="万元")
    end = 0
    for quantity in value.quantities:
        if not end <= quantity.start < quantity.end <= len(text):
            raise AssertionError(f"spans: {text!r}")
        end = quantity.end
    if said(render(parse(text))) != said(text):
        raise AssertionError(f"read back: {text!r} as {render(parse(text))!r}")
    answer(value, parse(text), text)
    number(text)
    share(text)
    money(text, "元")


def with_random(seconds: float) -> int:
    """Checks random texts for so many seconds; returns how many."""
    source = random.Random(0)
    stop, count = time.monotonic() + seconds, 0
    while time.monotonic() < stop:
        check("".join(source.choices(ALPHABET, k=source.randrange(1, 40))))
        count += 1
    return count


def main() -> None:
    """Runs under atheris when it is there."""
    try:
        import atheris
    except ImportError:
        seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
        print(f"{with_random(seconds)} texts, no failure")
        return

    def one(data: bytes) -> None:
        check(data.decode("utf-8", "replace"))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
