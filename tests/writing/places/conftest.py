"""Packs that a test brings are forgotten after it."""

from collections.abc import Iterator

import pytest

from jiheng.places.sources import VARIABLE, forget


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(VARIABLE, raising=False)
    forget()
    yield
    monkeypatch.undo()
    forget()
