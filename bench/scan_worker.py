"""Reads page pictures one after the other, in a process of its own; started by bench.scan.

File names come in, a line each; processor seconds, those of the stages, and the peak memory in MB go out as JSON.
"""

import json
import resource
import sys
import time
from importlib import import_module
from typing import Any

STAGES = ("prepare", "glance", "look_closer")


def main() -> None:
    """Serve until the input ends."""
    import numpy as np
    from PIL import Image

    read = {"jiheng": jiheng, "rapidocr": rapidocr}[sys.argv[1]]()
    for line in sys.stdin:
        picture = np.asarray(Image.open(line.strip()).convert("L"))
        start = time.process_time()
        stages = read(picture)
        whole = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps({"whole": whole, "stages": stages, "peak": peak}) + "\n")
        sys.stdout.flush()


def jiheng() -> Any:
    """Reads a page with the build that is on the path, and tells what each stage took."""
    try:
        page = import_module("jiheng.reading.scan.page")
    except ModuleNotFoundError:  # an older build
        page = import_module("jiheng.reading.scan_page")
    spent: dict[str, float] = {}

    def timed(name: str) -> None:
        work = getattr(page, name, None)
        if work is None:  # another build has other stages
            return

        def run(*args: Any) -> Any:
            start = time.process_time()
            try:
                return work(*args)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - start

        setattr(page, name, run)

    for name in STAGES:
        timed(name)

    def read(picture: Any) -> dict[str, float]:
        spent.clear()
        page.look(picture, 1, 595.0)
        return dict(spent)

    return read


def rapidocr() -> Any:
    """Reads a page with rapidocr's own pipeline: text found by its model, no table, one thread."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "critical"})

    def read(picture: Any) -> dict[str, float]:
        engine(picture)
        return {}

    return read


if __name__ == "__main__":
    main()
