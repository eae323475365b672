"""A report made again: the generated parts of an old document take the new data, everything else stays."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from jiheng.reading.files.package import open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.trouble import Trouble
from jiheng.writing.report.compose import Numbered, Report, generated
from jiheng.writing.report.docx import numbered, said, texts
from jiheng.writing.report.parts import Part, parts
from jiheng.writing.report.word import runs
from jiheng.writing.word_xml import saved


@dataclass(frozen=True, slots=True)
class Updated:
    """The new document, and by id: what took new figures, what people had changed, what the old one lacks."""

    data: bytes
    renewed: tuple[str, ...]
    kept: tuple[str, ...]
    absent: tuple[str, ...]


def update(old: bytes, report: Report) -> Updated:
    """The old document with the generated parts renewed. Raises Trouble for one that holds none."""
    document = _opened(old)
    new = generated(report)
    before = _pictures(document)
    renewed, kept, seen = [], [], set()
    for held in list(parts(document.element.body)):
        seen.add(held.name)
        if held.name not in new:
            continue
        if held.is_edited:
            kept.append(held.name)
            continue
        _renew(document, held, new[held.name])
        renewed.append(held.name)
    if not seen:
        raise Trouble(
            "旧报告里没有可以更新的段落", "只有 jiheng report 写成的 .docx 能更新，其中的标记（书签）须还在。"
        )
    for gone in before - _pictures(document):
        del document.part.rels[gone]  # else every update would leave the old pictures in the file
    absent = tuple(name for name in new if name not in seen)
    return Updated(saved(document), tuple(renewed), tuple(kept), absent)


def _pictures(document: Document) -> set[str]:
    """The relations by which the text shows pictures."""
    return {str(picture.get(qn("r:embed"))) for picture in document.element.body.iter(qn("a:blip"))}


def _renew(document: Document, held: Part, content: Sequence[str] | Numbered) -> None:
    if isinstance(content, Numbered):
        held.refill(numbered(document, content), said(content))
    elif held.is_inline:
        held.refill(runs("".join(content)), content)
    else:
        held.refill(texts(content), content)


def _opened(old: bytes) -> Document:
    try:
        open_package(old)  # its limits hold off archives that unpack without end
        return docx.Document(io.BytesIO(old))
    except (Unreadable, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Trouble("旧报告不是可以打开的 Word 文件", "请给出 jiheng report 写成的 .docx。") from error
