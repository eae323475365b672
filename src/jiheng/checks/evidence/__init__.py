"""E 佐证: actual values and results."""
