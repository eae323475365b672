"""What others set for the same indicator: an indicator library (jiheng library) as the checks use it."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from jiheng.checks.names import indicator_key
from jiheng.data_error import fault
from jiheng.system_error import reason
from jiheng.trouble import Trouble


class Spread(msgspec.Struct, frozen=True):
    """Targets from the least to the greatest; half of them lie between `low` and `high`."""

    least: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    greatest: Decimal


class Peer(msgspec.Struct, frozen=True):
    """An indicator that others use: how many rows have its usual unit, their targets and their usual weight.

    A library file says more of each; only this is read.
    """

    name: str
    count: int = 0
    unit: str = ""
    usual_count: int = 0
    weight: Decimal | None = None
    range: Spread | None = None
    also: tuple[str, ...] = ()


class Peers:
    """The indicators of a library by name."""

    def __init__(self, indicators: Sequence[Peer]) -> None:
        self._by_name = {
            indicator_key(name): usual for usual in reversed(indicators) for name in (*usual.also, usual.name)
        }

    def find(self, name: str) -> Peer | None:
        """The indicator of that name, however it is numbered and bracketed."""
        return self._by_name.get(indicator_key(name))


def load_peers(path: Path) -> Peers:
    """A library file written by `jiheng library` (.json, .toml). Raises Trouble for one that cannot be used."""
    import tomllib

    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".toml":
            return Peers(msgspec.convert(tomllib.loads(data.decode()).get("indicator", []), list[Peer], strict=False))
        return Peers(msgspec.json.decode(data, type=list[Peer], strict=False))
    except OSError as error:
        raise Trouble(f"打不开指标库 {path}：{reason(error)}", "核对文件名。") from error
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        advice = "用 jiheng library 文件夹 -o 指标库.json（或 .toml）重新生成。"
        raise Trouble(f"看不懂指标库 {path.name}：{fault(error)}", advice) from error
