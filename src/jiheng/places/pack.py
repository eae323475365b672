"""地方包: one place's form and rules in one folder; what its place.toml says of where, when and for what it holds.

The folder holds `place.toml`, and of its own what differs from the pack it extends: `rules.toml`, `layout.toml`,
`words.toml`, `framework.toml`, `reports/`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from jiheng.data_error import fault
from jiheng.expression import expression
from jiheng.form.fields import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS
from jiheng.form.kinds import KINDS, kind_among
from jiheng.places.problem import BookError
from jiheng.places.sources import PLACE_FILE, ROOT, SHIPPED, installed, shipped
from jiheng.places.toml import load_toml, suggestion

OLD_NAMES = {"title": "name", "place": "region"}
"""Keys of the header as single files wrote them before there were packs, and as they are called now."""
_ID = expression(r"[a-z0-9][a-z0-9-]*")
ID_ADVICE = "编号只用小写字母、数字和连字符，如 my-county-2025"
_SHORTEST_WORD = 2
"""Characters of a word that tells a place by the names of its offices."""
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SIGN_FIELDS: dict[str, Mapping[str, str]] = {"": HEAD_FIELDS, "funds": FUND_FIELDS, "indicators": INDICATOR_FIELDS}
_EXAMPLES = {
    "years": "years = [2024]",
    "departments": 'departments = ["某县"]',
    "sources": 'sources = ["某县财政局《……》"]',
    "extends": 'extends = "mof-2020"',
    "kinds": 'kinds = ["project"]',
}


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what a form of the place is known, beside the names of its offices.

    `has` and `lacks` are fields (`funds.budget`, `indicators.property`) that its form has or has not;
    `notes` are words of the remarks printed with it; `title` words of its title; `level1` first-level indicators
    that it has all of; `labels` labels that no field takes.
    """

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    level1: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class PlacePack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a pack and the folder (or single file) it was read from.

    `years` are the years evaluated (empty: any), `kinds` the documents (of jiheng.form.kinds; empty: any that
    is scored), `departments` words by which names of offices tell the place. `extends` is None for the base alone.
    `stands_in` is set for shipped packs that forms of no known place are judged by: `any` form, or one that has that
    block (`cost`) as a first level.
    """

    id: str
    name: str
    region: str
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    signs: Signs = Signs()
    extends: str | None = None
    stands_in: str = ""
    folder: Path = ROOT

    @property
    def version(self) -> int:
        """The version of a pack kept as `id@3`; 0 for one without versions."""
        number = self.folder.name.partition("@")[2]
        return int(number) if number.isdecimal() else 0

    @property
    def kind(self) -> str:
        """The kind of document that a form laid out and scored by this pack is."""
        return kind_among(self.kinds)

    def lineage(self) -> Iterator["PlacePack"]:
        """This pack, the one it extends, and so on to the base. Raises BookError for a circle or a missing one."""
        seen: list[Path] = []
        pack = self
        while True:
            seen.append(pack.folder.resolve())
            yield pack
            if pack.extends is None:
                return
            pack = extended(pack)
            if pack.folder.resolve() in seen:
                chain = " → ".join(each.name for each in (*seen, pack.folder.resolve()))
                raise BookError(seen[-1], "extends", f"办法互相引用成了圈（{chain}）", "请改掉其中一处 extends")

    def file(self, name: str) -> Path | None:
        """The file of that name (`layout.toml`, `reports/overall.toml`) of the nearest pack that has one."""
        return next((pack.folder / name for pack in self.lineage() if (pack.folder / name).is_file()), None)


HEADER = tuple(name for name in PlacePack.__struct_fields__ if name != "folder")


def find(id_or_path: str | Path) -> PlacePack:
    """The pack of that id, or in that folder or file. Raises BookError."""
    name = str(id_or_path)
    folder = installed().get(name)
    if folder is not None:
        return read_header(folder)
    if name.endswith(".toml") or Path(name).exists():
        return read_header(Path(name))
    known = installed()
    raise BookError(name, "", "没有这部办法", suggestion(name, known) or f"已有的：{'、'.join(known)}")


def extended(pack: PlacePack) -> PlacePack:
    """The pack that `pack` extends: shipped, beside it, or installed. Raises BookError."""
    name = pack.extends or ""
    if name in shipped():
        return read_header(shipped()[name])
    for sibling in (pack.folder.parent / name, pack.folder.parent / f"{name.removesuffix('.toml')}.toml"):
        if sibling.is_file() or (sibling / PLACE_FILE).is_file():
            return read_header(sibling)
    known = installed()
    if name in known:
        return read_header(known[name])
    advice = suggestion(name, known) or f"可用：{'、'.join(known)}，或放在旁边的包和 .toml 文件"
    raise BookError(pack.folder, "extends", f"找不到底本“{name}”", advice)


def read_header(folder: Path) -> PlacePack:
    """The header of the pack in a folder, or of a single file. Raises BookError naming key and remedy."""
    return _of_shipped(folder) if folder.is_relative_to(SHIPPED) else _read(folder)


@cache
def _of_shipped(folder: Path) -> PlacePack:
    """Every pack leads to some of those that come with the program, which stay as they are."""
    return _read(folder)


def _read(folder: Path) -> PlacePack:
    if not folder.is_dir():
        return header_of(
            folder, {k: v for k, v in load_toml(folder).items() if not isinstance(v, dict) or k == "signs"}
        )
    pack = header_of(folder, load_toml(folder / PLACE_FILE))
    name = folder.name if folder.parent == SHIPPED else folder.resolve().name
    if pack.id != name.partition("@")[0]:
        message = f"编号“{pack.id}”与文件夹名“{name}”不同"
        raise BookError(folder / PLACE_FILE, "id", message, "请把两者改成一样的")
    return pack


def is_id(text: str) -> bool:
    """Whether a text may be the id of a pack."""
    return _ID.fullmatch(text) is not None


def header_of(folder: Path, data: dict[str, Any]) -> PlacePack:
    """The header from plain data read in `folder`."""
    file = folder / PLACE_FILE if folder.is_dir() else folder
    data = {OLD_NAMES.get(key, key): value for key, value in data.items()}
    for key in data:
        if key not in HEADER:
            advice = suggestion(key, (*HEADER, *OLD_NAMES)) or f"表头可用的键：{'、'.join(HEADER)}"
            raise BookError(file, key, "不认识的键", advice)
    for key in ("id", "name", "region"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise BookError(file, key, "缺少或不是文字", f'请在开头写上 {key} = "…"')
    if not is_id(data["id"]):
        raise BookError(file, "id", f"编号“{data['id']}”不合规定", ID_ADVICE)
    _lists(file, data)
    try:
        pack = msgspec.structs.replace(msgspec.convert(data, PlacePack), folder=folder)
    except msgspec.ValidationError as error:
        raise BookError(
            file, "signs", f"写法不对（{fault(error)}）", 'signs 写成 { lacks = ["funds.budget"] } 这样的表'
        ) from None
    if pack.extends is None and folder.resolve() != ROOT:
        raise BookError(file, "extends", "没有写明以哪部办法为底本", '请在开头加一行 extends = "mof-2020"')
    if pack.stands_in and not folder.resolve().is_relative_to(SHIPPED):
        message = "只有随软件的全国办法代替没有收录的地方"
        raise BookError(
            file, "stands_in", message, "请删去这一行；要用自己的办法，请用 --rulebook 指定，或写 departments"
        )
    _years(file, pack.years)
    _signs(file, pack.signs)
    if unknown := next((kind for kind in pack.kinds if kind not in KINDS), None):
        raise BookError(
            file, "kinds", f"没有“{unknown}”这一种表", suggestion(unknown, KINDS) or f"可用：{'、'.join(KINDS)}"
        )
    return pack


def _lists(file: Path, data: dict[str, Any]) -> None:
    for key, example in _EXAMPLES.items():
        value, kind = data.get(key), int if key == "years" else str
        if key == "extends":
            if value is not None and not isinstance(value, str):
                raise BookError(file, key, "应是底本的编号", f"如 {example}")
        elif value is not None and (not isinstance(value, list) or any(type(item) is not kind for item in value)):
            raise BookError(file, key, f"应是一列{'整数' if kind is int else '文字'}", f"如 {example}")
        elif value is not None and key == "departments" and any(len(word) < _SHORTEST_WORD for word in value):
            message = f"“{next(word for word in value if len(word) < _SHORTEST_WORD)}”太短，别处的单位名称里也有"
            raise BookError(file, key, message, f"请写认得出这个地方的词，{example}")


def _years(file: Path, years: tuple[int, ...]) -> None:
    if odd := next((year for year in years if not _FIRST_YEAR <= year <= _LAST_YEAR), None):
        raise BookError(file, "years", f"没有 {odd} 这个年度", f"写四位的评价年度，{_EXAMPLES['years']}")


def _signs(file: Path, signs: Signs) -> None:
    """Raise BookError for a sign that is no field, is wanted and not wanted, or is empty and so on every form."""
    for name in (*signs.has, *signs.lacks):
        block, _, field = name.rpartition(".")
        known = _SIGN_FIELDS.get(block, {})
        if field not in known:
            fields = [f"{each}.{sign}".lstrip(".") for each, names in _SIGN_FIELDS.items() for sign in names]
            advice = suggestion(name, fields) or "资金栏如 funds.budget，指标栏如 indicators.property，题头如 phone"
            raise BookError(file, "signs", f"没有“{name}”这一栏", advice)
    if both := set(signs.has) & set(signs.lacks):
        raise BookError(file, "signs", f"“{min(both)}”既写在 has，又写在 lacks", "表上有的写 has，没有的写 lacks")
    if not all((*signs.notes, *signs.title, *signs.level1, *signs.labels)):
        raise BookError(file, "signs", "有一个词是空的，什么表都会认成这里的", "请删去空的一项")
