"""A change that cannot be saved."""

from django.core.exceptions import ValidationError


class RefusedInput(ValidationError):
    """What is wrong (Chinese, for the user), and at which place, "" where it is not one cell."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place
