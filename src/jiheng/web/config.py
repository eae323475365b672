"""What a start of the workbench is told: data folder, database, address, proxies, mail. Read from the environment once.

`jiheng serve` writes its options into the environment, so that server and worker processes see the same.
"""

import ipaddress
import os
import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from jiheng.extras import install
from jiheng.trouble import Trouble
from jiheng.web.options import Options, read
from jiheng.web.sealing.keys import make

DATA = "JIHENG_DATA"
DATABASE = "JIHENG_DATABASE"
HOSTS = "JIHENG_HOSTS"
MAIL = "JIHENG_MAIL"
HTTPS = "JIHENG_HTTPS"
QUOTA = "JIHENG_QUOTA_MB"
PROXIES = "JIHENG_PROXIES"
KEYS = "JIHENG_KEYS"

LOOPBACK = ("127.0.0.1", "::1")

_ENGINES = {
    "postgresql": "jiheng.web.postgresql",
    "postgres": "jiheng.web.postgresql",
}


@dataclass(frozen=True)
class Config:
    """One start's settings.

    `hosts` are the names under which browsers may call; `quota_mb` bounds stored files; what a request says of where
    it comes from is believed of the `proxies` only.
    """

    data: Path
    database: str
    hosts: tuple[str, ...]
    mail: str
    https: bool
    quota_mb: int
    proxies: tuple[str, ...]
    options: Options

    @property
    def files(self) -> Path:
        """Where uploaded and produced files are kept; never below a folder that is served."""
        return self.data / "files"

    @property
    def keys(self) -> Path:
        """The key file: what it seals is in the database and in backups, so it is in neither."""
        return Path(os.environ.get(KEYS) or self.options.keys.file or self.data / "keys.json").absolute()

    def secret_key(self) -> str:
        """The key that signs sessions: made at the first start with the key file, readable by the owner only."""
        path = self.data / "secret.key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            make(self.keys)
            try:
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(64))
            except FileExistsError:
                pass
        return path.read_text(encoding="ascii")


def from_environment() -> Config:
    """The settings of this process. Raises Trouble."""
    data = Path(os.environ.get(DATA) or "jiheng-data").absolute()
    hosts = tuple(name.strip() for name in os.environ.get(HOSTS, "").split(",") if name.strip())
    quota = os.environ.get(QUOTA) or "20480"
    if not quota.isdigit():
        raise Trouble(f"{QUOTA} 应是整数（MB），现在是“{quota}”。")
    options = read(data)
    for table, package in ((options.sign_in.ldap, "ldap3"), (options.sign_in.oidc, "authlib")):
        if table is not None and find_spec(package) is None:
            raise Trouble(f"设置了外部登录，但没有安装 {package}。请运行 {install('sign-in')}")
    return Config(
        data,
        os.environ.get(DATABASE, ""),
        hosts or ("localhost", "127.0.0.1", "[::1]"),
        os.environ.get(MAIL, ""),
        os.environ.get(HTTPS, "") == "1",
        int(quota),
        _addresses(os.environ.get(PROXIES, "")) or LOOPBACK,
        options,
    )


def _addresses(listed: str) -> tuple[str, ...]:
    found = tuple(address.strip() for address in listed.split(",") if address.strip())
    for address in found:
        try:
            ipaddress.ip_address(address)
        except ValueError as error:
            raise Trouble(f"代理的地址“{address}”不能用。请写 IP 地址，如 10.0.0.5。") from error
    return found


def database(config: Config) -> dict[str, object]:
    """Django's entry for the database: SQLite in the data folder, or PostgreSQL by its URL. Raises Trouble."""
    if not config.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": config.data / "jiheng.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,  # less than the editor waits for an answer
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            },
        }
    url = urlsplit(config.database)
    if url.scheme not in _ENGINES or not url.path.strip("/"):
        raise Trouble(f"数据库地址“{url.scheme}://…”不能用。请写成 postgresql://用户:密码@主机:5432/库名。")
    return {
        "ENGINE": _ENGINES[url.scheme],
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(url.query)),
    }
