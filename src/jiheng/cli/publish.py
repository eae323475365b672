"""`jiheng publish`: the forms as a static site for the public, personal and secret matter masked before."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import acceptance, exit_codes, inputs, output, rounding, rules, settings_file
from jiheng.cli.audit_options import AcceptedFile
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiheng.checks import AcceptedEntry
    from jiheng.form import Form
    from jiheng.places import Book
    from jiheng.writing.site import Publication

HELP = """
生成公开用的静态网站：总体情况、每个项目一页（照表样）、项目索引、数据下载。
公开前遮盖手机号码、身份证号码、银行卡号、电子邮箱和姓名；涉密项目只计个数；问题清单不上网站。
网站是一个文件夹，不需要服务器程序，直接打开 index.html 就能看；同样的表每次生成的文件完全一样。

用法：jiheng publish 文件或文件夹 … -o site/

例：
  jiheng publish 自评表/ --preview 遮盖清单.xlsx       先看要遮盖哪些内容
  jiheng publish 自评表/ -o site/ --strict             还有错误没有改就不生成
  jiheng publish 自评表/ -o site/ --year 2024          只公开 2024 年度的
  jiheng publish 自评表/ -o site/ --department 水务局   几个部门的表放在一起，只公开一个部门的
  jiheng publish 自评表/ -o site/ --rulebook 本地.toml 遮盖什么由办法的 [publish.*] 规定

遮盖清单里有未遮盖的原文，只供内部核对，不要放进网站的文件夹。
退出码：0 生成好了；1 用了 --strict 而还有错误；2 用法不对，或没有可以公开的表。
"""
_SHOWN = 10

Target = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件夹", help="网站放在哪个文件夹；\n可以是新的、空的或上次生成的"),
]
Strict = Annotated[bool, typer.Option("--strict", help="还有没改也没认可的错误、或有文件没读成，就不生成")]
Year = Annotated[str | None, typer.Option("--year", metavar="年度", help="只公开这个年度的，如 2024")]
Department = Annotated[
    str | None, typer.Option("--department", metavar="名称", help="只公开这个主管部门的，可以只写其中几个字")
]
Preview = Annotated[
    Path | None, typer.Option("--preview", metavar="文件", help="每处遮盖写成清单：.xlsx .json 或 .md，只供内部核对")
]


def run(
    files: inputs.Files = None,
    target: Target = None,
    strict: Strict = False,
    rulebook: rules.Rulebook = rules.UNSAID,
    accepted: AcceptedFile = None,
    year: Year = None,
    department: Department = None,
    preview: Preview = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Read everything, mask it, say what stands in the way, and build the site."""
    from jiheng.places import choose_all
    from jiheng.writing.site import prepare

    _ready(target, preview, year)
    own = settings_file.defaults(files)
    book, entries = rules.load_book(own.rulebook(rulebook)), acceptance.entries(own.accepted(accepted))
    own.tell()
    forms, problems = inputs.read_all(files, jobs, timeout, memory, whole=True)
    rounding.like([book] if book else [choice.book for choice in choose_all(forms)])
    publication = prepare(forms, book=book, problems=problems, accepted=entries, year=year, department=department)
    _one_department(publication, department)
    _tell(publication)
    _compare(publication, forms, book, entries)
    if not publication.sections:
        return _nothing(publication, year)
    if preview is not None:
        _preview(publication, preview)
    if strict and (publication.errors or publication.problems):
        output.note("没有生成网站：用了 --strict。改好或在 --accepted 里说明后再运行。")
        return exit_codes.FINDINGS
    if target is not None:
        _build(publication, target)
    return exit_codes.OK


