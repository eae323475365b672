"""The parts of the program that are installed apart, and the command that installs one where this program runs."""

import sys
from importlib.util import find_spec

from jiheng.trouble import Trouble

EXTRAS = {
    "pdf": "写 PDF",
    "data": "批量、查询、指标库、Parquet",
    "ocr": "扫描件和图片",
    "web": "工作台",
    "sign-in": "用单位的目录（LDAP）或统一认证登录工作台",
    "cluster": "用 dask 集群做批量",
}
"""Name in pyproject.toml → what it is for. `all` is all of them but the cluster."""


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
