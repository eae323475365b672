"""Passwords that one person gives to another, to be changed at once."""

import secrets

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are easily mistaken for each other."""


def one_time_password() -> str:
    """A new one, in groups that can be read aloud; 93 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))
