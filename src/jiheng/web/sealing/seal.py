"""Sealing bytes and texts: authenticated encryption, AES-256-GCM or SM4-GCM as the settings say.

A sealed text begins with a mark, the letter of the cipher and the number of the key, so that whatever was sealed
once can be read after the settings and the keys have changed.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from jiheng.trouble import Trouble
from jiheng.web.sealing import keys

MARK = "~"
"""With this a sealed text begins; no text of a form is taken for one unless it can be opened too."""
NONCE, TAG = 12, 16
_CIPHERS = {"AES-GCM": "a", "SM4-GCM": "s"}
_LENGTHS = {"a": 32, "s": 16}
_DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {"SHA-256": hashes.SHA256, "SM3": hashes.SM3}


class CannotOpen(Trouble):
    """Something sealed that the keys at hand do not open."""


def letter() -> str:
    """The cipher that the settings ask for."""
    return _CIPHERS[settings.CONFIG.options.keys.cipher]


def encrypt(kind: str, key: bytes, nonce: bytes, data: bytes, about: bytes) -> bytes:
    """Ciphertext and tag. `about` is bound to it without being in it. `key` is long enough for every cipher."""
    sealing = _cipher(kind, key, modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about)
    return sealing.update(data) + sealing.finalize() + sealing.tag


def decrypt(kind: str, key: bytes, nonce: bytes, data: bytes, about: bytes) -> bytes:
    """The data again. Raises cryptography's InvalidTag where anything was changed or the key is another."""
    opening = _cipher(kind, key, modes.GCM(nonce, data[-TAG:])).decryptor()
    opening.authenticate_additional_data(about)
    return opening.update(data[:-TAG]) + opening.finalize()


def seal(text: str | bytes, purpose: str, about: str = "") -> str:
    """A text that only the key file opens again."""
    return seal_bytes(text.encode() if isinstance(text, str) else text, purpose, about)


def seal_bytes(data: bytes, purpose: str, about: str = "") -> str:
    """Bytes as a sealed text. Raises Trouble without a key file."""
    ring, kind, nonce = keys.ring(), letter(), os.urandom(NONCE)
    key = ring.key.derived(purpose, _LENGTHS["a"])
    sealed = nonce + encrypt(kind, key, nonce, data, about.encode())
    return f"{MARK}{kind}{ring.current}.{base64.urlsafe_b64encode(sealed).decode()}"


def is_sealed(text: object) -> bool:
    """Whether this looks like a sealed text."""
    return isinstance(text, str) and text[:1] == MARK and text[1:2] in _LENGTHS and "." in text


def key_number(text: str) -> int:
    """Which key a sealed text was made with."""
    return int(text[2 : text.index(".")])


def open_bytes(text: str, purpose: str, about: str = "") -> bytes:
    """What `seal_bytes` was given. Raises CannotOpen."""
    kind, number = text[1], text[2 : text.index(".")]
    ring = keys.ring()
    if not number.isdecimal() or int(number) not in ring.keys:
        advice = "请把那时的密钥文件放回来；没有它，谁也读不出来。"
        raise CannotOpen(f"这一项是用 {number} 号密钥加密的，密钥文件里没有这一把", advice)
    try:
        sealed = base64.urlsafe_b64decode(text[text.index(".") + 1 :])
        key = ring.keys[int(number)].derived(purpose, _LENGTHS["a"])
        return decrypt(kind, key, sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CannotOpen("加密的内容打不开：被改动过，或者密钥文件不是这个工作台的", "请核对密钥文件。") from error


def open_text(text: str, purpose: str, about: str = "") -> str:
    """What `seal` was given. Raises CannotOpen."""
    return open_bytes(text, purpose, about).decode()


def mac(digest: str, key: bytes, data: bytes) -> str:
    """HMAC in hexadecimal; `digest` is SHA-256 or SM3. Both give 64 digits."""
    made = hmac.HMAC(key, _DIGESTS[digest]())
    made.update(data)
    return made.finalize().hex()


def _cipher(kind: str, key: bytes, mode: modes.GCM) -> "Cipher[modes.GCM]":
    algorithm = algorithms.AES if kind == "a" else algorithms.SM4
    return Cipher(algorithm(key[: _LENGTHS[kind]]), mode)
