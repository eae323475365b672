"""A whole file sealed in pieces, so that any size can be written in one go and read from any point.

The first line says what it is, the second is a header in JSON; then come pieces of 1 MiB, each with a tag of its own.
A piece's nonce counts it and marks the last one: pieces left out, moved or cut off at the end are found.
"""

import io
import os
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jiheng.web.sealing import keys
from jiheng.web.sealing.seal import NONCE, TAG, CannotOpen, decrypt, encrypt, letter

MAGIC = b"JIHENG-SEALED-1\n"
_PIECE = 1 << 20
_BYTES = 32


class Use(NamedTuple):
    """What is sealed: the `purpose` of its key, what it is called, what to do where key or bytes are not right."""

    purpose: str
    called: str
    other_key: str
    damaged: str


BACKUP = Use(
    "backup",
    "备份",
    "请用 --keys 指出备份那时的密钥文件或它的副本；没有它，谁也恢复不了。",
    "请换一个备份文件。",
)
STORED = Use(
    "file",
    "这份文件",
    "请把那时的密钥文件放回来；没有它，谁也读不出来。",
    "请系统管理员从备份里恢复它。",
)


class Header(msgspec.Struct, frozen=True):
    """How the file is sealed. Its own key is wrapped by the key file's, and by the second person's where there is one.

    `public` and `once` are X25519 public keys: the second person's, and one made for this file.
    """

    cipher: str
    key: int
    fingerprint: str
    wrapped: bytes
    prefix: bytes
    public: bytes = b""
    once: bytes = b""


class SealedWriter(io.RawIOBase):
    """Writes to `file`; `close` writes the last piece, and leaves `file` open. `key` is the file's own, for a trial."""

    def __init__(self, file: BinaryIO, public: bytes = b"", use: Use = BACKUP) -> None:
        super().__init__()
        self.key = os.urandom(_BYTES)
        self._file, self._rest, self._count = file, bytearray(), 0
        self._header, self._about = _header(self.key, public, use)
        file.write(self._about)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes in; pieces that are full are written."""
        self._rest += data
        while len(self._rest) > _PIECE:
            self._put(bytes(self._rest[:_PIECE]), last=False)
            del self._rest[:_PIECE]
        return len(data)

    def close(self) -> None:
        """Write what is left as the last piece."""
        if not self.closed:
            self._put(bytes(self._rest), last=True)
        super().close()

    def _put(self, piece: bytes, last: bool) -> None:
        nonce = _nonce(self._header.prefix, self._count, last)
        self._file.write(encrypt(self._header.cipher, self.key, nonce, piece, self._about))
        self._count += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any point; closed, `file` is too. Raises CannotOpen, also later at a changed piece."""

    def __init__(self, file: BinaryIO, header: Header, about: bytes, key: bytes, use: Use = BACKUP) -> None:
        super().__init__()
        self._use = use
        self._file, self._header, self._about, self._key = file, header, about, key
        length = file.seek(0, os.SEEK_END) - len(about)
        self._pieces = max(1, -(-length // (_PIECE + TAG)))
        self._size = length - self._pieces * TAG
        self._at, self._held = 0, (-1, b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a point."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Where it is."""
        return self._at

    def close(self) -> None:
        """Close both."""
        self._file.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Bytes up to the end of the piece."""
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, _PIECE)
        part = self._piece(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(len(self._about) + number * (_PIECE + TAG))
            nonce = _nonce(self._header.prefix, number, number == self._pieces - 1)
            try:
                data = self._file.read(_PIECE + TAG)
                self._held = number, decrypt(self._header.cipher, self._key, nonce, data, self._about)
            except (InvalidTag, ValueError) as error:
                raise CannotOpen("文件被改动过、不完整，或者已经损坏", self._use.damaged) from error
        return self._held[1]


def header_of(file: BinaryIO, use: Use = BACKUP) -> tuple[Header, bytes] | None:
    """How a file is sealed, and the bytes that say so; None for one that is not. Raises CannotOpen."""
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        return None
    line = file.readline(4096)
    try:
        return msgspec.json.decode(line, type=Header), MAGIC + line
    except msgspec.DecodeError as error:
        raise CannotOpen("加密文件的开头已经损坏", use.damaged) from error


def opened(path: Path, use: Use) -> io.BufferedReader:
    """A file of the workbench's own, sealed or of the time before, to be read from any point.

    Raises FileNotFoundError, CannotOpen.
    """
    file = path.open("rb")
    try:
        found = header_of(file, use)
        if found is None:
            file.seek(0)
            return file
        header, about = found
        return io.BufferedReader(SealedReader(file, header, about, own_key(header, keys.ring(), use=use), use), _PIECE)
    except BaseException:
        file.close()
        raise


def sealed(data: bytes, use: Use) -> bytes:
    """Some bytes as such a file."""
    file = io.BytesIO()
    with SealedWriter(file, use=use) as out:
        out.write(data)
    return file.getvalue()


def own_key(header: Header, ring: keys.KeyFile, token: bytes = b"", use: Use = BACKUP) -> bytes:
    """The file's own key, by the key file and the second person's token. Raises CannotOpen."""
    found = [key for key in ring.keys.values() if key.fingerprint == header.fingerprint]
    if not found:
        message = f"{use.called}是用另一把密钥加密的（指纹 {header.fingerprint}），给的密钥文件里没有它"
        raise CannotOpen(message, use.other_key)
    wrapping = found[0].derived(use.purpose, _BYTES)
    if header.public:
        private = private_of(token)
        if private.public_key().public_bytes_raw() != header.public:
            raise CannotOpen("恢复凭证不对", "请由第二个人输入做这个备份时在用的恢复凭证。")
        wrapping = _joined(wrapping, private.exchange(X25519PublicKey.from_public_bytes(header.once)))
    nonce, sealed = header.wrapped[:NONCE], header.wrapped[NONCE:]
    try:
        return decrypt(header.cipher, wrapping, nonce, sealed, MAGIC)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("加密文件的开头已经损坏", use.damaged) from error


def private_of(token: bytes) -> X25519PrivateKey:
    """The second person's private key, from the token that they hold."""
    return X25519PrivateKey.from_private_bytes(HKDF(hashes.SHA256(), _BYTES, None, b"jiheng:restore").derive(token))


def _header(key: bytes, public: bytes, use: Use) -> tuple[Header, bytes]:
    ring, kind = keys.ring(), letter()
    wrapping, once = ring.key.derived(use.purpose, _BYTES), b""
    if public:
        private = X25519PrivateKey.generate()
        once = private.public_key().public_bytes_raw()
        wrapping = _joined(wrapping, private.exchange(X25519PublicKey.from_public_bytes(public)))
    nonce = os.urandom(NONCE)
    wrapped = nonce + encrypt(kind, wrapping, nonce, key, MAGIC)
    header = Header(kind, ring.current, ring.key.fingerprint, wrapped, os.urandom(NONCE - 5), public, once)
    return header, MAGIC + msgspec.json.encode(header) + b"\n"


def _joined(wrapping: bytes, shared: bytes) -> bytes:
    """One key out of two: neither alone opens."""
    return HKDF(hashes.SHA256(), _BYTES, None, b"jiheng:two-persons").derive(wrapping + shared)


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
