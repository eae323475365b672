"""What is open in the surroundings of a workbench, in words, with what to do: said by `jiheng doctor` and at the start.

A look asks one thing; it answers with what it found open, or with nothing. Run after `prepare`.
"""

import datetime
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.roles import ADMINISTRATORS
from jiheng.web.accounts.second_factor import device_of
from jiheng.web.auditlog import triggers
from jiheng.web.auditlog.anchors import path as heads
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.backup import jobs as backup_jobs
from jiheng.web.backup import lock
from jiheng.web.config import LOOPBACK
from jiheng.web.demo.models import Example
from jiheng.web.files.storage import FREE
from jiheng.web.only_one import Running
from jiheng.web.sealing import keys

_HERE = (*LOOPBACK, "localhost")
_SHOWN = 5


class Open(NamedTuple):
    """Something that is open, and what to do about it (Chinese). `serious`: others can get in, or work can be lost."""

    what: str
    advice: str
    serious: bool = True


Look = Callable[[Running | None], Iterator[Open]]
_looks: list[Look] = []


def look(function: Look) -> Look:
    """Decorator: this function looks at one thing. It is given the running server, None where there is none."""
    _looks.append(function)
    return function


def examine(running: Running | None) -> list[Open]:
    """Everything that is open, serious matters first."""
    found = [trouble for function in _looks for trouble in function(running)]
    return sorted(found, key=lambda trouble: not trouble.serious)


