"""The workbench's settings file, settings.toml in the data folder: what an office may set, with its defaults."""

import re
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from jiheng.data_error import fault
from jiheng.places.problem import BookError
from jiheng.places.toml import load_toml, suggestion
from jiheng.trouble import Trouble

NAME = "settings.toml"
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_LEAST_KEY = 32
_AT = re.compile(r"`\$\.?([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `(\w+)`")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; a key that it does not know is a mistake, not a remark."""


class SecondFactor(Table, frozen=True):
    """[second_factor]: who must use one, beside those of whom the security administrator asks it."""

    administrators: Literal["required", "optional"] = "required"


class Keys(Table, frozen=True):
    """[keys]: where the key file lies ("": keys.json in the data folder), and which algorithms are used from now on."""

    file: str = ""
    cipher: Literal["AES-GCM", "SM4-GCM"] = "AES-GCM"
    digest: Literal["SHA-256", "SM3"] = "SHA-256"


class Ldap(Table, frozen=True):
    """[sign_in.ldap]: names and passwords are asked of a directory; accounts and rights stay here.

    Either `dn`, with `{username}` in it, or `base` and `filter` name the entry; for the latter `bind_dn` searches.
    """

    url: str
    dn: str = ""
    base: str = ""
    filter: str = "(uid={username})"
    bind_dn: str = ""
    bind_password: str = ""
    start_tls: bool = False
    ca: str = ""
    seconds: int = 5


class Oidc(Table, frozen=True):
    """[sign_in.oidc]: an OpenID Connect provider says who somebody is; `claim` holds the user name."""

    discovery: str
    client_id: str
    client_secret: str
    name: str = "统一身份认证"
    claim: str = "preferred_username"
    scope: str = "openid profile"
    second_factor: bool = False


class ByHeader(Table, frozen=True):
    """[sign_in.header]: a listed proxy has signed the person in, and sends the user name in a header."""

    header: str = "X-Remote-User"
    name: str = "单位门户"
    second_factor: bool = False


class Certificate(Table, frozen=True):
    """[sign_in.certificate]: a listed proxy has seen a certificate; `attribute` of its subject is the user name."""

    verified: str = "X-SSL-Client-Verify"
    subject: str = "X-SSL-Client-S-DN"
    attribute: str = "CN"
    name: str = "数字证书"
    second_factor: bool = False


class Sessions(Table, frozen=True):
    """[sessions]: in how many places one person may be signed in at once; 0 for as many as they like."""

    most: Annotated[int, msgspec.Meta(ge=0)] = 0


class SignIn(Table, frozen=True):
    """[sign_in]: ways in beside the password kept here; all off unless their table is there."""

    ldap: Ldap | None = None
    oidc: Oidc | None = None
    header: ByHeader | None = None
    certificate: Certificate | None = None


class Tokens(Table, frozen=True):
    """[tokens]: whether programs may change something at all; forbidden, those that could may only read."""

    write: Literal["allowed", "forbidden"] = "allowed"


class Callback(Table, frozen=True):
    """[callback]: whom to call when forms have changed, and the key that signs the call; encrypted but on this machine.

    `ca` names the file of the office's own certificate authority.
    """

    url: str
    key: str
    ca: str = ""

    def __post_init__(self) -> None:
        asked = urlsplit(self.url)
        if not asked.hostname or not (
            asked.scheme == "https" or (asked.scheme == "http" and asked.hostname in _THIS_MACHINE)
        ):
            raise ValueError("url 要写 https:// 开头的完整地址，http:// 只能是本机")
        if len(self.key) < _LEAST_KEY:
            raise ValueError(f"key 至少 {_LEAST_KEY} 个字符")


class Options(Table, frozen=True):
    """The whole file. Every table may be left out."""

    second_factor: SecondFactor = SecondFactor()
    keys: Keys = Keys()
    tokens: Tokens = Tokens()
    sign_in: SignIn = SignIn()
    sessions: Sessions = Sessions()
    callback: Callback | None = None


def read(data: Path) -> Options:
    """The settings of a data folder; the defaults where there is no file. Raises Trouble."""
    file = data / NAME
    if not file.exists():
        return Options()
    try:
        return msgspec.convert(load_toml(file), Options)
    except BookError as error:
        raise Trouble(f"{file}：{error.what}", error.advice) from None
    except msgspec.ValidationError as error:
        raise _trouble(file, error) from None


def _trouble(file: Path, error: msgspec.ValidationError) -> Trouble:
    """What msgspec says of a value, for the user: which key of which table, and what to do."""
    said = str(error)
    found = _AT.search(said)
    where = found[1] if found else ""
    if unknown := _UNKNOWN.search(said):
        key = f"{where}.{unknown[1]}".strip(".")
        return Trouble(
            f"{file}：不认识的设置“{key}”", suggestion(unknown[1], _names()) or "请对照说明改正或删去。", key
        )
    return Trouble(f"{file}：{fault(error)}", "请对照说明改正。", where)


def _names() -> list[str]:
    """All names of tables and keys."""
    found: list[str] = []
    waiting: list[type[Table]] = [Options]
    while waiting:
        for field in msgspec.structs.fields(waiting.pop()):
            found.append(field.name)
            kinds = (field.type, *get_args(field.type))
            waiting += [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Table)]
    return found
