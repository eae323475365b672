"""Sessions in the database under the hash of their key: who reads the database cannot take one over."""

import hashlib
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from jiheng.web.brief_write import brief_write
from jiheng.web.ready_query import Ready


def kept_as(key: str | None) -> str:
    """Under what a session is kept whose key is in the browser's cookie; "" without a key."""
    return hashlib.sha256(key.encode()).hexdigest()[:40] if key else ""


_kept = Ready(lambda key: Session.objects.filter(session_key=key))


class SessionStore(Plain):
    """Django's, with the hash in place of the key wherever the database is asked."""

    _begun = False
    """Whether it began in this request: signing in is never left out."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found: AbstractBaseSession | None = next(iter(_kept(kept_as(self.session_key))), None)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return bool(super().exists(kept_as(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to be written."""
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def create(self) -> None:
        """Begin a session, as signing in does."""
        super().create()
        self._begun = True

    def save(self, must_create: bool = False) -> None:
        """Write it; of a session that was there before, what cannot be written now is left out."""
        if must_create or self._begun or self.session_key is None:
            super().save(must_create)
            return
        brief_write(self._renew)

    def _renew(self) -> None:
        try:
            super().save()
        except UpdateError as error:
            raise (error.__context__ if isinstance(error.__context__, OperationalError) else error) from None

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key; without one, this session."""
        super().delete(kept_as(session_key or self.session_key))
