"""How a report says that it cannot be written as asked."""


class ReportError(Exception):
    """What is wrong with a template, a working paper or an old report, and what to do (Chinese, for the user)."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
