"""Passwords that one person gives to another, to be changed at once."""

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher

_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are easily mistaken for each other."""


def one_time_password() -> str:
    """A new one, in groups that can be read aloud; 93 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


_ROUNDS = 1000
"""Of hashing: enough for 93 random bits, and 600 accounts are made in a moment. At the first sign-in, when it is
changed, it is hashed with the rounds that passwords chosen by people need."""


def hashed(password: str) -> str:
    """What the database keeps of a one-time password."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), _ROUNDS)
