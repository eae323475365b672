"""The key file: keys by number, the newest in use; outside the database and every backup.

Older keys stay in it, so that what was sealed with them can still be read.
"""

import base64
import datetime
import hashlib
import secrets
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import whole_file

NOTE = "绩衡的密钥。丢了它，动态口令、涉密项目的内容和加密的备份谁也读不出来；请另抄一份，不要和备份放在一起。"
_BYTES = 32


class Key(msgspec.Struct, frozen=True):
    """One key: 32 random bytes, never used as they are; what is needed is derived for each purpose."""

    made: datetime.date
    secret: bytes

    def derived(self, purpose: str, length: int) -> bytes:
        """The key for one purpose."""
        return HKDF(hashes.SHA256(), length, None, f"jiheng:{purpose}".encode()).derive(self.secret)

    @property
    def fingerprint(self) -> str:
        """By which a key is told from others without telling it."""
        return hashlib.sha256(self.derived("fingerprint", _BYTES)).hexdigest()[:16]


class KeyFile(msgspec.Struct, frozen=True):
    """The content of the file. `log_from` is the first entry of the audit log that must be made with a key."""

    current: int
    keys: dict[int, Key]
    log_from: int | None = None
    copied: datetime.date | None = None
    """When a copy was last made for safe keeping."""
    note: str = NOTE

    @property
    def key(self) -> Key:
        """The one in use."""
        return self.keys[self.current]

    def fingerprints(self) -> tuple[str, ...]:
        """Of all keys, oldest first."""
        return tuple(self.keys[number].fingerprint for number in sorted(self.keys))


def make(path: Path) -> KeyFile:
    """A new key file with one key, unless there is one. Raises OSError."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, KeyFile(1, {1: _fresh()}))
    return read(path)


def read(path: Path) -> KeyFile:
    """The key file. Raises Trouble where it is missing or damaged."""
    try:
        stamp = path.stat()
        return _read(path, stamp.st_mtime_ns, stamp.st_size)
    except FileNotFoundError as error:
        message = f"密钥文件 {path} 不见了"
        advice = "请从副本放回原处。没有它，动态口令、涉密项目的内容和加密的备份都读不出来；不要另建一个。"
        raise Trouble(message, advice) from error
    except (msgspec.DecodeError, KeyError) as error:
        raise Trouble(f"密钥文件 {path} 已经损坏", "请从副本恢复这个文件。") from error
    except OSError as error:
        raise Trouble(f"密钥文件 {path} 打不开（{reason(error)}）", "请核对它的位置和权限。") from error


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> KeyFile:
    """As long as it has not changed."""
    found = msgspec.json.decode(path.read_bytes(), type=KeyFile)
    assert found.key
    return found


def write(path: Path, content: KeyFile) -> None:
    """Write the key file, readable by the owner only. Raises OSError."""
    with whole_file(path) as draft:
        draft.chmod(0o600)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1))
    path.chmod(0o600)


def rotate(path: Path) -> KeyFile:
    """Put a new key into use; the old ones stay for reading. Raises Trouble, OSError."""
    old = read(path)
    number = max(old.keys) + 1
    write(path, msgspec.structs.replace(old, current=number, keys={**old.keys, number: _fresh()}, copied=None))
    return read(path)


def ring() -> KeyFile:
    """The keys of this workbench. Raises Trouble."""
    path: Path = settings.CONFIG.keys
    return read(path)


def as_typed(key: bytes) -> str:
    """A secret as it is written down and read aloud: groups of four."""
    plain = base64.b32encode(key).decode().rstrip("=")
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _fresh() -> Key:
    return Key(datetime.datetime.now(datetime.UTC).date(), secrets.token_bytes(_BYTES))
