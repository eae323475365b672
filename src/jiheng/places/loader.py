"""From packs to whole books of rules: inheritance, and the check that a book overrides only what exists."""

from functools import cache
from pathlib import Path

import msgspec

from jiheng.expression import expression
from jiheng.places.book import Book, Parameter, ParameterKind
from jiheng.places.consistency import contradictions
from jiheng.places.fitting import check_fits
from jiheng.places.pack import PlacePack, extended, find
from jiheng.places.problem import BookError
from jiheng.places.rules_file import Stated, read_rules, rules_file
from jiheng.places.sources import installed, on_change, shipped
from jiheng.places.toml import suggestion
from jiheng.places.words import check_words

SWITCH = expression(r"checks\.[A-Z]\d\d$")
"""The implicit switch of a check: checks.A04."""
SWITCH_VALUES = ("off", "notice", "warning", "error")


def load(id_or_path: str | Path) -> Book:
    """The rules of the installed pack of that id, or of the user's own pack or file.

    Raises BookError (Chinese: file, key, what is wrong, remedy).
    """
    name = str(id_or_path)
    if name in installed():
        return _kept(name, installed()[name])
    return _checked(find(name))


def books() -> dict[str, Book]:
    """The rules of every shipped pack by id."""
    return {name: load(name) for name in shipped()}


def book_of(pack: PlacePack) -> Book:
    """The rules of a pack with everything it extends."""
    return load(pack.id) if installed().get(pack.id) == pack.folder else _checked(pack)


@cache
def _kept(_name: str, folder: Path) -> Book:
    return _checked(find(folder))


on_change(_kept.cache_clear)


def _checked(pack: PlacePack) -> Book:
    for each in pack.lineage():  # a circle is refused before anything is merged
        check_words(each.folder)
    book = _assemble(pack)
    file = rules_file(pack) or pack.folder
    for key, message, advice in contradictions(book):
        raise BookError(file, key, message, advice)
    return book


def _assemble(pack: PlacePack) -> Book:
    stated = read_rules(pack)
    if pack.extends is None:
        return _whole(pack, {path: _declared(pack, value) for path, value in stated.items()})
    base = extended(pack)
    inherited = load(base.id) if base.id in shipped() else _assemble(base)
    return _merge(pack, stated, inherited.parameters)


def _declared(pack: PlacePack, stated: Stated) -> Parameter:
    parameter = stated.dated[0][1]
    if not stated.has_value and parameter.kind is not ParameterKind.CITATION:
        raise BookError(rules_file(pack) or "", stated.path, "缺少 value", '只有依据、没有值的，写 kind = "citation"')
    return parameter


def _merge(pack: PlacePack, stated: dict[str, Stated], inherited: dict[str, Parameter]) -> Book:
    file = rules_file(pack) or pack.folder
    merged = dict(inherited)
    for path, value in stated.items():
        if path not in inherited and not SWITCH.match(path):
            advice = suggestion(path, inherited) or "可用的参数见 jiheng rulebooks show mof-2020"
            raise BookError(file, path, "没有这个参数", advice)
        merged[path] = _override(file, inherited.get(path), value)
    return _whole(pack, merged)


def _whole(pack: PlacePack, parameters: dict[str, Parameter]) -> Book:
    return Book(
        id=f"{pack.id}@{pack.version}" if pack.version else pack.id,
        title=pack.name,
        place=pack.region,
        years=pack.years,
        departments=pack.departments,
        sources=pack.sources,
        parameters=parameters,
        extends=pack.extends,
        kinds=pack.kinds,
    )


def _override(file: Path, old: Parameter | None, stated: Stated) -> Parameter:
    """The stated parameter over the inherited one, which stays for the years before it."""
    before = old
    for since, new in stated.dated:
        if old is not None and old.kind is ParameterKind.CITATION:
            _citation(file, stated, new)
        elif not stated.has_value:
            raise BookError(file, stated.path, "缺少 value", "一条规则须有 value、text、source、certainty 四项")
        pattern = old if old is not None else _switch(new)
        if pattern.kind is not ParameterKind.CITATION:
            check_fits(file, pattern, new)
        before = msgspec.structs.replace(
            new,
            value="" if pattern.kind is ParameterKind.CITATION else new.value,
            choices=pattern.choices,
            fields=pattern.fields,
            within=pattern.within,
            kind=pattern.kind,
            since=since,
            before=before if since else None,
        )
    if before is None:
        raise BookError(file, stated.path, "没有值", "请写 value 或 values")
    return before


def _citation(file: Path, stated: Stated, new: Parameter) -> None:
    if stated.has_value and new.value is not True:
        message = f"这一条只是依据，没有值可改（写了 {new.value}）"
        raise BookError(
            file, stated.path, message, '不查某一项，请写 [checks.检查代码] 和 value = "off"，代码见 jiheng checks'
        )


def _switch(new: Parameter) -> Parameter:
    return Parameter(new.path, "error", new.text, new.source, new.certainty, SWITCH_VALUES, kind=ParameterKind.SWITCH)


__all__ = ["SWITCH", "SWITCH_VALUES", "book_of", "books", "load"]
