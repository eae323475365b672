"""The packs of the whole country, which stand in where a place has none of its own: their headers say for what."""

from functools import cache

from jiheng.places.pack import PlacePack, read_header
from jiheng.places.sources import BASE, on_change, shipped
from jiheng.places.usable import packs

WHOLE_COUNTRY = "全国"


@cache
def national(block: str = "any") -> PlacePack:
    """The pack for forms of no known place; with `block` the one for those that have it as a first level."""
    return next(pack for name in shipped() if (pack := read_header(shipped()[name])).stands_in == block)


@cache
def general(kind: str) -> tuple[PlacePack, ...]:
    """The packs of no place for documents of a kind that are not for those of one title."""
    return tuple(
        pack for pack in packs().values() if is_of_no_place(pack.region) and kind in pack.kinds and not pack.signs.title
    )


on_change(general.cache_clear)


@cache
def is_of_no_place(region: str) -> bool:
    """Whether rules are those of no place: of the whole country, or the defaults."""
    return region in (WHOLE_COUNTRY, read_header(shipped()[BASE]).region)
