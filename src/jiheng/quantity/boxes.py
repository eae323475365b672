"""Boxes to tick (□已完成 ☑部分完成): the signs they are printed with."""

TICKED = "☑☒√✓✔■●▣"
EMPTY = "□○◯☐▢"


def has_box(text: str) -> bool:
    """Whether a text offers a choice: one of its boxes at least is not ticked, or is ticked as only a box is."""
    return not frozenset(EMPTY + "☑☒").isdisjoint(text)
