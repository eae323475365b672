"""Exactness of scans: spoiled pages of made-up forms, cell by cell: right, doubted, or wrong without a doubt.

`python -m bench.scan_exact [--forms 6] [--against SRC]` prints a Markdown table, as in docs/ocr.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from PIL import Image
from tests.reading.made_forms import Paper, as_html, difference, papers

from bench.degraded import FONTS, ORDINARY, POOR, Look, drawn
from jiheng.form import Block, Form, Place, walk
from jiheng.reading import read_bytes

_FIGURES = frozenset(("initial", "budget", "executed", "weight", "rate", "score", "total_weight", "total_score"))
_SINGLE = ("year", "project", "department", "unit", "leader", "phone", "goal_expected", "goal_actual")
_SINGLE += ("total_weight", "total_score")
_DASHES = {"-": "—", "－": "—"}
_QUIET = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
_SIGNS = str.maketrans("≧≦", "≥≤")


def main() -> None:
    """Draw, spoil, read and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.scan_exact")
    parser.add_argument("--forms", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--against", type=Path, help="src folder of another build")
    options = parser.parse_args()
    source = Path(__file__).resolve().parent.parent / "src"
    builds = [source, *([options.against] if options.against else [])]
    made = made_forms(options.forms, options.seed)
    columns = ["格", "对", "不对而存疑", "不对而没说", "其中数"]
    heads = ["页面", *columns, *([f"另一版{name}" for name in columns[1:]] if options.against else [])]
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}\n")
    for name, (dpi, spoil) in (ORDINARY | POOR).items():
        with tempfile.TemporaryDirectory() as folder:
            for number, paper in enumerate(made):
                page = spoil(drawn(paper, look(paper, number), dpi), np.random.default_rng(number))
                Image.fromarray(page).save(Path(folder) / f"{number:02}.png")
            tallies = [tally(made, read(folder, build)) for build in builds]
        shown = [str(tallies[0]["cells"])]
        for told in tallies:
            right = f"{100 * told['right'] / told['cells']:.2f}%"
            shown += [right, str(told["doubted"]), str(told["silent"]), str(told["silent figures"])]
        sys.stdout.write(f"| {name} | {' | '.join(shown)} |\n")
        sys.stdout.flush()


def made_forms(count: int, number: int) -> list[Paper]:
    """Made-up forms with several indicators that are read to the letter from a web page."""
    found: list[Paper] = []

    @seed(number)
    @settings(_QUIET, max_examples=8 * count)
    @given(papers())
    def collect(paper: Paper) -> None:
        read = [form for form in read_bytes(as_html(paper).encode(), "表.html") if isinstance(form, Form)]
        if len(read) == 1 and not difference(read[0], paper) and len(paper.form.indicators) >= 4:
            found.append(paper)

    collect()
    return found[len(found) % 3 :: 2][:count]


def look(paper: Paper, number: int) -> Look:
    """How the form of a number is printed: fonts, sizes and thicknesses by turns, wide ones on A4 on its side."""
    is_wide = max(len(row) for row in paper.rows) > 9 or number % 3 == 2
    sizes, rules = (9.0, 10.5, 10.5, 12.0), (0.35, 0.5, 0.75, 1.0)
    return Look(FONTS[number % 2], sizes[number % 4], rules[(number // 2) % 4], number % 4 != 3, is_wide)


def read(folder: str, source: Path) -> dict[int, dict[str, Any]]:
    """The record of each picture by a build, by its number; {} for one that was refused."""
    output = Path(folder) / "记录.json"
    environment = os.environ | {"PYTHONPATH": str(source)}
    pictures = map(str, sorted(Path(folder).glob("*.png")))
    command = [sys.executable, "-m", "jiheng", "extract", *pictures, "--timeout", "600"]
    subprocess.run([*command, "-o", str(output)], env=environment, capture_output=True, check=False)
    records = json.loads(output.read_text(encoding="utf-8")) if output.exists() else []
    output.unlink(missing_ok=True)
    return {int(Path(record["source"].partition("#")[0]).stem): record for record in records}


def tally(made: Sequence[Paper], records: dict[int, dict[str, Any]]) -> Counter[str]:
    """How many cells are right, doubted, and wrong without a doubt; a page that was refused is doubted as a whole."""
    told: Counter[str] = Counter()
    for number, paper in enumerate(made):
        record = records.get(number)
        told += Counter(outcome for _, outcome in outcomes(paper.form, record))
    told["silent"] += told["silent figures"]
    return told


def outcomes(form: Form, record: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Each cell of a form twice: counted, and what became of it in a record."""
    doubts = {doubt["place"] for doubt in (record or {}).get("uncertain", [])}
    for place, text in _cells(form):
        wanted, found = _bare(text), _bare(_found(record, place))
        if not wanted and not found:
            continue
        yield str(place), "cells"
        if wanted == found:
            yield str(place), "right"
        elif record is None or _is_doubted(place, doubts):
            yield str(place), "doubted"
        else:
            yield str(place), "silent figures" if place.field in _FIGURES else "silent"


def _cells(form: Form) -> Iterator[tuple[Place, str]]:
    """The cells of the head, the funds and the indicators, and the totals."""
    for place, text in walk(form):
        if place.block in (Block.FUNDS, Block.INDICATORS) or place.field in _SINGLE:
            yield place, text


def _found(record: dict[str, Any] | None, place: Place) -> str | None:
    if record is None:
        return None
    if place.row is None:
        return record.get(place.field)
    rows = record.get(place.block.value) or []
    if isinstance(place.row, int):
        return rows[place.row].get(place.field) if place.row < len(rows) else None
    return next((row.get(place.field) for row in rows if row.get("name") == place.row), None)


def _is_doubted(place: Place, doubts: set[str]) -> bool:
    """Whether a cell, its row, its block or the form as a whole is doubted."""
    row = str(place).rpartition(".")[0]
    return not doubts.isdisjoint((str(place), row, place.block.value, "form"))


def _bare(text: str | None) -> str:
    bare = "".join(unicodedata.normalize("NFKC", (text or "").translate(_SIGNS)).split())
    return _DASHES.get(bare, bare)


if __name__ == "__main__":
    main()
