"""Passing on, remarks, the reviewer's desk and own scores, spot checks."""
