"""Signing in by a directory, a provider, a proxy: who it is comes from there, rights from the table here."""

import dataclasses
import hashlib
import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from jiheng.web import doctor, options
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry

pytestmark = pytest.mark.django_db

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/local/libexec:/usr/bin")
PASSWORD = "Mulu-2025-xyz"
_CONFIG = """
include {schema}/core.schema
include {schema}/cosine.schema
include {schema}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/pid
database mdb
suffix "dc=songling"
rootdn "cn=admin,dc=songling"
rootpw {password}
directory {folder}/base
access to attrs=userPassword by anonymous auth by * none
access to * by users read by anonymous auth
"""
_ENTRIES = """
dn: dc=songling
objectClass: dcObject
objectClass: organization
dc: songling
o: songling
""" + "".join(
    f"""
dn: uid={name},dc=songling
objectClass: inetOrgPerson
uid: {name}
cn: {name}
sn: {name}
userPassword: {PASSWORD}
"""
    for name in ("tianbao", "stranger")
)


@pytest.fixture(scope="session")
def directory(tmp_path_factory) -> Iterator[str]:
    """The address of a real OpenLDAP server with two people in it."""
    if SLAPD is None or not Path("/etc/ldap/schema/core.schema").exists():
        pytest.skip("没有 slapd，跳过：apt-get install slapd 即可运行")
    folder = tmp_path_factory.mktemp("ldap")
    (folder / "base").mkdir()
    filled = _CONFIG.format(schema="/etc/ldap/schema", folder=folder, password=PASSWORD)
    (folder / "slapd.conf").write_text(filled)
    (folder / "entries.ldif").write_text(_ENTRIES.lstrip())
    add = [str(Path(SLAPD).with_name("slapadd")), "-f", folder / "slapd.conf", "-l", folder / "entries.ldif"]
    subprocess.run(add, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"ldap://127.0.0.1:{port}"
    process = subprocess.Popen([SLAPD, "-f", folder / "slapd.conf", "-h", url, "-d", "0"], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
    yield url
    process.terminate()
    process.wait()


def use(settings, **ways: object) -> None:
    """Switch ways of signing in on."""
    changed = options.Options(sign_in=options.SignIn(**ways))
    settings.CONFIG = dataclasses.replace(settings.CONFIG, options=changed)
    if "ldap" in ways:
        backend = "jiheng.web.accounts.outside_ldap.LdapBackend"
        settings.AUTHENTICATION_BACKENDS = [
            *settings.AUTHENTICATION_BACKENDS[:-1],
            backend,
            settings.AUTHENTICATION_BACKENDS[-1],
        ]


@pytest.fixture(params=["dn", "search"])
def by_ldap(request, settings, directory):
    found = options.Ldap(directory, dn="uid={username},dc=songling")
    if request.param == "search":
        found = options.Ldap(directory, base="dc=songling", bind_dn="uid=stranger,dc=songling", bind_password=PASSWORD)
    use(settings, ldap=found)


def sign_in(client: Client, username: str, password: str):
    return client.post("/sign-in", {"username": username, "password": password})


def test_the_directory_takes_the_password_and_the_table_gives_the_rights(by_ldap):
    client = Client()
    assert sign_in(client, "TianBao", PASSWORD).url == "/"
    assert client.get("/").status_code == 200
    assert client.get("/roles").status_code == 403
    entry = AuditEntry.objects.filter(action="sign-in").latest("id")
    assert (entry.person_name, entry.detail) == (str(Person.objects.get(username="tianbao")), {"by": "LDAP"})


@pytest.mark.parametrize(
    ("username", "password"),
    [("tianbao", "wrong"), ("tianbao", ""), ("*", PASSWORD), ("tianbao)(uid=*", PASSWORD), ("nobody", PASSWORD)],
)
def test_the_directory_lets_nobody_else_in(by_ldap, username, password):
    client = Client()
    assert sign_in(client, username, password).status_code == 200
    assert client.get("/me").status_code == 302


def test_the_password_kept_here_still_works(by_ldap):
    from jiheng.web.demo.seed import PASSWORD as OWN

    assert sign_in(Client(), "tianbao", OWN).url == "/"


def test_who_has_no_account_here_is_told_what_to_do(by_ldap):
    client = Client()
    page = sign_in(client, "stranger", PASSWORD)
    assert page.status_code == 403
    assert "还没有工作台的账号" in page.content.decode()
    assert "stranger" in page.content.decode()
    assert client.get("/me").status_code == 302
    assert AuditEntry.objects.filter(action="sign-in.unknown").exists()
    assert not Person.objects.filter(username="stranger").exists()


def test_an_account_that_was_closed_here_stays_out(by_ldap):
    Person.objects.filter(username="tianbao").update(is_active=False)
    assert sign_in(Client(), "tianbao", PASSWORD).status_code == 403


def test_a_directory_that_does_not_answer_is_said(settings):
    use(settings, ldap=options.Ldap("ldap://127.0.0.1:1", dn="uid={username},dc=songling", seconds=1))
    assert "单位目录没有回应" in sign_in(Client(), "tianbao", PASSWORD).content.decode()
    assert "明文传给单位目录" in "".join(one.what for one in doctor.examine(None))


def test_the_password_kept_here_has_no_part_in_a_session_from_outside(by_ldap):
    Person.objects.filter(username="tianbao").update(must_change_password=True)
    client = Client()
    sign_in(client, "tianbao", PASSWORD)
    assert client.get("/").status_code == 200


class Provider(BaseHTTPRequestHandler):
    """A small OpenID Connect provider: it signs in whoever `username` says, and signs what it says."""

    key = RSAKey.generate_key(2048, auto_kid=True)
    username, spoil = "tianbao", ""
    asked: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        sent = dict(urllib.parse.parse_qsl(url.query))
        here = f"http://{self.headers['Host']}"
        if url.path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        elif url.path == "/keys":
            self._say({"keys": [self.key.as_dict(private=False)]})
        elif url.path == "/authorize":
            Provider.asked = sent
            query = urllib.parse.urlencode({"code": "c-1", "state": sent["state"]})
            self.send_response(302)
            self.send_header("Location", f"{sent['redirect_uri']}?{query}")
            self.end_headers()

    def do_POST(self):
        sent = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        challenge = urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
        if challenge != self.asked["code_challenge"] or sent["code"] != "c-1":
            self._say({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            "iss": f"http://{self.headers['Host']}",
            "aud": "another" if self.spoil == "audience" else "jiheng",
            "sub": "1",
            "iat": now,
            "exp": now - 900 if self.spoil == "expired" else now + 300,
            "nonce": "other" if self.spoil == "nonce" else self.asked["nonce"],
            "preferred_username": self.username,
        }
        key = RSAKey.generate_key(2048) if self.spoil == "signature" else self.key
        token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _say(self, what, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_):
        return


@pytest.fixture
def provider(settings, monkeypatch):
    """The provider's class, of which a server runs; signing in by it is switched on."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    use(
        settings,
        oidc=options.Oidc(f"http://127.0.0.1:{server.server_port}/.well-known/openid-configuration", "jiheng", "s"),
    )
    monkeypatch.setattr(Provider, "username", "tianbao")
    monkeypatch.setattr(Provider, "spoil", "")
    yield Provider
    server.shutdown()
    server.server_close()


def through(client: Client, path: str = "/sign-in/oidc"):
    """To the provider and back, as a browser goes."""
    import requests

    away = client.get(path)
    back = requests.get(away.url, allow_redirects=False, timeout=10).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_the_provider_says_who_it_is(provider):
    client = Client()
    assert "用统一身份认证登录" in client.get("/sign-in").content.decode()
    assert through(client, "/sign-in/oidc?next=/me").url == "/me"
    assert client.get("/me").status_code == 200
    assert AuditEntry.objects.filter(action="sign-in").latest("id").detail == {"by": "统一身份认证"}


@pytest.mark.parametrize("spoil", ["audience", "expired", "nonce", "signature"])
def test_a_token_that_is_not_right_lets_nobody_in(provider, monkeypatch, spoil):
    monkeypatch.setattr(Provider, "spoil", spoil)
    client = Client()
    assert through(client).url == "/sign-in"
    assert client.get("/me").status_code == 302


def test_an_answer_that_was_not_asked_for_lets_nobody_in(provider):
    client = Client()
    assert client.get("/sign-in/oidc/back", {"code": "c-1", "state": "x"}).url == "/sign-in"
    assert client.get("/me").status_code == 302


def test_whom_only_the_provider_knows_gets_a_page_and_no_rights(provider, monkeypatch):
    monkeypatch.setattr(Provider, "username", "stranger")
    client = Client()
    assert "还没有工作台的账号" in through(client).content.decode()
    assert client.get("/me").status_code == 302


def test_a_provider_that_does_not_answer_is_said(settings):
    use(settings, oidc=options.Oidc("http://127.0.0.1:1/x", "jiheng", "s"))
    client = Client()
    assert client.get("/sign-in/oidc").url == "/sign-in"
    assert "连不上统一身份认证" in client.get("/sign-in").content.decode()


CERTIFIED = {"X-SSL-Client-Verify": "SUCCESS", "X-SSL-Client-S-DN": "CN=tianbao,OU=局本级,O=松泠,C=CN"}


@pytest.mark.parametrize(
    ("address", "headers", "let_in"),
    [
        ("127.0.0.1", {"X-Remote-User": "tianbao"}, True),
        ("10.0.0.9", {"X-Remote-User": "tianbao"}, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", CERTIFIED, True),
        ("10.0.0.9", CERTIFIED, False),
        ("127.0.0.1", {**CERTIFIED, "X-SSL-Client-Verify": "NONE"}, False),
        ("127.0.0.1", {**CERTIFIED, "X-SSL-Client-S-DN": "CN=x\\,CN=tianbao,O=松泠"}, False),
        ("127.0.0.1", {**CERTIFIED, "X-SSL-Client-S-DN": "CN=tianbao,CN=zhuguan"}, False),
        ("127.0.0.1", {**CERTIFIED, "X-SSL-Client-S-DN": "/CN=tianbao"}, False),
    ],
)
def test_only_a_listed_proxy_signs_somebody_in(settings, address, headers, let_in):
    use(settings, header=options.ByHeader(), certificate=options.Certificate())
    client = Client(REMOTE_ADDR=address, headers=headers)
    assert ("以这个身份进入" in client.get("/sign-in").content.decode()) == (
        let_in or "\\," in headers.get("X-SSL-Client-S-DN", "")
    )
    client.post("/sign-in/proxy")
    assert (client.get("/me").status_code == 200) == let_in


@pytest.mark.parametrize("counts", [True, False])
def test_a_certificate_may_count_as_the_second_factor(settings, counts):
    Person.objects.filter(username="tianbao").update(second_factor_required=True)
    use(settings, certificate=options.Certificate(second_factor=counts))
    client = Client(headers=CERTIFIED)
    client.post("/sign-in/proxy")
    assert client.get("/me").status_code == (200 if counts else 302)


def test_all_is_off_by_default():
    client = Client(headers={"X-Remote-User": "tianbao", **CERTIFIED})
    client.post("/sign-in/proxy")
    assert client.get("/me").status_code == 302
    assert client.get("/sign-in/oidc").status_code == 404
    assert "身份" not in client.get("/sign-in").content.decode()
