"""Everything that can be wrong with a pack, found at once: header, rules, words, layout and the round trip."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from jiheng import checks, department
from jiheng.checks.switches import unknown_switches
from jiheng.places import BookError
from jiheng.places.loader import book_of, load
from jiheng.places.pack import PlacePack, find
from jiheng.places.sources import FRAMEWORK_FILE, LAYOUT_FILE, ROOT, WORDS_FILE, bring, shipped
from jiheng.places.words import read, shadowed
from jiheng.trouble import Trouble
from jiheng.writing.official import LayoutError
from jiheng.writing.official.layout import layout_of
from jiheng.writing.places.round_trip import differences
from jiheng.writing.report.framework import evaluate, from_toml

_NOT_BACK = (
    "多半是栏名不认识：请在 words.toml 的相应一节加上这个栏名；"
    "栏名都认识的，看自己在 words.toml 里加的词是不是别处的标签"
)


class PackRemark(msgspec.Struct, frozen=True):
    """One thing about a pack (Chinese): where, what, what to do. `wrong` ones keep a pack from being used."""

    where: str
    message: str
    advice: str = ""
    wrong: bool = True


def check(folder: Path) -> list[PackRemark]:
    """All remarks on the pack in a folder; it is good when none is `wrong`. The pack is known from then on."""
    try:
        pack = find(folder)
        tuple(pack.lineage())
    except BookError as error:
        return [_of(error)]
    if pack.id in shipped() and folder.resolve() != shipped()[pack.id].resolve():
        return [PackRemark("id", f"编号“{pack.id}”与随软件提供的包相同", "请换一个编号，用 extends 引用原来的包")]
    found = [*_rules(pack), *_words(pack)]
    if any(remark.wrong for remark in found):
        return found
    if folder.resolve().parent != ROOT.parent:
        bring(folder)
    return [*found, *_layout(pack), *_framework(pack), *_undecided(folder)]


def _of(error: BookError) -> PackRemark:
    return PackRemark(f"{Path(error.file).name} {error.key}".strip(), error.what, error.advice)


def _rules(pack: PlacePack) -> Iterator[PackRemark]:
    try:
        book = book_of(pack)
    except BookError as error:
        yield _of(error)
        return
    codes = {*checks.catalogue(), *department.catalogue()}
    for path in unknown_switches(book, codes):
        yield PackRemark(f"rules.toml {path}", "没有这条检查", "全部代码见 jiheng checks")


def _words(pack: PlacePack) -> Iterator[PackRemark]:
    file = pack.folder / WORDS_FILE
    if not file.is_file() or pack.folder == ROOT:
        return
    try:
        own = read(file)
    except BookError:  # the rules could not be loaded for it
        return
    for key, word, old, new in shadowed(own):
        message = f"“{word}”通常是 {old}，这里写成 {new}，读本地的表时以这里为准"
        yield PackRemark(f"words.toml {key}", message, "确是这样就不用改", wrong=False)


def _layout(pack: PlacePack) -> Iterator[PackRemark]:
    file = pack.file(LAYOUT_FILE)
    if file is None:
        return
    try:
        layout = layout_of(file)
        for difference in differences(layout):
            message = f"印成“{difference.printed}”，{difference.format[1:]} 格式读回是“{difference.read}”"
            yield PackRemark(difference.cell, message, _NOT_BACK)
    except LayoutError as error:
        yield PackRemark(LAYOUT_FILE, error.message, error.advice)
    except Trouble as trouble:
        yield PackRemark(LAYOUT_FILE, trouble.message, trouble.advice, wrong=False)


def _framework(pack: PlacePack) -> Iterator[PackRemark]:
    """Its own framework of evaluations must be one that can be scored."""
    file = pack.folder / FRAMEWORK_FILE
    if not file.is_file():
        return
    try:
        evaluate(from_toml(file.read_bytes(), FRAMEWORK_FILE), load(pack.folder))
    except Trouble as trouble:
        yield PackRemark(FRAMEWORK_FILE, trouble.message, trouble.advice)


def _undecided(folder: Path) -> Iterator[PackRemark]:
    """Places that `learn` left for a person to decide."""
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if "待定" in line:
                yield PackRemark(
                    f"{file.name} 第 {number} 行", line.strip(" #"), "请由熟悉当地办法的人确定", wrong=False
                )
