"""Loading Django for a process of the workbench."""

import os

import django

_SETTINGS = "jiheng.web.settings"


def prepare() -> None:
    """Load Django with the settings of the environment. Raises Trouble."""
    os.umask(0o077)  # sessions, hashes and secret forms are for this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    django.setup()
