"""`jiheng keys`: the key file of a workbench."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.help_zh import Command, Group
from jiheng.cli.workbench import Data, Database, opened
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.web.sealing.keys import KeyFile

HELP = """
工作台的密钥文件：看、抄一份、换一把。动态口令的种子、涉密项目的内容、备份和审计日志都靠它。

例：
  jiheng keys show                       有几把、指纹、抄过没有
  jiheng keys copy -o U盘/密钥副本.json   抄一份另处保管；丢了密钥，备份也恢复不了
  jiheng keys rotate                     换一把新的，动态口令和涉密项目的内容随即改用它
"""

app = typer.Typer(cls=Group, add_completion=False)

Out = Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="抄到哪里；不要和备份放在一起")]


@app.command("show", cls=Command, help="列出密钥：编号、日期、指纹。不显示密钥本身。", short_help="列出密钥")
def show(data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Tell which keys there are."""
    path, ring = _ring(data, database)
    typer.echo(f"密钥文件：{path}\n抄过副本：{ring.copied or '没有，请运行 jiheng keys copy'}")
    for number, key in sorted(ring.keys.items()):
        typer.echo(f"{number} 号  {key.made}  指纹 {key.fingerprint}{'  在用' if number == ring.current else ''}")
    return exit_codes.OK


@app.command("copy", cls=Command, help="把密钥文件抄一份，另处保管。", short_help="抄一份")
def copy(out: Out, data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Write a copy of the key file that only its owner can read, and note that there is one."""
    import msgspec

    path, ring = _ring(data, database)
    from jiheng.web.auditlog import log
    from jiheng.web.sealing import keys

    if out.exists():
        raise Trouble(f"“{out}”已经有了，没有覆盖", "请换一个文件名。")
    noted = msgspec.structs.replace(ring, copied=datetime.date.today())
    with output.writable(out):
        keys.write(out, noted)
        keys.write(path, noted)
    log.write(None, "keys.copy", None, {"by": "命令行"})
    output.note(f"已抄到 {out}。请离线另处保管，不要和备份放在一起；换了密钥以后再抄一次。")
    return exit_codes.OK


@app.command("rotate", cls=Command, help="换一把新的密钥；旧的留着读以前的内容和备份。", short_help="换一把")
def rotate(data: Data = Path("jiheng-data"), database: Database = "") -> int:
    """Put a new key into use and seal everything with it."""
    path, _ = _ring(data, database)
    from jiheng.web.auditlog import log
    from jiheng.web.sealing import keys
    from jiheng.web.serving import use_keys

    with output.writable(path):
        ring = keys.rotate(path)
    count = use_keys()
    log.write(None, "keys.rotate", None, {"entries": count, "by": "命令行"})
    output.note(f"{ring.current} 号密钥已在用，{count} 项内容已改用它。请再抄一份：jiheng keys copy -o 文件")
    return exit_codes.OK


def _ring(data: Path, database: str) -> "tuple[Path, KeyFile]":
    opened(data, database)
    from django.conf import settings

    from jiheng.web.sealing import keys

    path: Path = settings.CONFIG.keys
    return path, keys.read(path)
