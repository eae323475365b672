"""An indicator library as a workbook, TOML or JSON."""

import json
from collections.abc import Iterator, Sequence

import msgspec

from jiheng.batch.library import Usual
from jiheng.batch.library_workbook import library_workbook

ENDINGS = (".xlsx", ".toml", ".json")


def library_file(found: Sequence[Usual], ending: str) -> bytes:
    """The library in the format of the ending."""
    if ending == ".json":
        data = msgspec.json.Encoder(decimal_format="number").encode(found)
        return msgspec.json.format(data, indent=1) + b"\n"
    return "\n".join(_toml(found)).encode() if ending == ".toml" else library_workbook(found)


def _toml(found: Sequence[Usual]) -> Iterator[str]:
    yield "# 指标库：由 jiheng library 从批量结果归纳\n"
    for usual in found:
        yield "[[indicator]]"
        for name, value in msgspec.structs.asdict(usual).items():
            if value is None:
                continue
            if name == "range":
                figures = ", ".join(f'{key} = "{figure:f}"' for key, figure in msgspec.structs.asdict(value).items())
                yield f"range = {{ {figures} }}"
            elif isinstance(value, str | int | tuple):
                yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
            else:
                yield f'{name} = "{value:f}"'
        yield ""
