"""How a command says that it cannot go on."""


class Trouble(Exception):
    """The command was asked for something it cannot do: what is wrong and what to do (Chinese). Exit code 2."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
