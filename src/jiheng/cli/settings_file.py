"""`jiheng.toml` in the folder of the forms or above it: what else one would type on every call.

    rulebook = "beijing-chaoyang-2024"   # 办法的编号，或 .toml 文件、地方包的文件夹
    accepted = "认可.toml"               # 已说明过的问题
    ignore = ["F02", "T05"]              # 不做的检查
    department = "某某区水务局"          # 主管部门写法不一时，都归这一个
    library = "指标库.json"              # 与同类项目比较

Files and folders are named from where `jiheng.toml` lies. What is given on the command line goes before it.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from jiheng.cli import output
from jiheng.data_error import fault
from jiheng.system_error import reason
from jiheng.trouble import Trouble

NAME = "jiheng.toml"
_HOW = "写法见 docs/guide.md“一个文件夹的设定”。"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a folder, all of them optional; paths as written."""

    rulebook: str = ""
    place: str = ""
    accepted: str = ""
    ignore: tuple[str, ...] = ()
    department: str = ""
    library: str = ""


class Defaults:
    """What stands for options that were not given: the settings of the folder, nothing where there are none."""

    def __init__(self, settings: Settings, path: Path | None) -> None:
        self._settings = settings
        self._path = path
        self._used: list[str] = []

    def rulebook(self, given: str) -> str:
        """The rulebook asked for, else the folder's (named so that it is found from here), else ""."""
        named = self._settings.rulebook or self._settings.place
        if given or not named:
            return given
        self._used.append(f"办法 {named}")
        there = self._beside(named)
        return str(there) if there.exists() else named

    def accepted(self, given: Path | None) -> Path | None:
        """The file of accepted findings."""
        return self._file(given, self._settings.accepted, "已认可的问题")

    def library(self, given: Path | None) -> Path | None:
        """The indicator library."""
        return self._file(given, self._settings.library, "指标库")

    def ignore(self, given: list[str] | None) -> list[str]:
        """The checks that are not made: those given, and the folder's."""
        if self._settings.ignore:
            self._used.append(f"不做 {'、'.join(self._settings.ignore)}")
        return [*(given or ()), *self._settings.ignore]

    def department(self, given: str | None) -> str | None:
        """The department that all forms belong to."""
        if given is None and self._settings.department:
            self._used.append(f"主管部门 {self._settings.department}")
            return self._settings.department
        return given

    def tell(self) -> None:
        """Say what was taken from the file, so that nobody wonders."""
        if self._path is not None and self._used:
            output.note(f"按 {self._path} 的设定：{'；'.join(self._used)}。")

    def _file(self, given: Path | None, named: str, what: str) -> Path | None:
        if given is not None or not named:
            return given
        self._used.append(f"{what} {named}")
        return self._beside(named)

    def _beside(self, named: str) -> Path:
        return (self._path.parent if self._path else Path()) / named


def defaults(files: Sequence[str] | None) -> Defaults:
    """The settings for the files that the user named.

    Raises Trouble for a file that cannot be used, and where files belong to different ones.
    """
    found = {path for name in files or () if (path := _above(Path(name))) is not None}
    if len(found) > 1:
        names = "、".join(str(path) for path in sorted(found))
        raise Trouble(f"这些文件归几份设定：{names}", "请分几次做，或把设定合成一份放在上一层。")
    path = next(iter(found), None)
    return Defaults(_read(path) if path else Settings(), path)


def _above(start: Path) -> Path | None:
    """The nearest settings file at or above a path."""
    own = start.resolve()
    folders = (own, *own.parents) if own.is_dir() else own.parents
    return next((path for folder in folders if (path := folder / NAME).is_file()), None)


def _read(path: Path) -> Settings:
    import tomllib

    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Settings)
    except OSError as error:
        raise Trouble(f"读不到 {path}：{reason(error)}", _HOW) from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{path} 不是 UTF-8 编码", f"请另存为 UTF-8。{_HOW}") from error
    except tomllib.TOMLDecodeError as error:
        raise Trouble(f"{path} 不合 TOML 格式：{fault(error)}", _HOW) from error
    except msgspec.ValidationError as error:
        known = "、".join(Settings.__struct_fields__)
        raise Trouble(f"{path} 的内容不对：{fault(error)}", f"可写：{known}。{_HOW}") from error
    if settings.rulebook and settings.place:
        raise Trouble(f"{path} 里 rulebook 和 place 只能写一个", _HOW)
    return settings
