"""`jiheng restore`: a backup into an empty place."""

import os
import shutil
import sys
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

用法：jiheng restore 备份.jhb --data 新的文件夹 --keys 密钥文件 [--database URL]

例：
  jiheng restore 备份.jhb --data 恢复 --keys 密钥副本.json                恢复到 SQLite
  jiheng restore 备份.jhb --data 恢复 --keys 密钥副本.json --database postgresql://用户:密码@主机/空库

备份是加密的，要有备份那时的密钥文件或它的副本；它会抄进新的文件夹。安全管理员设了恢复凭证的，
由他在这里输入（不显示），一个人恢复不了；没有终端时用环境变量 JIHENG_RESTORE_TOKEN。

SQLite 的备份可以恢复到 PostgreSQL，反过来也可以；旧版本的备份会升级到现在的版本。
恢复完用 jiheng serve --data 恢复 启动。中途断了不会留下半份，再运行一次即可。

退出码：0 恢复了；1 恢复了，但审计日志有问题；2 没有恢复。
"""
_UNFINISHED = "restore-unfinished"

File = Annotated[Path, typer.Argument(metavar="备份.jhb", help="jiheng backup 写的文件")]


Keys = Annotated[
    Path | None,
    typer.Option("--keys", metavar="文件", help="备份那时的密钥文件或它的副本", show_default=False),
]
_TOKEN = "JIHENG_RESTORE_TOKEN"


def run(file: File, data: Data = Path("jiheng-data"), database: Database = "", keys: Keys = None) -> int:
    """Restore, and say what came of it."""
    if not file.is_file():
        raise Trouble(f"没有“{file}”这个文件", "请核对备份文件的位置。")
    if keys is not None and not keys.is_file():
        raise Trouble(f"没有“{keys}”这个密钥文件", "请核对 --keys 的位置。")
    _empty(data)
    file, data = file.absolute(), data.absolute()
    kept_elsewhere = bool(database or os.environ.get("JIHENG_DATABASE"))
    place = data if kept_elsewhere else data.with_name(f".{data.name}.restoring")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / _UNFINISHED).touch()
    if keys is not None:
        _take_keys(keys, place)
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


def _take_keys(keys: Path, place: Path) -> None:
    """What is restored is read with these keys from now on."""
    (place / "keys.json").touch(0o600)
    (place / "keys.json").write_bytes(keys.read_bytes())


def _token(file: Path) -> str:
    """What the second person types, where the backup asks for one. Raises Trouble."""
    from jiheng.web.backup.opened import locked

    if not locked(file):
        return ""
    if token := os.environ.get(_TOKEN):
        return token
    if not sys.stdin.isatty():
        raise Trouble("恢复这个备份要第二个人的恢复凭证", f"请由安全管理员在终端上输入，或设环境变量 {_TOKEN}。")
    return str(typer.prompt("恢复要两个人。请安全管理员输入恢复凭证", hide_input=True))


def _empty(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise Trouble(f"“{data}”不是文件夹", "请用 --data 指定一个新的文件夹。")
    if data.is_dir() and any(data.iterdir()) and not (data / _UNFINISHED).exists():
        raise Trouble(f"“{data}”里已经有东西，没有恢复", "请用 --data 指定一个新的或空的文件夹；原来的不会被改动。")


def _restore(file: Path, place: Path, database: str) -> "Restored":
    prepare(place, database)
    from django.db import DatabaseError, connection

    from jiheng.web.backup.restore import restore

    try:
        return restore(file, _token(file))
    except Trouble:
        shutil.rmtree(place, ignore_errors=True)
        raise
    except (OSError, DatabaseError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise Trouble(f"没有恢复：{error}", "请检查磁盘空间、文件夹权限和数据库地址，再试一次。") from error
    finally:
        connection.close()
