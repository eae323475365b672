"""Files of a pack as handed in: a zip or the files themselves, bounded, as texts by their names."""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

from jiheng.data_error import fault
from jiheng.places.sources import PLACE_FILE

MOST_FILES, MOST_BYTES = 40, 2 * 1024 * 1024
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,58}")


def texts_of(handed: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The pack's .toml files by name, from below the folder that holds place.toml.

    Raises ValidationError (Chinese: what is wrong, what to do).
    """
    files: dict[str, bytes] = {}
    for name, data in handed:
        files |= _unzipped(name, data) if name.lower().endswith(".zip") else {name.replace("\\", "/"): data}
        if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
            raise ValidationError(f"地方包最多 {MOST_FILES} 个文件、共 {MOST_BYTES // 1024 // 1024} MB，这里超过了。")
    heads = [PurePosixPath(name) for name in files if PurePosixPath(name).name == PLACE_FILE]
    if len(heads) != 1:
        told = f"有 {len(heads)} 个" if heads else "没有"
        raise ValidationError(f"{told} place.toml。一个地方包是一个文件夹，里面有一个 place.toml，请整个文件夹一起交。")
    base = heads[0].parent
    inside = {PurePosixPath(name): data for name, data in files.items() if PurePosixPath(name).is_relative_to(base)}
    return {
        str(name.relative_to(base)): _text(str(name), data) for name, data in inside.items() if name.suffix == ".toml"
    }


def head_of(files: dict[str, str]) -> tuple[str, str]:
    """The pack's id and name. Raises ValidationError."""
    try:
        head = tomllib.loads(files[PLACE_FILE])
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(f"place.toml 写得不对：{fault(error)}。请照 docs/places.md 里的例子改。") from error
    name, title = str(head.get("id", "")), str(head.get("name", ""))
    if not _ID.fullmatch(name):
        raise ValidationError(
            f"place.toml 里的编号 id“{name}”不能用。请用小写字母、数字和连字符，例如 my-county-2024。"
        )
    return name, title or name


def _unzipped(name: str, data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [member for member in archive.infolist() if not member.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise ValidationError(f"“{name}”里的文件太多或太大，不像是地方包。")
            return {entry.filename: archive.read(entry) for entry in entries if ".." not in entry.filename.split("/")}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ValidationError(f"“{name}”不是能打开的 zip，或者加了密码。请重新压缩，或选文件夹里的文件。") from error


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(f"“{name}”不是 UTF-8 文字。请在编辑器里另存为 UTF-8。") from error
