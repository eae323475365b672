"""What went wrong with a file, and what its owner can do."""

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """A file that could not be read, or only in part. Messages are Chinese, for the user."""

    file: str
    message: str
    advice: str


class Unreadable(Exception):
    """Raised by a reader for a file it cannot read at all; becomes a Problem, never stops the others."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
