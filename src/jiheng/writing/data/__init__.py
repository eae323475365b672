"""Records, scores and findings as tables for programs: CSV, JSON Lines, Parquet, xlsx, Data Package."""
