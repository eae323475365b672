"""`jiheng places`: the packs of places; show one, check one, propose one from forms."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from jiheng.cli import book_screen, exit_codes, inputs, output
from jiheng.cli.help_zh import Command, Group
from jiheng.form import Form
from jiheng.trouble import Trouble

HELP = """
各地的表样、规则和用词，一个地方一个文件夹（地方包）；看一个，检查自己写的，由当地的表拟一个。

用法：jiheng places
      jiheng places show 编号或文件夹
      jiheng places check 文件夹或编号
      jiheng places learn 自评表… -o 文件夹

例：
  jiheng places                              编号、地区、年度、名称
  jiheng places show hubei-2020              一个包有什么：表样、规则、出处
  jiheng places check my-county/             检查自己写的包：规则、用词，表样印出来再读回
  jiheng places learn 自评表/ -o my-county    由几张表拟一个包，要人定的写明“待定”
"""
_SHOW = """
看一个地方包：适用的地方、年度和表，继承谁，有哪些自己的文件和规则。

用法：jiheng places show 编号或文件夹
例：  jiheng places show hubei-2020
"""
_CHECK = """
检查一个地方包：表头、规则、用词；把表样印成 docx、xlsx、pdf、html 和文本再读回，列出没有原样回来的格子。

用法：jiheng places check 文件夹或编号
例：  jiheng places check my-county/

退出码：0 可以用；1 有要改的；2 用法不对。
"""
_LEARN = """
由一张或几张当地的自评表拟一个地方包：栏目、分值、表下注里的规则、没有对应字段的标签；要人定的写明“待定”。

用法：jiheng places learn 自评表… -o 文件夹
例：  jiheng places learn 自评表/ -o my-county-2024

文件夹名就是包的编号，用小写字母、数字和连字符。写好后随即检查一遍。
"""
_FORMATS = (output.TABLE, output.JSON)

app = typer.Typer(cls=Group)


@app.callback(invoke_without_command=True)
def listing(ctx: typer.Context, layout: output.Format = None) -> None:
    """List the installed packs."""
    if ctx.invoked_subcommand is None:
        _list(output.chosen(layout, _FORMATS))


@app.command("show", cls=Command, help=_SHOW, short_help="看一个地方包有什么")
def show(pack_id: Annotated[str, typer.Argument(metavar="编号或文件夹")], layout: output.Format = None) -> None:
    """Print what a pack is for, what it extends and what it states itself."""
    from jiheng.places.loader import book_of
    from jiheng.places.pack import find
    from jiheng.places.rules_file import read_rules

    name = output.chosen(layout, _FORMATS)
    pack = find(pack_id)
    book, own = book_of(pack), read_rules(pack)
    if name == output.JSON:
        output.emit_json(
            _facts(pack) | {"sources": pack.sources, "rules": {path: book.parameters[path] for path in own}}
        )
        return
    from rich.text import Text

    with output.screen() as console:
        console.print(Text(pack.name, "bold"))
        chain = " → ".join(each.id for each in pack.lineage())
        console.print(f"{pack.id}　{pack.region}　{book_screen.years(pack.years)}　{_kinds(pack.kinds)}")
        console.print(f"底本：{chain}")
        for source in pack.sources:
            console.print(Text(f"  依据：{source}"))
        book_screen.explained((book.parameters[path] for path in own), console)


@app.command("check", cls=Command, help=_CHECK, short_help="检查自己写的地方包")
def check(named: Annotated[Path, typer.Argument(metavar="文件夹或编号")], layout: output.Format = None) -> int:
    """Check a pack and try its layout in every format."""
    from jiheng.places.sources import shipped
    from jiheng.writing.places import check as check_pack

    name = output.chosen(layout, _FORMATS)
    folder = named if named.is_dir() else shipped().get(str(named))
    if folder is None:
        advice = "地方包是一个文件夹，里面至少有 place.toml；随软件的包写编号，见 jiheng places。"
        raise Trouble(f"{named} 不是文件夹", advice)
    remarks = check_pack(folder)
    if name == output.JSON:
        output.emit_json(remarks)
    else:
        _remarks(named, remarks)
    return exit_codes.FINDINGS if any(remark.wrong for remark in remarks) else exit_codes.OK


@app.command("learn", cls=Command, help=_LEARN, short_help="由当地的表拟一个地方包")
def learn(
    files: inputs.Files = None,
    target: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件夹", help="写到这个文件夹")] = None,
) -> int:
    """Propose a pack from forms and check it."""
    from jiheng.places.pack import ID_ADVICE, is_id
    from jiheng.writing.places import check as check_pack
    from jiheng.writing.places import learn as propose

    if target is None:
        raise Trouble("没有写要写到哪个文件夹", "例如 jiheng places learn 自评表/ -o my-county-2024")
    if not is_id(named := target.resolve().name):
        raise Trouble(f"文件夹名“{named}”不能作包的编号", f"{ID_ADVICE}。")
    if target.exists() and any(target.iterdir()):
        raise Trouble(f"文件夹 {target} 里已有文件", "请换一个文件夹，或先移走里面的文件。")
    forms = [found for found in inputs.read(files) if isinstance(found, Form) and found.indicators]
    if not forms:
        raise Trouble("没有读到一张有指标的自评表", "请交填好的自评表，先用 jiheng extract 看读到什么。")
    learnt = propose(forms, named)
    with output.writable(target):
        _write(learnt.files, target)
    for line in learnt.told:
        output.note(line)
    remarks = check_pack(target)
    _remarks(target, remarks)
    return exit_codes.FINDINGS if any(remark.wrong for remark in remarks) else exit_codes.OK


def _write(files: Mapping[str, str], target: Path) -> None:
    """The whole folder, or nothing. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".jiheng-", dir=target.parent) as name:
        made = Path(name, target.name)
        made.mkdir()
        for file, text in files.items():
            (made / file).write_text(text, "utf-8")
        if target.exists():
            target.rmdir()
        made.replace(target)


def _remarks(folder: Path, remarks: "list[Any]") -> None:
    for remark in remarks:
        advice = f"。{remark.advice}" if remark.advice else ""
        output.emit(f"{'错误' if remark.wrong else '提示'}　{remark.where}：{remark.message}{advice}\n")
    wrong = sum(remark.wrong for remark in remarks)
    told = (
        f"{folder}：有 {wrong} 处要改" if wrong else f"{folder}：可以用，试审：jiheng audit 自评表/ --rulebook {folder}"
    )
    output.note(told)


def _list(name: str) -> None:
    from jiheng.places.usable import broken, packs

    if name == output.JSON:
        output.emit_json([_facts(pack) for pack in packs().values()])
        return
    lines = ((pack.id, pack.region, pack.years, pack.name) for pack in packs().values())
    book_screen.listed(lines, "看一个包：jiheng places show 编号　自己加一个：docs/places.md", broken())


def _facts(pack: Any) -> dict[str, object]:
    names = ("id", "name", "region", "kinds", "years", "departments", "extends", "version")
    return {name: getattr(pack, name) for name in names}


def _kinds(kinds: tuple[str, ...]) -> str:
    from jiheng.form.kinds import kind_name

    return "、".join(map(kind_name, kinds)) or "各种计分的自评表"
