"""How any part of the program says that it cannot go on: what is wrong, and what to do about it."""


class Trouble(Exception):
    """Something asked for cannot be done.

    `message` says what is wrong, `advice` what to do ("" where the message says it), both in Chinese for the user;
    `place` where it is: a file, a key of a file, a cell. Commands print it and leave with exit code 2, pages show it.
    A subclass stands only where a caller tells it from other troubles.
    """

    def __init__(self, message: str, advice: str = "", place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.place = place

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Message and advice as running text."""
        return f"{self.message}。{self.advice}" if self.advice else self.message
