"""Family D, one check a module: D01–D19 sums and rates, D20–D29 accounts, D30–D39 claims."""
