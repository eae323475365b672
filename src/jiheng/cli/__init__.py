"""The commands. The program `jiheng` is `main`."""

from jiheng.cli.app import main

__all__ = ["main"]
