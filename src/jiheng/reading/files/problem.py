"""How a reader says that a file cannot be read."""


class Unreadable(Exception):
    """Raised by a reader for a file it cannot read at all; becomes a `form.Problem`, never stops the others."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
