"""How a format says that it cannot be written on this machine."""


class Unwritable(Exception):
    """What is missing and what to do (Chinese, for the user)."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
