"""One cell's text → comparator, figure, unit, level, date or plain text."""

from jiheng.quantity.value import Comparator, Kind, Quantity, Value

__all__ = ["Comparator", "Kind", "Quantity", "Value"]
