"""Tests of an extra are skipped where it is not installed."""

from importlib.util import find_spec

import pytest


def needs(*modules: str) -> None:
    """Skip who asks unless all are there. None is loaded for it: some start threads, which no fork keeps."""
    for module in modules:
        if find_spec(module) is None:
            pytest.skip(f"{module} 没有安装", allow_module_level=True)
