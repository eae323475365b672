"""The letters by which a spreadsheet calls its columns."""


def letters(column: int) -> str:
    """The letters of a column by its number from 1: 28 → AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
