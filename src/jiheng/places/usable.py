"""Of the installed packs those that can be used whole: header, words and rules; what is wrong with the others.

A pack that cannot be used takes no part in reading and choosing, and stops no other.
"""

import os
from functools import cache

from jiheng.places.book import Book
from jiheng.places.loader import load
from jiheng.places.pack import PlacePack, read_header
from jiheng.places.problem import BookError
from jiheng.places.sources import VARIABLE, installed, on_change, shipped


def packs() -> dict[str, PlacePack]:
    """Every installed pack that can be used, by id; `broken` tells of the others."""
    tried = _tried(os.environ.get(VARIABLE, ""))
    return {name: pack for name, pack in tried.items() if isinstance(pack, PlacePack)}


def broken() -> list[BookError]:
    """What is wrong with installed packs that cannot be used, each folder once."""
    errors = [error for error in _tried(os.environ.get(VARIABLE, "")).values() if isinstance(error, BookError)]
    return list({str(error): error for error in errors}.values())


def installed_books() -> dict[str, Book]:
    """The rules of every installed pack that can be used, by id; of a pack with versions the newest."""
    return {book.id: book for book in (load(name) for name in packs() if "@" not in name)}


@cache
def _tried(_own_folders: str) -> dict[str, PlacePack | BookError]:
    return {name: _usable(name) for name in installed()}


on_change(_tried.cache_clear)


def _usable(name: str) -> PlacePack | BookError:
    try:
        pack = read_header(installed()[name])
        if name not in shipped():  # the tests have been through those
            load(name)
    except BookError as error:
        return error
    return pack
