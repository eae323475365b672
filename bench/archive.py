"""An archive of many forms read over and over by several workers: each time the same forms, none as damaged."""

import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from jiheng.form import Form, Problem
from jiheng.reading import read_many, read_paths
from jiheng.writing.official import fill

HEAD = ("张", "遍", "进程", "每遍读到", "报告的问题", "秒")
FORMS, TIMES, JOBS = 200, 50, 2


def rows(examples: Path, forms: int = FORMS, times: int = TIMES) -> Iterator[tuple[str, ...]]:
    """One row: what was read of an archive of workbooks, and how many problems were reported in all."""
    (pattern, *_) = (one for one in read_paths([examples]) if isinstance(one, Form))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "多.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(forms):
                form = msgspec.structs.replace(pattern, project=f"{pattern.project}第{number}包")
                archive.writestr(f"{number}.xlsx", fill([form], ".xlsx"))
        began, counts, problems = time.perf_counter(), set(), 0
        for _ in range(times):
            found = [read.found for read in read_many([path], JOBS)]
            counts.add(len({one.project for one in found if isinstance(one, Form)}))
            problems += sum(isinstance(one, Problem) for one in found)
        spent = time.perf_counter() - began
    yield str(forms), str(times), str(JOBS), "、".join(map(str, sorted(counts))), str(problems), f"{spent:.0f}"
