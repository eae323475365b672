"""Zipped XML packages (docx, xlsx): opened within limits, parsed without entities or network."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import msgspec
from lxml import etree

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import part_name

MAX_PART = 256 * 1024 * 1024
MAX_PARTS = 20_000
MAX_RATIO = 2_000
"""A part that unpacks to more than this many times its packed size is taken for a bomb."""

_BROKEN = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error)
_HEAD = 4096
_SMALL = 16 * 1024 * 1024
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_STRICT_MARK = b"http://purl.oclc.org/ooxml/"
_CONFORMANCE = re.compile(rb"\sconformance=[\"']strict[\"']")
REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package(msgspec.Struct, frozen=True):
    """An open package: parts by name, which counts without regard to case (ECMA-376 part 2, 6.2.2.3)."""

    archive: zipfile.ZipFile
    _names: dict[str, str] = msgspec.field(default_factory=dict)
    """Name in small letters → name in the archive."""
    _known: dict[str, list[tuple[str, str, str]]] = msgspec.field(default_factory=dict)
    """Relationships by the part that has them, once they were asked for."""

    def __contains__(self, part: str) -> bool:
        return part in self.archive.NameToInfo or part.lower() in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part; the names of Strict Open XML in it as those of the common (transitional) kind.

        Raises Unreadable for a missing, damaged or monstrous one.
        """
        data = self._read(part)
        if part.endswith((".xml", ".rels")) and _STRICT_MARK in data:
            data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", _CONFORMANCE.sub(b"", data, count=1))
        return data

    def _read(self, part: str) -> bytes:
        try:
            info = self.archive.getinfo(part if part in self.archive.NameToInfo else self._names[part.lower()])
        except KeyError:
            raise Unreadable(f"文件里缺少 {part}", "文件可能损坏：请用 Word/WPS/Excel 打开后另存一份再试。") from None
        if info.file_size > MAX_PART or (
            info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size)
        ):
            raise Unreadable(
                f"{part} 解压后有 {info.file_size // 1048576} MB，疑似压缩炸弹，没有读取",
                "正常的自评表不会这样大：请核实文件来源。",
            )
        try:
            with self.archive.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except _BROKEN as error:
            raise damaged(part, error) from error
        if len(data) > info.file_size:
            raise damaged(part, "大小与目录不符")
        return data

    def xml(self, part: str) -> etree._Element:
        """The root element of an XML part. Entities are not expanded, nothing outside is fetched."""
        return parse_xml(self.read(part), part)

    def relations(self, part: str) -> dict[str, str]:
        """Relationship ids of a part → full names of the parts they point to (outside links left out)."""
        return {ident: target for ident, _, target in self._relations(part)}

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points to by relationships of a kind (the last step of their type), in order."""
        return [target for _, of, target in self._relations(part) if of.rpartition("/")[2] == kind and target in self]

    def main(self, usual: str) -> str:
        """The part that holds the document: what the package itself points to, else the one of the usual name."""
        return next(iter(self.related("", "officeDocument")), usual)

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """Id, type and target of the relationships of a part."""
        if part not in self._known:
            self._known[part] = list(self._read_relations(part))
        return self._known[part]

    def _read_relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self:
            return
        for relation in self.xml(rels).iter(REL):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else _join(folder, target)
                yield relation.get("Id", ""), relation.get("Type", ""), full


def damaged(part: str, error: object) -> Unreadable:
    """The word for a package whose part cannot be unpacked or parsed."""
    return Unreadable(
        f"文件损坏（{part}），读不出来",
        "请用 Word/WPS/Excel 打开原文件，能打开就另存一份再试；打不开请向提供人重新索取。",
    )


def open_package(data: bytes) -> Package:
    """Open the bytes of a docx or xlsx. Raises Unreadable when they are no sound zip archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise damaged("压缩包目录", error) from error
    if len(archive.NameToInfo) > MAX_PARTS:
        raise Unreadable(f"文件里有 {len(archive.NameToInfo)} 个部件，不像办公文档，没有读取", "请核实文件来源。")
    return Package(archive, {part_name(name).lower(): name for name in archive.NameToInfo})


def parse_xml(data: bytes, part: str) -> etree._Element:
    """Parse XML without entities, network, or excessive depth. Raises Unreadable."""
    refuse_declaration(data, part)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if lacked_memory(error):
            raise MemoryError from error
        if "Excessive depth" in str(error):
            raise Unreadable(f"{part} 一层套一层，套得太深，没有读取", "请核实文件来源。") from error
        raise damaged(part, error) from error
    if root is None:
        raise damaged(part, "内容为空")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _with_declaration(part)
    return root


def lacked_memory(error: Exception) -> bool:
    """Whether a parser gave up because there was no memory left for it: what is wrong in a text has a line."""
    return isinstance(error, etree.XMLSyntaxError) and not error.lineno


def refuse_declaration(data: bytes, part: str) -> None:
    """Raises Unreadable where XML declares a document type, by which entities come in."""
    if b"<!DOCTYPE" in data[:_HEAD].replace(b"\0", b""):
        raise _with_declaration(part)


def _with_declaration(part: str) -> Unreadable:
    return Unreadable(f"{part} 里有文档类型声明，正常的办公文档没有，没有读取", "请核实文件来源。")


def _join(folder: str, target: str) -> str:
    steps: list[str] = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps)
