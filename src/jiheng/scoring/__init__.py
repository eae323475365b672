"""Form × rulebook → scores with a trace of how each came about."""
