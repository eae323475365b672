"""What the commands of the workbench share: where its data is, and loading it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jiheng.extras import install
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
        raise Trouble("没有安装工作台所需的程序包", f"请运行 {install('web')}") from error
    os.environ[config.DATA] = str(data.absolute())
    if database:
        os.environ[config.DATABASE] = database
    os.environ.update({getattr(config, name): value for name, value in settings.items()})
    setup.prepare()


def opened(data: Path, database: str) -> None:
    """Connect to the database of a workbench as it is, changing nothing. Raises Trouble where there is none."""
    if not (data / "secret.key").exists():
        raise Trouble(f"“{data}”不是工作台的数据文件夹", "请用 --data 指出启动 jiheng serve 时用的文件夹。")
    prepare(data, database)
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        known = "auditlog_auditentry" in connection.introspection.table_names()
    except OperationalError as error:
        raise Trouble(f"连不上数据库：{error}", "请核对 --database 的地址和数据库服务。") from error
    if not known:
        raise Trouble("数据库里没有工作台的数据", "请核对 --data 和 --database 是不是启动 jiheng serve 时用的。")
