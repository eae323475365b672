"""What the commands of the workbench share: where its data is, and loading it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jiheng.trouble import Trouble

Data = Annotated[Path, typer.Option("--data", metavar="文件夹", help="工作台的数据文件夹")]
Database = Annotated[
    str, typer.Option("--database", metavar="URL", help="PostgreSQL 的地址；不写则用 SQLite", show_default=False)
]


def prepare(data: Path, database: str, **settings: str) -> None:
    """Load the workbench on a data folder and database; `settings` are names of jiheng.web.config with their values.

    They go into the environment, where the server's and workers' processes read them too. Raises Trouble.
    """
    try:
        from jiheng.web import config, setup
    except ImportError as error:
        raise Trouble("没有安装工作台所需的程序包", "请运行 pip install 'jiheng[web]'。") from error
    os.environ[config.DATA] = str(data.absolute())
    if database:
        os.environ[config.DATABASE] = database
    os.environ.update({getattr(config, name): value for name, value in settings.items()})
    try:
        setup.prepare()
    except config.BadConfig as error:
        raise Trouble(str(error)) from error
