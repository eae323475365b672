"""The parts of the program that are installed apart, and the command that installs one where this program runs."""

import sys
from importlib.util import find_spec

from jiheng.trouble import Trouble


def install(extra: str) -> str:
    """The command, with the interpreter written out: another pip would install somewhere else."""
    return f'{_quoted(sys.executable or "python")} -m pip install "jiheng[{extra}]"'


def needs_polars() -> None:
    """Raise Trouble where polars is not installed."""
    if find_spec("polars") is None:
        raise Trouble(
            "写 Parquet 文件要用 polars，这台电脑上没有装",
            f"请运行 {install('data')} 后再试；不能上网的用离线安装包。",
        )


def _quoted(path: str) -> str:
    return f'"{path}"' if set(path) & set(' "&()') else path
