"""Does pieces of work one after the other with the build that is on the path; started by bench.against.

A line of JSON comes in for each; processor seconds and a second figure go out: the peak memory in MB, or the number
of forms read.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from jiheng.checks import audit, catalogue
from jiheng.form import Form
from jiheng.reading import read_paths

_LEAST = 0.2
"""Seconds that a reading is repeated for, so that the clock's grain does not count."""


def main() -> None:
    """Serve until the input ends."""
    catalogue()
    forms: list[Form] = []
    for line in sys.stdin:
        what, *words = json.loads(line)
        if what == "load":
            forms = _many(Path(words[0]), int(words[1]))
            answer = (0.0, 0.0)
        elif what == "audit":
            start = time.process_time()
            audit(forms)
            answer = (time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        else:
            answer = _read([Path(word) for word in words])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _many(folder: Path, count: int) -> list[Form]:
    own = [one for one in read_paths([folder]) if isinstance(one, Form)]
    return (own * (count // len(own) + 1))[:count]


def _read(files: list[Path]) -> tuple[float, Any]:
    """Seconds that one reading of the files takes, and how many forms it finds."""
    runs, start, spent = 0, time.process_time(), 0.0
    found = 0
    while spent < _LEAST:
        found = sum(isinstance(one, Form) for one in read_paths(files))
        runs += 1
        spent = time.process_time() - start
    return spent / runs, found


if __name__ == "__main__":
    main()
