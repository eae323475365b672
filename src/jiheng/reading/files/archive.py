"""压缩包 (zip, tar, gz): its members, Chinese names read right, within limits."""

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from jiheng.form import Problem
from jiheng.reading.files.problem import Unreadable

if TYPE_CHECKING:
    import tarfile

MAX_MEMBERS = 20_000
MAX_MEMBER = 512 * 1024 * 1024
MAX_TOTAL = 4 * 1024 * 1024 * 1024
MAX_RATIO = 200
MAX_DEPTH = 3
"""Archives inside archives are opened this deep."""

_SMALL = 16 * 1024 * 1024
_UTF8_NAME = 0x800
_DAMAGED = ("压缩包损坏或不完整，打不开", "请重新打包（不要分卷），或解压后直接交文件夹。")
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "~$")


def members(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Problem]:
    """Each file of an archive as (path inside, bytes), in its order; what cannot be had as Problem.

    Nothing is written to disk, so a path that climbs out does no harm; it is only shown.
    Raises Unreadable when it is no sound archive.
    """
    archive = opened(io.BytesIO(data))
    for entry in entries(archive, name):
        if isinstance(entry, Problem):
            yield entry
            continue
        path, info = entry
        found = content(archive, info, f"{name}/{path}")
        yield found if isinstance(found, Problem) else (path, found)


def unpacked(data: bytes, name: str) -> Iterator[tuple[str, bytes] | Problem]:
    """Each file of a tar archive, packed or not, or the one file that gz, bz2 or xz packs. Raises Unreadable."""
    import tarfile

    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            yield from _of_tar(archive, name)
            return
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError):
        pass
    try:
        content = _single(data)
    except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
        raise Unreadable(*_DAMAGED) from error
    if len(content) > _most(data):
        raise Unreadable(f"解压后超过 {_most(data) >> 20} MB，疑似压缩炸弹，没有读取", "请核实文件来源。")
    yield PurePosixPath(name).stem, content


def _of_tar(archive: "tarfile.TarFile", name: str) -> Iterator[tuple[str, bytes] | Problem]:
    total = 0
    for number, info in enumerate(archive):
        if number >= MAX_MEMBERS:
            yield Problem(name, f"压缩包里的文件超过 {MAX_MEMBERS} 个，只读到这里", "请分成几个压缩包。")
            return
        if not info.isfile() or _is_skipped(info.name):
            continue
        total += info.size
        if info.size > MAX_MEMBER or total > MAX_TOTAL:
            yield Problem(f"{name}/{info.name}", "文件太大，疑似压缩炸弹，没有读取", "请核实文件来源。")
            return
        stream = archive.extractfile(info)
        if stream is not None:
            yield info.name, stream.read()


def _single(data: bytes) -> bytes:
    import gzip  # few archives are one

    packer = gzip.open if data.startswith(b"\x1f\x8b") else bz2.open if data.startswith(b"BZh") else lzma.open
    with packer(io.BytesIO(data)) as stream:
        return bytes(stream.read(_most(data) + 1))


def _most(data: bytes) -> int:
    """Bytes that one packed file may unpack to."""
    return min(MAX_MEMBER, max(_SMALL, MAX_RATIO * len(data)))


def _is_skipped(path: str) -> bool:
    return any(path.startswith(mark) or f"/{mark}" in path or path.endswith(mark) for mark in _SKIPPED)


def opened(file: Path | BinaryIO) -> zipfile.ZipFile:
    """An open archive. Raises Unreadable when it is no sound one, OSError when the file cannot be opened."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise Unreadable(*_DAMAGED) from error
    if len(archive.filelist) > MAX_MEMBERS:
        number = len(archive.filelist)
        raise Unreadable(f"压缩包里有 {number} 个文件，超过 {MAX_MEMBERS} 个，没有读取", "请分成几个压缩包。")
    return archive


def entries(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, zipfile.ZipInfo] | Problem]:
    """Each file inside as (path, entry), without what systems leave behind; what is too large as Problem."""
    total = 0
    for info in archive.infolist():
        path = member_name(info)
        if path.endswith("/") or _is_skipped(path):
            continue
        total += info.file_size
        if info.file_size > MAX_MEMBER or total > MAX_TOTAL or _is_bomb(info):
            word = f"解压后有 {info.file_size // 1048576} MB，疑似压缩炸弹，没有读取"
            yield Problem(f"{name}/{path}", word, "请核实文件来源。")
        else:
            yield path, info


def content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> bytes | Problem:
    """The bytes of one file inside, or why they cannot be had."""
    try:
        with archive.open(info) as stream:
            return stream.read(info.file_size + 1)
    except NotImplementedError:
        return Problem(
            shown, "压缩包里的文件用了特殊的压缩方式，解不开", "请解压后直接交文件夹，或改用普通的 zip 压缩。"
        )
    except RuntimeError as error:
        word = "有密码" if "password" in str(error) else "读不出来"
        return Problem(shown, f"压缩包里的文件{word}", "请解压、去掉密码后再试。")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error):
        return Problem(shown, "压缩包里的文件损坏", "请重新打包，或解压后直接交文件夹。")


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: without the UTF-8 mark, Chinese Windows packs names in GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        packed = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size)
