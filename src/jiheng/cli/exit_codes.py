"""What the exit codes mean; they hold for the life of the major version."""

OK = 0
"""Nothing at or above `--fail-on`."""
FINDINGS = 1
"""Findings at or above `--fail-on`."""
UNUSABLE = 2
"""Wrong usage, or nothing could be read."""
INTERRUPTED = 130
"""Stopped by Ctrl-C."""
BROKEN_PIPE = 141
"""The program reading the output went away."""
