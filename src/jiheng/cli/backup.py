"""`jiheng backup`: the workbench into one file, while it runs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.workbench import Data, Database, prepare
from jiheng.trouble import Trouble

HELP = """
把工作台的全部数据备份成一个文件。工作台可以照常使用。

用法：jiheng backup -o 备份.jhb [--data 文件夹] [--database URL]

例：
  jiheng backup -o 备份.jhb                     数据在当前目录的 jiheng-data/
  jiheng backup -o /mnt/u盘/备份.jhb --data /srv/jiheng
  jiheng backup -o 备份.jhb --database postgresql://用户:密码@主机/库
  jiheng backup -o 备份.zip --plain             不加密，一个普通的 zip

文件里是同一时刻的全部数据和上传的文件。写好后先在临时位置恢复一遍、逐表核对，通过了才留下。
整个文件用密钥文件加密；恢复用 jiheng restore，要有密钥文件（jiheng keys copy 抄一份）。

退出码：0 备份好了；1 备份好了，但有文件缺失或审计日志有问题；2 没有备份。
"""

Out = Annotated[Path, typer.Option("-o", "--output", metavar="文件.jhb", help="写到哪里")]
Check = Annotated[bool, typer.Option("--check/--no-check", help="写好后试着恢复一遍")]


Plain = Annotated[bool, typer.Option("--plain", help="不加密：拿到文件的人什么都看得到")]


def run(
    out: Out, data: Data = Path("jiheng-data"), database: Database = "", check: Check = True, plain: Plain = False
) -> int:
    """Write the backup and put it on record."""
    prepare(data, database)
    if not database and not os.environ.get("JIHENG_DATABASE") and not (data / "jiheng.sqlite3").is_file():
        raise Trouble(f"“{data}”里没有工作台的数据", "请用 --data 指定工作台的数据文件夹，与 jiheng serve 的一样。")
    from django.db import DatabaseError

    from jiheng.web.backup.create import make
    from jiheng.web.backup.jobs import on_record

    try:
        made = make(out.absolute(), check=check, plain=plain)
        on_record(None, out)
    except DatabaseError as error:
        raise Trouble(f"数据库读不出来：{error}", "请检查 --database 和数据库的状态。") from error
    except OSError as error:
        raise output.cannot_write(out, error) from error
    if plain:
        output.note("注意：这个备份没有加密，里面有涉密项目以外的全部内容和密码的摘要，请像保管涉密文件那样保管。")
    output.note(f"已备份到 {out}{'，并试着恢复过、逐表核对' if check else ''}：{made.said()}")
    return exit_codes.FINDINGS if made.manifest.missing or made.warning else exit_codes.OK
