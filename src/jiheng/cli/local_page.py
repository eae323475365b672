"""`jiheng app`: the page for those who never open a terminal."""

import signal
import webbrowser
from typing import Annotated

import typer

from jiheng.cli import exit_codes, output
from jiheng.system_error import reason
from jiheng.trouble import Trouble

HELP = """
打开一个只在这台电脑上的网页：把自评表拖进去，看每张表的结论，打开一张看问题标在哪一格，
保存批注副本和审核报告。不用登录，别的电脑打不开，不留下文件，关掉就没有了。

用法：jiheng app [文件或文件夹 …]

例：
  jiheng app               打开空的页面，再拖文件进去
  jiheng app 自评表/       打开时就审核这个文件夹

在页面上按“退出”，或在这里按 Ctrl+C 停止；页面关掉半小时后也会自己停止。
退出码：0 正常停止；2 用法不对，或端口被占用。
"""

Files = Annotated[list[str] | None, typer.Argument(metavar="文件…", show_default=False)]
Port = Annotated[
    int, typer.Option("--port", metavar="端口", min=0, max=65535, help="端口，不写则用空闲的", show_default=False)
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不自动打开浏览器，只写出网址")]


def run(files: Files = None, port: Port = 0, no_browser: NoBrowser = False) -> int:
    """Serve the page to this computer and open it."""
    from jiheng.cli.local.server import LocalServer
    from jiheng.cli.local.session import Session

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it clears up as at Ctrl+C
    session = Session(files or [])
    try:
        try:
            server = LocalServer(session, port)
        except OSError as error:
            raise Trouble(f"{port} 端口用不了（{reason(error)}）", "换一个端口，或不写 --port。") from error
        output.note(f"请用浏览器打开 {server.url} （按 Ctrl+C 停止）")
        if not no_browser:
            webbrowser.open(server.url)
        try:
            server.run()
        except KeyboardInterrupt:
            return exit_codes.OK
    finally:
        session.close()
    return exit_codes.OK
