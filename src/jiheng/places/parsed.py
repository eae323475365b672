"""What the shipped TOML files hold, kept as JSON beside the bytecode of the modules, so that a command need not parse
them again: parsing all of them takes longer than the rest of reading and judging one form."""

import contextlib
import importlib.util
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from jiheng.places.sources import SHIPPED

_read = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_write = msgspec.json.Encoder(decimal_format="number")


def parsed(file: Path, content: bytes) -> dict[str, Any]:
    """The tables of a TOML file that holds `content`; numbers with a point become Decimal.

    Raises ValueError (no UTF-8, no TOML), ArithmeticError or RecursionError.
    """
    if not file.is_relative_to(SHIPPED):  # the users' folders hold what they put there and nothing else
        return _tables(content)
    kept = Path(importlib.util.cache_from_source(str(file))).with_suffix(".json")
    made_from = importlib.util.source_hash(content)  # stands in front, as in bytecode
    with contextlib.suppress(OSError, msgspec.DecodeError):
        data = kept.read_bytes()
        if data.startswith(made_from):
            return _read.decode(data[len(made_from) :])
    tables = _tables(content)
    if not sys.dont_write_bytecode:
        _keep(kept, made_from + _write.encode(tables))
    return tables


def _tables(content: bytes) -> dict[str, Any]:
    import tomllib  # not needed where everything is kept

    return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)


def _keep(kept: Path, data: bytes) -> None:
    """Where the folder cannot be written to, the file is parsed every time."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(kept)
