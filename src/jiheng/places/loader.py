"""From files to whole books: inheritance, and the check that a book overrides only what exists."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

from jiheng.places.book import Book, Parameter, ParameterValue
from jiheng.places.problem import BookError
from jiheng.places.source import Source, read, suggestion
from jiheng.places.sources import PLACE_FILE, ROOT, installed, shipped

KINDS: dict[str, Callable[[object], bool]] = {
    "number": lambda value: isinstance(value, Decimal),
    "text": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
}
KIND_NAMES = {"number": "数字", "text": "文字", "flag": "true 或 false", "list": "一列值", "table": "一张表"}


def load(id_or_path: str | Path) -> Book:
    """The rules of the installed pack of that id, or of the user's own pack or file.

    Raises BookError (Chinese: file, key, what is wrong, remedy).
    """
    name = str(id_or_path)
    if name in installed():
        return _installed(name, installed()[name])
    if name.endswith(".toml") or Path(name).exists():
        return _assemble(Path(name), ())
    known = installed()
    raise BookError(name, "", "没有这部办法", suggestion(name, known) or f"已有的：{'、'.join(known)}")


def books() -> dict[str, Book]:
    """The rules of every shipped pack by id."""
    return {name: load(name) for name in shipped()}


@cache
def _installed(_name: str, folder: Path) -> Book:
    return _assemble(folder, ())


def _assemble(file: Path, below: tuple[Path, ...]) -> Book:
    """The book in `file` with everything it extends; `below` are the files that led here."""
    place = file.resolve()
    if place in below:
        chain = " → ".join(each.name for each in (*below, place))
        raise BookError(below[-1], "extends", f"办法互相引用成了圈（{chain}）", "请改掉其中一处 extends")
    own = read(file)
    if own.extends is None:
        if place != ROOT:
            raise BookError(file, "extends", "没有写明以哪部办法为底本", '请在开头加一行 extends = "mof-2020"')
        return _whole(own, own.parameters)
    return _merge(own, _base(own, (*below, place)).parameters)


def _base(own: Source, below: tuple[Path, ...]) -> Book:
    name = own.extends or ""
    if name in shipped():
        return load(name)
    for sibling in (own.file.parent / name, own.file.parent / f"{name}.toml"):
        if sibling.is_file() or (sibling / PLACE_FILE).is_file():
            return _assemble(sibling, below)
    known = installed()
    if name in known:
        return _assemble(known[name], below)
    advice = suggestion(name, known) or f"可用：{'、'.join(known)}，或放在旁边的包和 .toml 文件"
    raise BookError(own.file, "extends", f"找不到底本“{name}”", advice)


def _merge(own: Source, inherited: dict[str, Parameter]) -> Book:
    merged = dict(inherited)
    for path, parameter in own.parameters.items():
        if path in inherited:
            merged[path] = _override(own.file, inherited[path], parameter)
        else:
            advice = suggestion(path, inherited) or "可用的参数见 jiheng rulebooks show mof-2020"
            raise BookError(own.file, path, "没有这个参数", advice)
    return _whole(own, merged)


def _whole(own: Source, parameters: dict[str, Parameter]) -> Book:
    return Book(
        id=own.id,
        title=own.name,
        place=own.region,
        years=own.years,
        departments=own.departments,
        sources=own.sources,
        parameters=parameters,
        extends=own.extends,
    )


def _override(file: Path, old: Parameter, new: Parameter) -> Parameter:
    _fits(file, old, new)
    return Parameter(
        path=new.path,
        value=new.value,
        text=new.text,
        source=new.source,
        certainty=new.certainty,
        choices=old.choices,
        fields=old.fields,
        within=old.within,
    )


def kind(parameter: Parameter) -> str:
    """`number`, `text`, `flag`, `list` or `table`; an empty value with `fields` is a table."""
    value: ParameterValue = parameter.value
    if isinstance(value, tuple):
        return "table" if parameter.fields else "list"
    return next(name for name, holds in KINDS.items() if holds(value))


def _fits(file: Path, pattern: Parameter, new: Parameter) -> None:
    """Raise BookError where `new` is not of the type, choices and columns of `pattern`."""
    expected = kind(pattern)
    value = new.value
    tabular = isinstance(value, tuple) and all(isinstance(item, dict) for item in value)
    if expected == "table":
        if not tabular:
            raise BookError(file, new.path, f"应是{KIND_NAMES['table']}", "写法：value = [{…}, {…}]")
    elif expected == "list":
        if not isinstance(value, tuple) or (value and tabular):
            raise BookError(file, new.path, f"应是{KIND_NAMES['list']}", '写法：value = ["…", "…"]')
    elif not KINDS[expected](value):
        raise BookError(file, new.path, f"应是{KIND_NAMES[expected]}", "请改写 value")
    if pattern.choices and value not in pattern.choices:
        raise BookError(file, new.path, f"不能是“{value}”", f"只能是 {'、'.join(pattern.choices)} 之一")
    if pattern.within and isinstance(value, Decimal) and not pattern.within[0] <= value <= pattern.within[1]:
        low, high = pattern.within
        raise BookError(file, new.path, f"不能是 {value}", f"应在 {low} 与 {high} 之间")
    if expected == "table" and isinstance(value, tuple):
        for number, row in enumerate(value, 1):
            if isinstance(row, dict):
                _row_fits(file, f"{new.path} 第 {number} 行", pattern.fields, row)


def _row_fits(file: Path, where: str, fields: dict[str, str], row: dict[str, bool | Decimal | str]) -> None:
    for name, value in row.items():
        if name not in fields:
            raise BookError(
                file, where, f"没有“{name}”这一列", suggestion(name, fields) or f"可用：{'、'.join(fields)}"
            )
        expected = fields[name].rstrip("?")
        if not KINDS[expected](value):
            raise BookError(file, where, f"“{name}”应是{KIND_NAMES[expected]}", "请改写这一项")
    for name, form in fields.items():
        if name not in row and not form.endswith("?"):
            raise BookError(file, where, f"缺少“{name}”", "请补上这一项")
