"""Names of departments that are short for others of the same batch: 海云科信局 of 海云市科学技术和信息化局."""

from collections.abc import Collection

MOST = 200
"""Among more names than this a short one no longer tells which is meant."""
_LEAST = 4
"""A shorter name stands for too many departments (局, 教委)."""


def full_names(names: Collection[str], least: int = _LEAST) -> dict[str, str]:
    """The names of `least` characters and more that are short for exactly one other of them, with that other.

    Empty where there are too many names for that to be sure.
    """
    if len(names) > MOST:
        return {}
    full = {name: [longer for longer in names if is_short_for(name, longer, least)] for name in names}
    roots = {name: [longer for longer in ones if not full[longer]] for name, ones in full.items()}
    return {name: ones[0] for name, ones in roots.items() if len(ones) == 1}


def is_short_for(name: str, longer: str, least: int = _LEAST) -> bool:
    """Whether all characters of a name stand in another in the same order, the last at its end."""
    if not least <= len(name) < len(longer) or name[-1] != longer[-1]:
        return False
    rest = iter(longer)
    return all(character in rest for character in name)
