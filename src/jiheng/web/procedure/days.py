"""How pages and papers of the year say days."""

import datetime


def day(date: datetime.date) -> str:
    """2025年6月3日, the same on every system."""
    return f"{date.year}年{date.month}月{date.day}日"
