"""Checking the audit log in the background: when the audit administrator asks, and every day by itself."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Person, Role
from jiheng.web.auditlog import log
from jiheng.web.auditlog.anchors import heads
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, every, handles
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell

KIND = "auditlog.verify"
_DAY = 24 * 60


@handles(KIND, "核对审计日志")
def _verify(job: Job) -> dict[str, Any]:
    """Read the whole log; fails with where it was changed."""
    total = AuditEntry.objects.count()
    checked = log.check(heads(), lambda done: advance(job, done, total, "正在逐条核对"))
    log.write(job.by, KIND, None, {"entries": checked.entries, "sound": checked.broken is None})
    if checked.broken is not None:
        raise Trouble(_said(checked.broken))
    text = f"日志完好：核对了 {checked.entries} 条。{checked.clock}末条摘要 {checked.last}（请抄下，下次可以对照）"
    return {"text": text, "link": reverse("audit_admin:list"), "link_text": "回审计日志"}


@every(_DAY)
def daily() -> None:
    """Check the log, and tell the audit administrators where it was changed or the clock was set back."""
    checked = log.check(heads())
    if checked.broken is None and checked.set_back is None:
        return
    holders = Person.objects.filter(memberships__role=Role.AUDIT_ADMIN, is_active=True).distinct()
    with transaction.atomic():
        for person in holders:
            if checked.broken is not None:
                key, said = f"auditlog.broken:{timezone.localdate()}", _said(checked.broken)[:300]
            else:  # told once: nothing in the log can be mended
                key, said = f"auditlog.clock:{checked.set_back}", f"核对审计日志：{checked.clock}"
            tell(person, Notice.Kind.FAILED, said, reverse("audit_admin:list"), key)


def _said(broken: log.Broken) -> str:
    at = f"第 {broken.entry} 号，" if broken.entry else ""
    return f"审计日志被动过：{at}{broken.why}。请保留现场，立即报告负责人。"
