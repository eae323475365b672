"""How a reader says that a file cannot be read."""

from jiheng.trouble import Trouble


class Unreadable(Trouble):
    """Raised by a reader for a file it cannot read at all; becomes a `form.Problem`, never stops the others."""