@look
def modes(running: Running | None) -> Iterator[Open]:
    """Files of the data folder that other accounts of this machine can read."""
    if os.name != "posix":
        return
    data: Path = settings.CONFIG.data
    within = (path for path in (data, *data.glob("*"), *data.glob("files/*")) if path.name != "static")
    wide = [path for path in within if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if data in wide:
        what = f"数据文件夹 {data} 这台机器上别的账号也能进去"
        yield Open(what, f"请运行 chmod 700 '{data}'（jiheng serve 启动时也会收紧）。")
    elif wide:
        names = "、".join(path.name for path in wide[:_SHOWN])
        yield Open(f"数据文件夹里有别的账号可读的文件：{names}", f"请运行 chmod -R go-rwx '{data}'。", serious=False)


@look
def transport(running: Running | None) -> Iterator[Open]:
    """Passwords that travel in clear, proxies that were not named."""
    if running is None or running.host in _HERE:
        return
    if not running.https:
        what = "没有加密：密码和自评表在网上明文传送，同一网络里的人可以截取"
        yield Open(what, "请在前面放 HTTPS 代理，并加 --https、--proxy 代理的地址（docs/workbench/proxy.md）。")
    elif not running.proxies_listed:
        what = "加了 --https，又在各个地址上提供服务，却没有说代理是哪一台：绕过代理也能连上，来源地址不可信"
        yield Open(what, "请加 --proxy 代理的地址；代理在本机的，去掉 --host。")


@look
def examples(running: Running | None) -> Iterator[Open]:
    """People of the example, whose passwords everybody knows."""
    if Example.objects.exists():
        reached = running is not None and running.host not in _HERE
        yield Open("里面有示例人员，密码人人知道", "只用来试。正式使用请另建数据文件夹，不加 --demo。", reached)


@look
def backups(running: Running | None) -> Iterator[Open]:
    """No backup, or an old one."""
    last = AuditEntry.objects.filter(action="backup.make").order_by("-id").values_list("at", flat=True).first()
    advice = "请运行 jiheng backup -o 文件，放到另一台机器上；最好用系统的定时任务每天做。"
    if last is None:
        yield Open("还没有备份过", advice, serious=False)
    elif timezone.now() - last > datetime.timedelta(days=settings.BACKUP_DAYS):
        yield Open(f"最近一次备份是 {timezone.localtime(last):%Y-%m-%d}，已经过了 {settings.BACKUP_DAYS} 天", advice)


@look
def debugging(running: Running | None) -> Iterator[Open]:
    """Pages that show the inside of the program when something fails."""
    if settings.DEBUG:
        yield Open("开着调试：出错的页面会显示程序的内情", "请不要改动 DEBUG。")


@look
def second_factors(running: Running | None) -> Iterator[Open]:
    """Administrators who sign in by password alone."""
    holders = Person.objects.filter(memberships__role__in=ADMINISTRATORS, is_active=True).distinct()
    without = [str(holder) for holder in holders if device_of(holder) is None]
    if settings.CONFIG.options.second_factor.administrators == "optional" and without:
        what = f"设置放宽了：管理员可以不用动态口令，没有用的有{'、'.join(without[:_SHOWN])}"
        yield Open(what, '请在 settings.toml 里去掉 administrators = "optional"。')


@look
def key_file(running: Running | None) -> Iterator[Open]:
    """A key file that is missing, lies with what it seals, or has no copy."""
    path, data = settings.CONFIG.keys, settings.CONFIG.data
    try:
        ring = keys.read(path)
    except Trouble as trouble:
        yield Open(trouble.message, trouble.advice)
        return
    if ring.copied is None:
        what = f"密钥文件 {path} 还没有抄过副本：这块盘坏了，加密的备份也恢复不了"
        yield Open(what, "请运行 jiheng keys copy -o 文件，离线另处保管，不要和备份放在一起。")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Open(f"密钥文件 {path} 别的账号也能读", f"请运行 chmod 600 '{path}'。")
    if path.is_relative_to(data):
        what = "密钥文件就在数据文件夹里：拷走整个文件夹的人也拿到密钥"
        yield Open(what, "请移到另一个位置，在 settings.toml 里写 [keys] file = 那个位置。", serious=False)


@look
def restoring(running: Running | None) -> Iterator[Open]:
    """Backups that one person alone can open."""
    if lock.latest() is None:
        what = "恢复备份不需要第二个人：有备份和密钥文件的人什么都看得到"
        yield Open(what, "请安全管理员在“恢复凭证”页生成一个，抄下封存。", serious=False)
    plain = [path.name for path in backup_jobs.kept() if path.suffix == ".zip"]
    if plain:
        yield Open(f"服务器上有没有加密的备份：{'、'.join(plain[:_SHOWN])}", "请重新备份，删去这些。")


@look
def directory(running: Running | None) -> Iterator[Open]:
    """Passwords that go to a directory in clear."""
    ldap = settings.CONFIG.options.sign_in.ldap
    if ldap is not None and not ldap.url.startswith("ldaps:") and not ldap.start_tls:
        what = "登录时的密码明文传给单位目录（LDAP）"
        yield Open(what, "请在 settings.toml 里改用 ldaps:// 的地址，或写 start_tls = true。")


@look
def log_guard(running: Running | None) -> Iterator[Open]:
    """An audit log that is not protected as it should be."""
    if not triggers.guard(connection):
        yield Open(
            "数据库里拒绝改动审计日志的触发器不见了", "请保留现场，报告审计管理员，运行 jiheng audit-log verify。"
        )
    if AuditEntry.objects.exists() and not heads().exists():
        what = f"审计日志的末条摘要文件 {heads().name} 不见了：末尾被删发现不了"
        yield Open(what, "请从备份里找回，并运行 jiheng audit-log verify。")


@look
def room(running: Running | None) -> Iterator[Open]:
    """A disk that is nearly full."""
    free = shutil.disk_usage(settings.CONFIG.data).free
    if free < FREE:
        yield Open(f"磁盘快满了：只剩 {free // 1024 // 1024} MB", "请清出空间；不到 512 MB 时不再收文件。")


@look
def processes(running: Running | None) -> Iterator[Open]:
    """A database password that every account of this machine sees."""
    if running is not None and running.secret_shown:
        what = "数据库的密码写在命令行上，这台机器上的人用 ps 就能看到"
        yield Open(what, "请改用环境变量 JIHENG_DATABASE。")
