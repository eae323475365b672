"""Sessions: how long they last, who has which, ending them."""

import datetime
import time
from functools import partial

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web.accounts.models import Authenticator, OpenSession, Person
from jiheng.web.accounts.session_store import kept_as
from jiheng.web.auditlog import log
from jiheng.web.brief_write import brief_write

SINCE, _SEEN, _TRACKED, _ASKS = "since", "seen", "tracked", "asks"
BACKGROUND = "X-Jiheng-Background"
"""Header of requests that a page makes by itself; they do not count as the person doing something."""

_EVERY = 60
"""Seconds between two notes of when a session was last used."""


def over(request: HttpRequest) -> str:
    """Why the session has come to its end (Chinese), "" where it has not."""
    now, session = int(time.time()), request.session
    if max(session.get(_SEEN, now), session.get(SINCE, now)) - now > _EVERY:
        return "服务器的时间往回调过，登录了多久说不准，已退出。请重新登录。"
    if now - session.get(_SEEN, now) > settings.SESSION_IDLE_SECONDS:
        return "太久没有操作，已退出。请重新登录。"
    if now - session.get(SINCE, now) > settings.SESSION_COOKIE_AGE:
        return f"登录已满 {settings.SESSION_COOKIE_AGE // 3600} 小时，已退出。请重新登录。"
    return ""


def track(request: HttpRequest, person: Person) -> None:
    """Remember that the session was used, at most once a minute."""
    now, session = int(time.time()), request.session
    known = session.get(_TRACKED) == session.session_key
    if known and (now - session.get(_SEEN, 0) <= _EVERY or BACKGROUND in request.headers):
        return
    session[_SEEN], session[_TRACKED] = now, session.session_key
    session.setdefault(SINCE, now)
    session[_ASKS] = Authenticator.objects.filter(user=person, confirmed=True).exists()
    brief_write(partial(_note, request, person, known))
    if not known and (most := settings.CONFIG.options.sessions.most):
        _end_older(person, session.session_key, most)


def _note(request: HttpRequest, person: Person, known: bool) -> None:
    at, session = timezone.now(), request.session
    if not known:
        _clear(at)
    OpenSession.objects.update_or_create(
        key=kept_as(session.session_key),
        defaults={"person": person, "seen": at},
        create_defaults={
            "person": person,
            "address": log.address.get(),
            "agent": request.headers.get("User-Agent", "")[:200],
            "since": at,
            "seen": at,
        },
    )
    Person.objects.filter(pk=person.pk).update(last_seen=at)


def _clear(now: datetime.datetime) -> None:
    """Forget sessions that have run out; their owners did not sign out."""
    Session.objects.filter(expire_date__lt=now).delete()
    longest = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    OpenSession.objects.filter(seen__lt=now - longest).delete()


def has_device(request: HttpRequest) -> bool:
    """Whether the person uses a second factor of their own will, as it was when the session was last noted."""
    return bool(request.session.get(_ASKS))


def open_of(person: Person) -> list[OpenSession]:
    """The sessions in which the person is signed in now, latest first."""
    rows = list(OpenSession.objects.filter(person=person))
    alive = set(
        Session.objects.filter(session_key__in=[row.key for row in rows], expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    if gone := [row.pk for row in rows if row.key not in alive]:
        brief_write(OpenSession.objects.filter(pk__in=gone).delete)
    return [row for row in rows if row.key in alive]


@transaction.atomic
def _end_older(person: Person, key: str | None, most: int) -> None:
    """Sign the person out where they have been longest, so that with the session just begun there are `most`."""
    others = OpenSession.objects.filter(person=person).exclude(key=kept_as(key)).order_by("-since")
    keys = list(others.values_list("key", flat=True)[most - 1 :])
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    if ended:
        log.write(person, "session.end", person, {"sessions": ended, "own": True})


def end(person: Person, keep: str | None = None) -> int:
    """Sign the person out everywhere but in the session with the key `keep`; how many sessions that were."""
    rows = OpenSession.objects.filter(person=person).exclude(key=kept_as(keep))
    keys = list(rows.values_list("key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended
