"""Records, scores and findings as tables for programs: CSV, JSON Lines, Parquet, xlsx, Data Package."""

from jiheng.writing.data.target import (
    Target,
    parse_target,
    write_audit_data,
    write_records,
)

__all__ = [
    "Target",
    "parse_target",
    "write_audit_data",
    "write_records",
]
