"""Regular expressions compiled once for all runs: what compiling makes of a text is kept beside the bytecode.

Python keeps what it makes of a module and not what it makes of an expression; for a command that reads and judges one
form, the latter is a quarter of the work. What is kept holds for one build of Python; where it cannot be written, or
this Python has other insides, expressions are compiled as usual.
"""

import atexit
import contextlib
import importlib.util
import marshal
import os
import re
import sys
from array import array
from functools import cache
from pathlib import Path
from typing import Any, cast

_FILE = Path(importlib.util.cache_from_source(__file__)).with_suffix(".expressions")
_MOST = 2000
"""So many expressions are kept; past that, only those that the last run has added."""

_Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What an expression consists of: flags, code, number of groups, their numbers by name, their names by number."""
_added: dict[tuple[str, int], _Made] = {}
"""What this process has compiled itself."""

_parser: Any
_compiler: Any
_engine: Any
try:
    _parser, _compiler, _engine = map(importlib.import_module, ("re._parser", "re._compiler", "_sre"))
    _MADE_BY = f"{sys.version} {_engine.MAGIC} {_engine.CODESIZE}\n".encode()
    _IS_KNOWN = callable(_compiler._code) and array("I").itemsize == _engine.CODESIZE
except (ImportError, AttributeError):
    _IS_KNOWN = False


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives. Raises re.error.

    Words from a set must be put in an order of their own: the set's differs from run to run, and so would the text.
    """
    if not _IS_KNOWN:
        return re.compile(text, flags)
    key = (text, int(flags))
    made = _kept().get(key) or _added.get(key)
    if made is None:
        made = _added[key] = _made(*key)
    own_flags, code, groups, numbers, names = made
    found = _engine.compile(text, own_flags, array("I", code).tolist(), groups, numbers, names)
    return cast(re.Pattern[str], found)


def keep() -> None:
    """Add what this process has compiled to what is kept; called at its end, and by workers, which are killed."""
    if not _added or sys.dont_write_bytecode:
        return
    known = _read()
    _added.update(known if len(known) + len(_added) <= _MOST else {})
    with contextlib.suppress(OSError):
        _FILE.parent.mkdir(parents=True, exist_ok=True)
        draft = _FILE.with_name(f"{_FILE.name}.{os.getpid()}")
        try:
            draft.write_bytes(_MADE_BY + marshal.dumps(_added))
            draft.replace(_FILE)
        finally:
            draft.unlink(missing_ok=True)
    _kept().update(_added)
    _added.clear()


atexit.register(keep)


def _made(text: str, flags: int) -> _Made:
    """What `re.compile` does, up to the code that the engine of this Python runs."""
    parsed = _parser.parse(text, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return flags | state.flags, code, state.groups - 1, state.groupdict, tuple(names)


@cache
def _kept() -> dict[tuple[str, int], _Made]:
    return _read()


def _read() -> dict[tuple[str, int], _Made]:
    """What is kept; nothing of another build of Python, or of a file that is cut off."""
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
        data = _FILE.read_bytes()
        if data.startswith(_MADE_BY):
            return cast(dict[tuple[str, int], _Made], marshal.loads(data[len(_MADE_BY) :]))
    return {}
