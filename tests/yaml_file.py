"""YAML of our own, cases and the example; read by libyaml where there is one: each worker reads all the cases."""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(text: str) -> Any:
    """What YAML text says."""
    return yaml.load(text, Loader=_LOADER)


def read_yaml(path: Path) -> Any:
    """What a YAML file says."""
    return from_yaml(path.read_text(encoding="utf-8"))
