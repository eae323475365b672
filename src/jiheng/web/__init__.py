"""The workbench: filling in, reviewing and following the year's self-evaluations together."""
