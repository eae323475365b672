"""Calling another program when forms have changed: signed, and without content.

What has changed the program fetches by its own token, so that a call tells nobody more than they may see.
"""

import datetime
import hmac
import http.client
import json
import ssl
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import every, handles, put, retry
from jiheng.web.options import Callback
from jiheng.web.workflow.models import Transition

KIND = "api.callback"
_EVERY = 1
_PATIENCE = 10
"""Seconds to wait for the program's answer."""


@every(_EVERY)
def look() -> None:
    """Put a call into the queue where something has changed since the last one; one that failed is tried again."""
    last = Job.objects.filter(kind=KIND).order_by("-id").first()
    if settings.CONFIG.options.callback is None or (last and last.state in (Job.State.WAITING, Job.State.RUNNING)):
        return
    if last is not None and last.state == Job.State.FAILED:
        retry(last)
    elif (newest := _newest()) is not None and newest.isoformat() != _told():
        put(KIND, None)


@handles(KIND, "通知其他程序")
def call(job: Job) -> dict[str, object]:
    """Say that forms have changed, since when and until when. Raises Trouble where the program was not reached."""
    wanted: Callback | None = settings.CONFIG.options.callback
    newest, told = _newest(), _told()
    if wanted is None or newest is None:
        return {}
    try:
        _post(wanted, {"event": "forms.changed", "since": told, "until": newest.isoformat()})
    except (OSError, http.client.HTTPException) as error:
        raise Trouble(f"没有通知到 {wanted.url}：{_why(error)}。过一会儿自动再试。") from error
    Job.objects.filter(kind=KIND, state=Job.State.DONE).delete()
    return {"until": newest.isoformat()}


def signature(key: str, time: str, body: bytes) -> str:
    """What proves that a call is from here and of now."""
    return hmac.digest(key.encode(), time.encode() + b"." + body, "sha256").hex()


def _newest() -> datetime.datetime | None:
    """When a form was last changed or passed on, in local time."""
    found = [
        SelfEvaluation.objects.aggregate(at=Max("changed_at"))["at"],
        Transition.objects.order_by("-id").values_list("at", flat=True).first(),
    ]
    known = [at for at in found if at is not None]
    return timezone.localtime(max(known)) if known else None


def _told() -> str | None:
    """Until when the last call told of changes; None before the first."""
    last = Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-id").first()
    return None if last is None else last.result.get("until")


class _Straight(urllib.request.HTTPRedirectHandler):
    """Goes nowhere but to the address that was set."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(wanted: Callback, said: dict[str, object]) -> None:
    body, now = json.dumps(said).encode(), str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Jiheng-Time": now,
        "X-Jiheng-Signature": f"sha256={signature(wanted.key, now, body)}",
    }
    trusted = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=wanted.ca or None))
    opener = urllib.request.build_opener(trusted, _Straight, urllib.request.ProxyHandler({}))
    request = urllib.request.Request(wanted.url, body, headers, method="POST")
    with opener.open(request, timeout=_PATIENCE):
        pass


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"对方回答 {error.code}"
    cause = getattr(error, "reason", error)
    return reason(cause) if isinstance(cause, OSError) else str(cause)
