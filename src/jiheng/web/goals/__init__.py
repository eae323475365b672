"""绩效目标: declared by the unit before the year, reviewed in three steps, approved, and kept as numbered versions."""
