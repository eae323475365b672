"""Mailing notices to people who have an address: some minutes' notices in one mail, failures tried again and shown."""

import datetime
import logging
from collections import defaultdict
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, every, handles, put
from jiheng.web.notices.models import Notice
from jiheng.web.notices.veil import veil

KIND = "notices.mail"
TRIES = 6
"""A mail that fails so often is given up; the notice stays in the workbench."""
_EVERY = 2
_OLD = datetime.timedelta(days=3)
"""What is older is not mailed any more, as when a mail server is configured for the first time."""
_MOST = 500
_log = logging.getLogger("jiheng.mail")


def configured() -> bool:
    """Whether there is a mail server."""
    return bool(settings.CONFIG.mail)


@every(_EVERY)
def look() -> None:
    """Put the mailing into the queue where something waits and none is under way."""
    under_way = Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING))
    if configured() and _waiting() and not under_way.exists():
        put(KIND, None)


@handles(KIND, "发邮件")
def mail(job: Job) -> dict[str, object]:
    """Send what waits, one mail a person. Raises Trouble where some did not go out: they are tried again later."""
    waiting, sent, failed = _waiting(), 0, ""
    connection = get_connection(fail_silently=False)
    try:
        for number, (person, notices) in enumerate(waiting.items(), 1):
            try:
                _message(person, veil(person, notices), connection).send()
            except (OSError, SMTPException, ValueError) as error:
                failed = _why(error)
                _log.warning("mail to %s: %s", person.pk, error)
                _mark(notices, mail_tries=F("mail_tries") + 1, mail_problem=failed)
                connection.close()
            else:
                sent += 1
                _mark(notices, mailed_at=timezone.now(), mail_problem="")
            advance(job, number, len(waiting), "正在发邮件")
    finally:
        connection.close()
    if failed:
        raise Trouble(f"发出 {sent} 封，{len(waiting) - sent} 封没有发出：{failed}。稍后自动再试，最多 {TRIES} 次。")
    return {"text": f"发出 {sent} 封邮件。"}


def _waiting() -> dict[Person, list[Notice]]:
    """The notices to be mailed, by person; what has been read meanwhile is not mailed, and nobody is waited for long.

    After a failure the next try comes later and later.
    """
    now = timezone.now()
    rows = Notice.objects.filter(
        mailed_at=None, read_at=None, at__gt=now - _OLD, mail_tries__lt=TRIES, person__is_active=True
    )
    rows = rows.exclude(person__email="").select_related("person").order_by("id")
    found: dict[Person, list[Notice]] = defaultdict(list)
    for notice in rows[:_MOST]:
        if notice.mail_tries == 0 or now - notice.at > datetime.timedelta(minutes=_EVERY * 2**notice.mail_tries):
            found[notice.person].append(notice)
    return dict(found)


def _message(person: Person, notices: list[Notice], connection: object) -> EmailMessage:
    first = notices[0].text
    subject = f"绩衡：{first}" if len(notices) == 1 else f"绩衡：{len(notices)} 条通知"
    lines = [f"{person}：", ""]
    lines += [f"· {timezone.localtime(notice.at):%m-%d %H:%M}　{notice.text}" for notice in notices]
    lines += ["", "请登录绩衡工作台，在“通知”里查看和办理。", "（系统自动发出，请勿回复。）"]
    short = " ".join(subject.split())[:100]
    return EmailMessage(short, "\n".join(lines), to=[person.email], connection=connection)  # type: ignore[arg-type]


def _mark(notices: list[Notice], **fields: object) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(**fields)


def _why(error: Exception) -> str:
    """The failure in a sentence that a person can act on."""
    if isinstance(error, TimeoutError):
        why = "邮件服务器没有回应"
    elif isinstance(error, ConnectionRefusedError):
        why = "连不上邮件服务器"
    elif isinstance(error, SMTPException):
        why = "邮件服务器拒绝"
    else:
        why = "邮件没有发出"
    return f"{why}（{str(error)[:120]}）"
