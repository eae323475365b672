"""Fuzz targets of the formats: small sound files with bits turned, pieces moved, ends cut off.

python fuzz/fuzz_formats.py [docx|xlsx|xls|html|pdf|ofd|zip|doc] [seconds]
"""

import random
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

from jiheng.form import Form, Problem, from_json, to_json
from jiheng.reading import read_bytes, read_paths
from jiheng.reading.scan import pages
from jiheng.writing.official import fill

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SLOWEST = 10.0
"""Seconds that a file of some kilobytes may take at the very most."""


def samples() -> dict[str, bytes]:
    """A sound file of each format, of two forms."""
    forms = [found for found in read_paths([EXAMPLES]) if isinstance(found, Form)][:2]
    made = {ending: fill(forms, f".{ending}") for ending in ("docx", "xlsx", "html", "pdf")}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, data in made.items():
            archive.writestr(f"内/{ending}.{ending}", data)
    made["zip"] = buffer.getvalue()
    for ending in ("xls", "doc"):
        if found := next(EXAMPLES.rglob(f"*.{ending}"), None):
            made[ending] = found.read_bytes()
    return made


def check(data: bytes, name: str) -> None:
    """Raises when a promise of the readers is broken for a file."""
    began = time.monotonic()
    found = list(read_bytes(data, name))
    if time.monotonic() - began > SLOWEST:
        raise AssertionError(f"{name} is too slow: {len(data)} bytes")
    if not found:
        raise AssertionError(f"{name}: neither form nor problem")
    for problem in found:
        if isinstance(problem, Problem) and (not problem.advice or "缺陷" in problem.advice):
            raise AssertionError(f"{name}: {problem.message}")
    forms = [item for item in found if isinstance(item, Form)]
    if from_json(to_json(forms)) != forms:
        raise AssertionError(f"{name} does not survive JSON")


def spoiled(data: bytes, source: random.Random) -> bytes:
    """The file with a few accidents."""
    broken = bytearray(_inside(data, source) if data[:2] == b"PK" and source.random() < 0.6 else data)
    for _ in range(source.choice((0, 1, 1, 3, 20))):
        place = source.randrange(len(broken))
        kind = source.randrange(4)
        if kind == 0:
            broken[place] ^= 1 << source.randrange(8)
        elif kind == 1:
            broken[place : place + source.randrange(64)] = b""
        elif kind == 2:
            broken[place:place] = broken[(start := source.randrange(len(broken))) : start + source.randrange(64)]
        else:
            broken[place : place + 4] = source.randbytes(4)
        if len(broken) < 2:
            break
    end = len(broken) if source.random() < 0.8 else source.randrange(1, len(broken) + 1)
    return bytes(broken[:end])


def _inside(data: bytes, source: random.Random) -> bytes:
    """A package one part of which is spoiled before it is packed, so that the parsers below see it."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = source.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(
                name, spoiled(content, source) if name == hit and content[:2] != b"PK" and content else content
            )
    return buffer.getvalue()


def with_random(seconds: float, formats: tuple[str, ...] = (), seed: int = 0) -> int:
    """Checks random files for so many seconds; returns how many."""
    source = random.Random(seed)
    files = {ending: data for ending, data in samples().items() if not formats or ending in formats}
    stop, count = time.monotonic() + seconds, 0
    while time.monotonic() < stop:
        ending = source.choice(list(files))
        check(spoiled(files[ending], source), f"样张.{ending}")
        count += 1
    return count


def main() -> None:
    """Run for the seconds and formats of the command line."""
    pages.installed = lambda: False  # recognising a page takes seconds of its own
    seconds = next((float(word) for word in sys.argv[1:] if word.replace(".", "").isdecimal()), 10.0)
    formats = tuple(word for word in sys.argv[1:] if word.isalpha())
    print(f"{with_random(seconds, formats)} files, no failure")


if __name__ == "__main__":
    main()
