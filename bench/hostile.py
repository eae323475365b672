"""Hostile files, one a worker: what the user is told, seconds, peak memory."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.reading.hostile.corpus import FILES

from jiheng.form import Form, Problem
from jiheng.reading.files import pool
from jiheng.reading.parallel import Document, documents, read_document

HEAD = ("文件", "结果", "秒", "内存 MB")


def rows() -> Iterator[tuple[str, ...]]:
    """A row a file."""
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FILES.items():
            path = Path(folder) / name
            path.write_bytes(make())
            yield weighed(path)
            path.unlink()


def weighed(path: Path) -> tuple[str, ...]:
    """Read one file as the commands do."""
    start = time.perf_counter()
    messages: dict[str, None] = {}
    peak = 0
    for found in documents([path]):
        if isinstance(found, Problem):
            messages[found.message] = None
            continue
        for _, result in pool.run(weigh, [found], lambda document: document.name, 1):
            if isinstance(result, int):
                peak = max(peak, result)
            elif isinstance(result, Problem):
                messages[result.message] = None
    seconds = time.perf_counter() - start
    word = "；".join(list(messages)[:2])
    return path.name, word, f"{seconds:.2f}", str(peak >> 10) if peak else "—"


def weigh(document: Document) -> Iterator[Form | Problem | int]:
    """What comes of a document, then the highest memory of the worker in KB."""
    yield from read_document(document)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield peak >> 10 if sys.platform == "darwin" else peak