def _ready(target: Path | None, preview: Path | None, year: str | None) -> None:
    """Refuse what cannot be done before anything is read."""
    from jiheng.writing.site import PREVIEWS, ready

    if target is None and preview is None:
        raise Trouble("没有写网站放在哪里", "加上 -o site/；只想先看遮盖了什么，用 --preview 遮盖清单.xlsx 。")
    if year is not None and not (year.isdigit() and len(year) == 4):
        raise Trouble(f"--year 不能是“{year}”", "写四位数的年度，例如 2024。")
    if preview is not None and target is not None and preview.resolve().is_relative_to(target.resolve()):
        raise Trouble("遮盖清单不能放在网站的文件夹里", "清单里有未遮盖的原文，放到别处。")
    if preview is not None:
        output.ending(preview, tuple(PREVIEWS))
    if target is not None:
        if not target.resolve().parent.is_dir():
            raise Trouble(f"文件夹 {target.resolve().parent} 不存在", "请先建好文件夹，或换一个位置。")
        ready(target)


def _one_department(publication: "Publication", asked: str | None) -> None:
    """A site is of one department. Raises Trouble where several or none fit; says which are left out."""
    shown = {section.group.department for section in publication.sections}
    named = {name: f"“{name or '（没有写主管部门）'}”{count} 个项目" for name, count in publication.departments.items()}
    if len(shown) > 1:
        listed = "、".join(named[name] for name in named if name in shown)
        raise Trouble(
            f"一个网站只公开一个部门，读到 {len(shown)} 个：{listed}",
            "用 --department 选一个；是同一部门而写法不一的，先把表里的主管部门改成一样。",
        )
    if asked is not None and not shown and named:
        raise Trouble(f"没有主管部门是“{asked}”的表，读到的有：{'、'.join(named.values())}", "请核对 --department。")
    left = [said for name, said in named.items() if name not in shown]
    if shown and left:
        output.note(f"没有公开的：{'、'.join(left)}。")


def _tell(publication: "Publication") -> None:
    """What the owner must know: groups, what is left out, what was masked, what is still wrong."""
    for note in publication.notes:
        output.note(note)
    for problem in publication.problems:
        output.not_read(problem)
    if publication.maskings:
        kinds = Counter(masking.kind for masking in publication.maskings)
        listed = "、".join(f"{kind} {count} 处" for kind, count in kinds.most_common())
        output.note(f"遮盖了 {len(publication.maskings)} 处：{listed}。每一处见 --preview 的清单。")
    elif publication.sections:
        output.note("没有发现要遮盖的个人信息；没有写明身份的姓名、住址程序认不出，公开前仍请人看一遍。")
    if publication.errors:
        output.note(f"还有 {len(publication.errors)} 处错误没有改，公开前应当改好：")
        for error in publication.errors[:_SHOWN]:
            where = f"{error.owner}·{error.place}" if error.place else error.owner
            output.note(f"  {error.finding.code} {where}：{error.finding.message}")
        if len(publication.errors) > _SHOWN:
            output.note(f"  另有 {len(publication.errors) - _SHOWN} 处，用 jiheng audit 看全部。")


def _compare(
    publication: "Publication", forms: "list[Form]", book: "Book | None", entries: "Sequence[AcceptedEntry]"
) -> None:
    from jiheng.cli.error_counts import explained

    of_department = sum(error.finding.code.startswith("D") for error in publication.errors)
    pages = sum(1 for _ in publication.pages)
    if said := explained(forms, book, pages, len(publication.errors), of_department, entries):
        output.note(said)


def _nothing(publication: "Publication", year: str | None) -> int:
    which = f" {year} 年度" if year else ""
    only = "，读到的都是涉密项目" if publication.secret else ""
    output.note(f"没有可以公开的{which}自评表{only}，没有生成网站。")
    return exit_codes.UNUSABLE


def _preview(publication: "Publication", path: Path) -> None:
    from jiheng.writing.site import write_preview

    with output.writable(path):
        write_preview(publication.maskings, path)
    output.note(f"已写入 {path}（含未遮盖的原文，只供内部核对）")


def _build(publication: "Publication", target: Path) -> None:
    from jiheng.writing.site import write_site

    with output.writable(target):
        write_site(publication, target)
    pages = sum(len(section.pages) for section in publication.sections)
    output.note(f"已生成 {target / 'index.html'}：{len(publication.sections)} 组，{pages} 个项目")
