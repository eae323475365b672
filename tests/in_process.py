"""Files read in the process of the tests, where the real pool forks a worker for them.

A fork of the large process that tests run in costs more than reading a form does. What workers are for (limits of time
and memory, what crashes, files side by side) is tested with real ones: tests marked `workers`.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jiheng.reading.files.pool import Limits


def run(
    work: Callable[[Any], Iterator[Any]],
    tasks: Sequence[Any],
    name: Callable[[Any], str] = str,
    jobs: int = 0,
    limits: Limits | None = None,
    pages: Callable[..., None] | None = None,
) -> Iterator[tuple[Any, Any]]:
    """What `pool.run` yields; tasks and results are copied as on the way to a worker and back. An error is raised."""
    for task in tasks:
        for result in work(_sent(task)):
            yield task, _sent(result)
        yield task, None


def _sent(content: Any) -> Any:
    return pickle.loads(pickle.dumps(content))
