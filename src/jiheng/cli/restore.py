"""`jiheng restore`: a backup into an empty place."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.workbench import Data, Database, prepare
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.web.backup.restore import Restored

HELP = """
把备份恢复到空的文件夹（和空的数据库）。已有的数据不会被覆盖。

用法：jiheng restore 备份.zip --data 新的文件夹 [--database URL]

例：
  jiheng restore 备份.zip --data 恢复                恢复到 SQLite
  jiheng restore 备份.zip --data 恢复 --database postgresql://用户:密码@主机/空库

SQLite 的备份可以恢复到 PostgreSQL，反过来也可以；旧版本的备份会升级到现在的版本。
恢复完用 jiheng serve --data 恢复 启动。中途断了不会留下半份，再运行一次即可。

退出码：0 恢复了；1 恢复了，但审计日志有问题；2 没有恢复。
"""
_UNFINISHED = "restore-unfinished"

File = Annotated[Path, typer.Argument(metavar="备份.zip", help="jiheng backup 写的文件")]


def run(file: File, data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Restore, and say what came of it."""
    if not file.is_file():
        raise Trouble(f"没有“{file}”这个文件", "请核对备份文件的位置。")
    _empty(data)
    file, data = file.absolute(), data.absolute()
    kept_elsewhere = bool(database or os.environ.get("JIHENG_DATABASE"))
    place = data if kept_elsewhere else data.with_name(f".{data.name}.restoring")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / _UNFINISHED).touch()
    restored = _restore(file, place, database)
    (place / _UNFINISHED).unlink()
    if place != data:
        if data.is_dir():
            data.rmdir()
        place.replace(data)
    manifest = restored.manifest
    output.note(
        f"已恢复到 {data}：{manifest.made_at:%Y-%m-%d %H:%M}（UTC）的备份，{restored.rows} 行数据、"
        f"{len(manifest.files)} 个文件，逐表核对无误。"
    )
    if restored.broken:
        output.note(f"注意：备份里的审计日志已被改动或不完整（{restored.broken}）。请告诉审计管理员。")
        return exit_codes.FINDINGS
    return exit_codes.OK


def _empty(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise Trouble(f"“{data}”不是文件夹", "请用 --data 指定一个新的文件夹。")
    if data.is_dir() and any(data.iterdir()) and not (data / _UNFINISHED).exists():
        raise Trouble(f"“{data}”里已经有东西，没有恢复", "请用 --data 指定一个新的或空的文件夹；原来的不会被改动。")


def _restore(file: Path, place: Path, database: str) -> "Restored":
    prepare(place, database)
    from django.db import DatabaseError, connection

    from jiheng.web.backup.manifest import BadBackup
    from jiheng.web.backup.restore import NotEmpty, restore

    try:
        return restore(file)
    except (BadBackup, NotEmpty) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise Trouble(str(error)) from error
    except (OSError, DatabaseError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise Trouble(f"没有恢复：{error}", "请检查磁盘空间、文件夹权限和数据库地址，再试一次。") from error
    finally:
        connection.close()
