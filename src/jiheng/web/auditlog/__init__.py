"""The audit log: what was done by whom, each entry chained by hash to the one before."""
