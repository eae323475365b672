"""`jiheng serve`: the workbench."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from jiheng.cli import exit_codes, output
from jiheng.cli.workbench import Data, Database, prepare
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.web.only_one import Running

HELP = """
开启工作台：在浏览器里填报、审核、汇总，多人同时使用。

用法：jiheng serve

例：
  jiheng serve                                  数据放在当前目录的 jiheng-data/
  jiheng serve --demo                           用示例部门试一试，各种角色的人都有
  jiheng serve --host 0.0.0.0 --allow 10.0.0.5  让内网其他电脑访问
  jiheng serve --database postgresql://用户:密码@主机/库

第一次启动会建立数据库，并显示管理员的一次性密码。启动时说明哪里还敞着，以后用 jiheng doctor 再看。按 Ctrl+C 停止。
"""
_HERE = ("127.0.0.1", "::1", "localhost")
_EVERYWHERE = ("0.0.0.0", "::")
_HOST, _PORT, _PROCESSES, _WORKERS = _HERE[0], 8000, 4, 1

Host = Annotated[
    str, typer.Option("--host", metavar="地址", help=f"在哪个地址上提供服务；不写是 {_HOST}，只有本机能用")
]
Port = Annotated[int, typer.Option("--port", metavar="端口", min=1, max=65535, help=f"端口，不写是 {_PORT}")]
Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="名称", help="浏览器用来访问的主机名或地址，可重复", show_default=False),
]
Proxy = Annotated[
    list[str] | None,
    typer.Option("--proxy", metavar="IP", help="HTTPS 代理的地址，可重复；不写只认本机的", show_default=False),
]
Processes = Annotated[
    int,
    typer.Option("--processes", metavar="个数", min=1, help=f"服务进程数，不写是 {_PROCESSES}；Windows 上只有 1 个"),
]
Workers = Annotated[int, typer.Option("--workers", metavar="个数", min=1, help=f"后台任务进程数，不写是 {_WORKERS}")]
Https = Annotated[bool, typer.Option("--https", help="前面有 HTTPS 代理：只在加密连接上发送登录凭据")]
Demo = Annotated[bool, typer.Option("--demo", help="第一次启动时装入示例部门")]


def run(
    data: Data = Path("jiheng-data"),
    host: Host = _HOST,
    port: Port = _PORT,
    allow: Allow = None,
    database: Database = "",
    processes: Processes = _PROCESSES,
    workers: Workers = _WORKERS,
    https: Https = False,
    proxy: Proxy = None,
    demo: Demo = False,
) -> int:
    """Write the options where all processes read them, bring the database up, say what is open, serve."""
    if https and not proxy and host not in _HERE:
        message = f"加了 --https，又在 {host} 上提供服务，却没有说 HTTPS 代理是哪一台"
        raise Trouble(message, "请加 --proxy 代理的IP；代理就在本机的，去掉 --host。")
    hosts = ",".join([*(allow or ()), host, "localhost", "127.0.0.1", "[::1]"])
    prepare(data, database, HOSTS=hosts, HTTPS="1" if https else "", PROXIES=",".join(proxy or ()))
    from jiheng.web.only_one import Running, only_one

    running = Running(host, port, https, bool(proxy), bool(urlsplit(database).password), os.getpid())
    with only_one(data.absolute(), running):
        _serve(running, address_of(running, allow or []), data, processes, workers, demo)
    return exit_codes.OK


def address_of(running: "Running", allowed: list[str]) -> str:
    """What people type: the name they were given, through the proxy where it encrypts."""
    if allowed and running.https:
        return f"https://{allowed[0]}/"
    name = _HERE[0] if running.host in _EVERYWHERE else running.host
    return f"http://{allowed[0] if allowed else name}:{running.port}/"


def _serve(running: "Running", address: str, data: Path, processes: int, workers: int, demo: bool) -> None:
    from jiheng.web import doctor, serving

    first = serving.bring_up(demo)
    if first is not None:
        output.note(f"第一次启动。管理员 {first.username}，一次性密码 {first.password}（登录后须改密码，不再显示）")
    from jiheng.web.demo.models import Example

    if Example.objects.exists():
        from jiheng.web.demo.seed import PASSWORD

        output.note(f"示例人员的密码都是 {PASSWORD}，用户名见登录页。")
    elif demo:
        output.note(f"“{data}”里已有数据，没有装入示例。要试示例，请用 --data 指定一个新的文件夹。")
    for trouble in doctor.examine(running):
        output.note(f"{'注意' if trouble.serious else '提醒'}：{trouble.what}。{trouble.advice}")

    def ready() -> None:
        output.note(f"请用浏览器打开 {address} （按 Ctrl+C 停止）")

    serving.serve(running.host, running.port, processes, workers, output.note, ready)
