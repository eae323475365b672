"""Names and passwords asked of an LDAP directory, on the sign-in page as it is."""

import ssl
from typing import Any

import ldap3
from django.conf import settings
from django.http import HttpRequest
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.outside import AWAY, SESSION, UNKNOWN, WAY, Outside, person_called
from jiheng.web.options import Ldap


class LdapBackend(Outside):
    """Asks the directory. None where it does not know name and password, does not answer, or is not set up."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """The account of that name here, once the directory has taken the password."""
        options: Ldap | None = settings.CONFIG.options.sign_in.ldap
        if options is None or request is None or not username or not password:  # without one a bind always succeeds
            return None
        try:
            if not _taken(options, username, password):
                return None
        except LDAPException:
            setattr(request, AWAY, True)
            return None
        person = person_called(username)
        if person is None:
            setattr(request, UNKNOWN, username)
            return None
        setattr(request, SESSION, WAY)
        return person


def _taken(options: Ldap, username: str, password: str) -> bool:
    """Whether the directory takes name and password. Raises LDAPException where it cannot be asked."""
    dn = options.dn.replace("{username}", escape_rdn(username)) if options.dn else _found(options, username)
    if not dn:
        return False
    connection = _bound(options, dn, password)
    taken = bool(connection.bound)
    connection.unbind()
    return taken


def _found(options: Ldap, username: str) -> str:
    """The entry of that name, "" where there is none or more than one."""
    connection = _bound(options, options.bind_dn, options.bind_password)
    if not connection.bound:
        raise LDAPException("the directory does not take bind_dn")
    asked = options.filter.replace("{username}", escape_filter_chars(username))
    connection.search(options.base, asked, attributes=[], size_limit=2)
    entries = [entry["dn"] for entry in connection.response or () if entry.get("type") == "searchResEntry"]
    connection.unbind()
    return entries[0] if len(entries) == 1 else ""


def _bound(options: Ldap, dn: str, password: str) -> ldap3.Connection:
    """A connection on which this entry has tried to bind; anonymous without one. Raises LDAPException."""
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=options.ca or None)
    server = ldap3.Server(options.url, connect_timeout=options.seconds, tls=tls)
    connection = ldap3.Connection(server, dn or None, password or None, receive_timeout=options.seconds)
    connection.open()
    if options.start_tls:
        connection.start_tls()
    connection.bind()
    return connection
