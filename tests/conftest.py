import gc
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from tests import in_process
from tests.effort import examples, left_out

from jiheng.reading.files import pool
from jiheng.reading.formats import office

# The workbench keeps its files here while tests run; it is set before Django reads its settings. Each worker has a
# folder of its own: their databases number alike, and what is kept by number would be written over.
os.environ["JIHENG_DATA"] = tempfile.mkdtemp(prefix="jiheng-test-", dir=os.environ.get("JIHENG_DATA"))
(Path(os.environ["JIHENG_DATA"]) / "static").mkdir()  # else every client of a test warns that there is none
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")

# What is compiled once serves the other workers, every process that a test starts and the next run, also where the
# machine says that nothing is to be kept: compiling the tests and the product anew took a tenth of a run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

REPO = Path(__file__).resolve().parent.parent

# One revision gives one result on a build machine; at a desk every run tries new examples. No example has a deadline:
# a loaded machine is not a fault.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=examples(100))
settings.register_profile("desk", deadline=None, max_examples=examples(100))
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Hypothesis mixes constants into its examples that it finds in the modules loaded so far. Which these are depends on
# the tests that ran before in the same process, so what examples are tried would be a matter of luck also where they
# are to be the same every time; and looking for them through all modules took a second of each worker.
providers._get_local_constants = providers.Constants


# Looking for garbage through all that is loaded took a tenth of a run.
gc.set_threshold(200_000, 20, 20)

_OF_DJANGO = ("_django", "_dj_", "django_", "_live_server", "_template_string", "_fail_for_invalid_template")
"""Fixtures that pytest-django gives every test: outside the workbench they are half of what a small test costs."""

_installed = office.program
_with_workers = pool.run


def pytest_configure(config: pytest.Config) -> None:
    """Workers do not inherit which settings: they would be read before this file gives the worker its own folder."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only a full run tries, unless it was asked for by its name."""
    if any("::" in argument for argument in config.args):
        return
    later = left_out(items)
    config.hook.pytest_deselected(items=[item for item in items if item in later])
    items[:] = [item for item in items if item not in later]
    for item in items:
        if isinstance(item, pytest.Function) and "web" not in item.path.relative_to(REPO).parts:
            item.fixturenames[:] = [name for name in item.fixturenames if not name.startswith(_OF_DJANGO)]
    gc.freeze()  # what is loaded now stays; nobody looks through it for garbage any more


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What only some tests start: LibreOffice slow ones (all others see the same on every machine), workers to read
    files those marked so."""
    office.program = _installed if item.get_closest_marker("slow") else lambda: None
    pool.run = _with_workers if item.get_closest_marker("workers") else in_process.run


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published forms with their gold records; tests that need it are skipped without it."""
    folder = Path(os.environ.get("JIHENG_CORPUS", REPO.parent / "shared" / "corpus"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"没有语料（{folder}），跳过：设 JIHENG_CORPUS 指向语料目录即可运行")
    return folder
