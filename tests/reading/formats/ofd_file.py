"""Print-outs as OFD files written out by hand, as odd as a test wants them."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from .paper import Paper
from .pdf_file import Sheet
from .print_out import Print, pages

NAMESPACE = "http://www.ofdspec.org/2016"
_MM = 25.4 / 72
_OPERATOR = re.compile(
    r"BT /F1 (?P<size>[\d.]+) Tf (?:(?P<tx>[-\d.]+) (?P<ty>[-\d.]+) Td|(?P<tm>[-\d. ]+) Tm [\d.]+ g)"
    r" <(?P<text>\w+)> Tj ET"
    r"|(?P<w>[\d.]+) w (?P<x0>[-\d.]+) (?P<y0>[-\d.]+) m (?P<x1>[-\d.]+) (?P<y1>[-\d.]+) l S"
    r"|(?P<stroked>[\d.]+ w )?(?P<x>[-\d.]+) (?P<y>[-\d.]+) (?P<wide>[-\d.]+) (?P<high>[-\d.]+) re (?P<how>[fSW])"
    r"|(?P<end>Q\n)"
)


_PLAIN = Print()


@dataclass(frozen=True)
class Ofd:
    """A way to write an OFD file."""

    printing: Print = _PLAIN
    templates: bool = False
    """Rules stand in a template page, text in the page."""
    runs: bool = True
    """Equal advances as `g` runs, not one by one."""
    surplus: bool = False
    """More advances than characters."""
    scaled: bool = False
    """Objects drawn at a hundredth of their size and brought to it by their CTM."""
    unit: bool = False
    """Everything in a composite graphic unit."""
    blocks: bool = False
    """Objects in blocks within blocks."""
    own_pages: bool = False
    """Every page a document of its own in the one file."""
    sideways: bool = False
    """Everything lies on its side, by the CTM of a composite unit."""
    namespace: str = NAMESPACE
    curved: bool = False
    """Rules with a curve of no length at their end."""


_WAY = Ofd()


def written(papers: Sequence[Paper], way: Ofd) -> bytes:
    """The papers as OFD."""
    contents = pages(papers, way.printing)
    parts: dict[str, str] = {}
    groups = [[content] for content in contents] if way.own_pages else [contents]
    for number, group in enumerate(groups):
        parts |= _document(f"Doc_{number}", group, way)
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        for n in range(len(groups))
    )
    parts["OFD.xml"] = _root("OFD", bodies, way, 'Version="1.0" DocType="OFD"')
    return packed(parts)


def one_page(content: str, pictures: dict[str, bytes]) -> bytes:
    """A file of one A4 page with that content and the pictures that it shows, by their ids."""
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{number}.png</ofd:MediaFile></ofd:MultiMedia>'
        for number in pictures
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{area}<ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"
    listed = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
    body = "<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return packed(
        {
            "OFD.xml": _root("OFD", body, _WAY),
            "D/Document.xml": _root("Document", common + listed, _WAY),
            "D/Res.xml": _root("Res", f"<ofd:MultiMedias>{media}</ofd:MultiMedias>", _WAY, 'BaseLoc="Res"'),
            "D/P.xml": _root("Page", _layer(content, _WAY), _WAY),
        }
        | {f"D/Res/{number}.png": data for number, data in pictures.items()}
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _root(name: str, inside: str, way: Ofd, attributes: str = "") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{way.namespace}" {attributes}>'
    return f"{head}{inside}</ofd:{name}>"


def _document(folder: str, contents: Sequence[str], way: Ofd) -> dict[str, str]:
    sheet = way.printing.sheet
    parts: dict[str, str] = {}
    listed = templates = units = ""
    for number, content in enumerate(contents):
        rules, texts = _objects(content, sheet, way)
        page, extra = rules + texts, ""
        if way.templates:
            page, extra = texts, f'<ofd:Template TemplateID="{500 + number}"/>'
            parts[f"{folder}/Tpl_{number}.xml"] = _root("Page", _layer(rules, way), way)
            templates += f'<ofd:TemplatePage ID="{500 + number}" BaseLoc="Tpl_{number}.xml"/>'
        if way.unit or way.sideways:
            frame = f'Width="{sheet.width * _MM}" Height="{sheet.height * _MM}"'
            units += (
                f'<ofd:CompositeGraphicUnit ID="{700 + number}" {frame}><ofd:Content>{page}</ofd:Content>'
                "</ofd:CompositeGraphicUnit>"
            )
            wide, high = sheet.width * _MM, sheet.height * _MM
            box, ctm = f"0 0 {wide:.4f} {high:.4f}", ""
            if way.sideways:
                box, ctm = f"0 0 {high:.4f} {wide:.4f}", f'CTM="0 -1 1 0 0 {wide:.4f}"'
            page = f'<ofd:CompositeObject ID="{800 + number}" ResourceID="{700 + number}" Boundary="{box}" {ctm}/>'
        parts[f"{folder}/Pages/Page_{number}/Content.xml"] = _root("Page", extra + _layer(page, way), way)
        listed += f'<ofd:Page ID="{1 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
    fonts = '<ofd:Fonts><ofd:Font ID="400" FontName="宋体"/></ofd:Fonts>'
    resources = f"{fonts}<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    parts[f"{folder}/PublicRes.xml"] = _root("Res", resources, way, 'BaseLoc="Res"')
    size = (sheet.height, sheet.width) if way.sideways else (sheet.width, sheet.height)
    area = f"<ofd:PhysicalBox>0 0 {size[0] * _MM:.4f} {size[1] * _MM:.4f}</ofd:PhysicalBox>"
    common = (
        f"<ofd:CommonData><ofd:MaxUnitID>9000</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{templates}</ofd:CommonData>"
    )
    parts[f"{folder}/Document.xml"] = _root("Document", f"{common}<ofd:Pages>{listed}</ofd:Pages>", way)
    return parts


def _layer(objects: str, way: Ofd) -> str:
    if way.blocks:
        objects = f'<ofd:PageBlock ID="901"><ofd:PageBlock ID="902">{objects}</ofd:PageBlock></ofd:PageBlock>'
    return f'<ofd:Content><ofd:Layer ID="900">{objects}</ofd:Layer></ofd:Content>'


def _objects(content: str, sheet: Sheet, way: Ofd) -> tuple[str, str]:
    """Rules and texts of a page whose drawing is written in the operators of a PDF."""
    rules, texts = [], []
    clip = ""
    for number, found in enumerate(_OPERATOR.finditer(content), 1000):
        if found["text"]:
            texts.append(_text(found, sheet, way, number, clip))
        elif found["w"]:
            x0, y0, x1, y1 = (float(found[name]) for name in ("x0", "y0", "x1", "y1"))
            ends = x0, sheet.height - y0, x1, sheet.height - y1
            rules.append(_path([ends[:2], ends[2:]], way, number, "L"))
        elif found["how"] == "W":
            clip = _box(found, sheet)
        elif found["how"]:
            x, y, wide, high = (float(found[name]) for name in ("x", "y", "wide", "high"))
            top = sheet.height - y - high
            corners = [(x, top), (x + wide, top), (x + wide, top + high), (x, top + high), (x, top)]
            rules.append(_path(corners, way, number, "f" if found["how"] == "f" else "L"))
        elif found["end"]:
            clip = ""
    return "".join(rules), "".join(texts)


def _box(found: re.Match[str], sheet: Sheet) -> str:
    x, y, wide, high = (float(found[name]) for name in ("x", "y", "wide", "high"))
    return f"{x * _MM:.4f} {(sheet.height - y - high) * _MM:.4f} {wide * _MM:.4f} {high * _MM:.4f}"


def _text(found: re.Match[str], sheet: Sheet, way: Ofd, number: int, clip: str) -> str:
    words = bytes.fromhex(found["text"]).decode("utf-16-be").rstrip()
    size = float(found["size"]) * _MM
    if not words:
        return ""
    steps = [size * (0.5 if " " <= char <= "~" else 1.0) for char in words]
    if found["tm"]:
        a, b, c, d, x, y = map(float, found["tm"].split())
        ctm = f'CTM="{a} {-b} {-c} {d} 0 0"'
    else:
        x, y, ctm = float(found["tx"]), float(found["ty"]), ""
    left, base = x * _MM, (sheet.height - y) * _MM
    inner, scale = (0.0, size), 1.0
    box = f"{left:.4f} {base - size:.4f} {sum(steps) + 1:.4f} {size * 1.4:.4f}"
    if found["tm"]:
        box, inner = f"{left:.4f} {base:.4f} 900 900", (0.0, 0.0)
        box = f"{left - 300:.4f} {base - 300:.4f} 900 900"
        ctm = ctm.replace(" 0 0", " 300 300")
    if clip:
        x0, y0 = map(float, clip.split()[:2])
        box, inner = clip, (left - x0, base - y0)
    if way.scaled and not ctm:
        scale, ctm = 100.0, 'CTM="0.01 0 0 0.01 0 0"'
    steps = [step * scale for step in steps[: None if way.surplus else -1]]
    advances = _advances(steps + [size * scale] * 3 if way.surplus else steps, way)
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="400" Size="{size * scale:.4f}" {ctm}>'
        f'<ofd:TextCode X="{inner[0] * scale:.4f}" Y="{inner[1] * scale:.4f}" {advances}>{escape(words)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _advances(steps: list[float], way: Ofd) -> str:
    if not steps:
        return ""
    words: list[str] = []
    place = 0
    while place < len(steps):
        end = place
        while end < len(steps) and steps[end] == steps[place]:
            end += 1
        alike = end - place
        words += [f"g {alike} {steps[place]:.4f}"] if way.runs and alike > 1 else [f"{steps[place]:.4f}"] * alike
        place = end
    return f'DeltaX="{" ".join(words)}"'


def _path(points: Sequence[tuple[float, ...]], way: Ofd, number: int, how: str) -> str:
    xs, ys = [x * _MM for x, _ in points], [y * _MM for _, y in points]
    left, top = min(xs), min(ys)
    box = f"{left:.4f} {top:.4f} {max(max(xs) - left, 0.1):.4f} {max(max(ys) - top, 0.1):.4f}"
    scale, ctm = (100.0, ' CTM="0.01 0 0 0.01 0 0"') if way.scaled else (1.0, "")
    steps = [f"{(x - left) * scale:.4f} {(y - top) * scale:.4f}" for x, y in zip(xs, ys, strict=True)]
    data = f"M {steps[0]}" + "".join(f" L {step}" for step in steps[1:])
    if way.curved:
        data += f" B {steps[-1]} {steps[-1]} {steps[-1]} Q {steps[-1]} {steps[-1]} A 1 1 0 0 1 {steps[-1]}"
    filled = 'Fill="true" Stroke="false"' if how == "f" else f'LineWidth="{0.35 * scale}"'
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" {filled}{ctm}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
