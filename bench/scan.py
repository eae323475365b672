"""Scans: pages a second of processor time by stage, beside rapidocr's own pipeline and another build, in turn.

Only processor time counts and the builds take turns page by page, so that a busy machine shifts the times but hardly
the ratios.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.scan_worker import STAGES
from jiheng.form import Form
from jiheng.reading import read_paths
from jiheng.reading.scan.pages import installed
from jiheng.writing.official import fill

HEAD = (
    "扫描件",
    "页",
    "秒/页",
    "扶正找线",
    "初读",
    "细读",
    "其余",
    "内存 MB",
    "rapidocr 秒/页",
    "比 rapidocr",
    "比另一版",
)
ROUNDS = 3


def rows(examples: Path, corpus: Path, other: Path | None) -> Iterator[tuple[str, ...]]:
    """A row for each set of pages; `other` is the `src` folder of the build to compare with."""
    if not installed():
        yield ("没有装 jiheng[ocr]，没有测", *["—"] * (len(HEAD) - 1))
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _compared(_sets(examples, corpus, Path(folder)), other)


def _sets(examples: Path, corpus: Path, folder: Path) -> dict[str, list[Path]]:
    """Pages of the examples as a scanner gives them, and those of the corpus where it is there; files in `folder`."""
    import numpy as np

    forms = [found for found in read_paths([examples]) if isinstance(found, Form)][:2]
    plain = list(_pages(fill(forms, ".pdf")))[:3]
    random = np.random.default_rng(1)
    sets = {
        "样例，200 dpi": plain,
        "样例，歪 0.7°、噪点 8": [_noisy(picture.rotate(0.7, 3, fillcolor=255), random, 8) for picture in plain],
        "样例，JPEG 40": [_compressed(picture, 40) for picture in plain],
    }
    scan = corpus / "samples" / "scan.pdf"
    if scan.is_file():
        sets["scan.pdf"] = list(_pages(scan.read_bytes()))
    files: dict[str, list[Path]] = {}
    for number, (name, pictures) in enumerate(sets.items()):
        files[name] = []
        for place, picture in enumerate(pictures):
            files[name].append(folder / f"{number}-{place}.png")
            picture.save(files[name][-1])
    return files


def _pages(data: bytes) -> Iterator[Any]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=200 / 72, grayscale=True).to_pil()


def _noisy(picture: Any, random: Any, sigma: float) -> Any:
    import numpy as np
    from PIL import Image

    grey = np.asarray(picture, np.float32)
    return Image.fromarray(np.clip(grey + random.normal(0, sigma, grey.shape), 0, 255).astype(np.uint8))


def _compressed(picture: Any, quality: int) -> Any:
    from PIL import Image

    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream)


def _compared(pictures: dict[str, list[Path]], other: Path | None) -> Iterator[tuple[str, ...]]:
    source = str(Path(__file__).resolve().parent.parent / "src")
    ours, rapid = _Reader(source, "jiheng"), _Reader(source, "rapidocr")
    theirs = _Reader(str(other), "jiheng") if other is not None else None
    readers = [reader for reader in (ours, rapid, theirs) if reader is not None]
    for name, pages in pictures.items():
        for reader in readers:
            reader.done.clear()
            reader.read(pages[0])  # loads the models
            reader.done.clear()
        for _ in range(ROUNDS):
            for page in pages:
                for reader in readers:
                    reader.read(page)
        stages = [statistics.mean(done["stages"].get(stage, 0.0) for done in ours.done) for stage in STAGES]
        yield (
            name,
            str(len(pages)),
            f"{ours.mean():.2f}",
            *(f"{stage:.2f}" for stage in stages),
            f"{ours.mean() - sum(stages):.2f}",
            f"{max(done['peak'] for done in ours.done):.0f}",
            f"{rapid.mean():.2f}",
            f"{rapid.mean() / ours.mean():.2f}",
            f"{theirs.mean() / ours.mean():.2f}" if theirs is not None else "—",
        )


class _Reader:
    """A process that reads one page after the other; each answer holds its processor seconds."""

    def __init__(self, source: str, reader: str) -> None:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([source, str(Path(__file__).resolve().parent.parent)])
        }
        command = [sys.executable, "-m", "bench.scan_worker", reader]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
        self.done: list[dict[str, Any]] = []

    def read(self, page: Path) -> None:
        """Have it read a page."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        self.done.append(json.loads(self.process.stdout.readline()))

    def mean(self) -> float:
        """Processor seconds of a page."""
        return statistics.mean(done["whole"] for done in self.done)
