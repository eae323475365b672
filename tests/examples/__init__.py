"""The made-up department of examples/: its records, the layouts they are written in, the faults planted."""
