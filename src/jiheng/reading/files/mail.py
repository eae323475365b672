"""A mail (eml): the files attached to it, and its text."""

import email
import email.policy
import mimetypes
from collections.abc import Iterator
from email.message import Message

MAX_PARTS = 1000
_ENDINGS = {"text/html": "正文.html", "text/plain": "正文.txt"}


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each attached file as (name, bytes), then what is written in the mail itself: its page, or else its text."""
    bodies: dict[str, bytes] = {}
    for number, part in enumerate(_message(data).walk()):
        if number >= MAX_PARTS:
            break
        if part.is_multipart():
            continue
        content, name = _content(part), part.get_filename() or _unnamed(part, number)
        if name:
            yield name, content
        elif part.get_content_type() in _ENDINGS:
            bodies.setdefault(part.get_content_type(), content)
    for kind, ending in _ENDINGS.items():
        if bodies.get(kind, b"").strip():
            yield ending, bodies[kind]
            return


def _message(data: bytes) -> Message:
    return email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=email.policy.default)


def _unnamed(part: Message, number: int) -> str:
    """A name for an attached file that has none; nothing for the text of the mail and for pictures in it."""
    if part.get_content_maintype() in ("text", "image"):
        return f"附件{number}" if part.get_content_disposition() == "attachment" else ""
    return f"附件{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _content(part: Message) -> bytes:
    """The bytes of a part; text in UTF-8."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or part.get_filename() or not charset:
        return content
    try:
        return content.decode("gb18030" if charset in ("gb2312", "gbk") else charset, "replace").encode()
    except LookupError:
        return content
