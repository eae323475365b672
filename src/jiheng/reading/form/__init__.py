"""Tables → forms: the recogniser and its readers of head, funds, goals, tree and totals."""
