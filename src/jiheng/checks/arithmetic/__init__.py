"""A 算术: sums, rates and totals."""
