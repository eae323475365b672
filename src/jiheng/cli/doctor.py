"""`jiheng doctor`: what is open in the surroundings of a workbench."""

from pathlib import Path

import typer

from jiheng.cli import exit_codes
from jiheng.cli.workbench import Data, Database, opened

HELP = """
检查工作台的周围：文件权限、是否加密传送、代理、备份、动态口令、密钥、审计日志的保护，哪里敞着，怎么办。

用法：jiheng doctor [--data 文件夹] [--database URL]

服务运行时也可以用，会一并检查它的启动选项。只看，不改动什么。

退出码：0 没有敞着的；1 有；2 没有检查成。
"""


def run(data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Look at everything and say what is open."""
    opened(data, database)
    from jiheng.web import doctor
    from jiheng.web.only_one import running_in

    running = running_in(data.absolute())
    where = f"http://{running.host}:{running.port}/（进程 {running.process}）" if running else "没有在运行"
    typer.echo(f"数据：{data.absolute()}\n服务：{where}\n")
    found = doctor.examine(running)
    for number, trouble in enumerate(found, 1):
        typer.echo(
            f"{number}. {'【注意】' if trouble.serious else '【提醒】'}{trouble.what}。\n   怎么办：{trouble.advice}"
        )
    if not found:
        typer.echo("没有发现敞着的地方。")
    return exit_codes.FINDINGS if found else exit_codes.OK
