"""Commands run in this process, as in the tests of the commands."""

from tests.cli.conftest import department, run

__all__ = ["department", "run"]
