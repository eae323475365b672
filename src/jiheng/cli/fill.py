"""`jiheng fill`: records → official forms on paper, or blank forms for units to fill in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiheng.cli import exit_codes, inputs, output, rules, settings_file
from jiheng.form import NO_PROJECT, Form, Problem, subject
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.places import Book
    from jiheng.writing.official import Layout

HELP = """
把记录或读到的表填成统一表样的自评表；或制作空白表，发给各单位填写。

用法：jiheng fill 文件或文件夹 … -o 输出
      jiheng fill --blank 目标表 … -o 文件夹/

例：
  jiheng fill 记录.json -o 自评表.docx                 也可写成 .xlsx .pdf .html
  jiheng fill 收到的表/ --layout beijing-2024 -o 统一表样.docx
  jiheng fill 记录.json -o 自评表/                     每个项目一个 Word 文件
  jiheng fill --blank 绩效目标.xlsx -o 收集/           每个项目一个空白表，公式自动算分

表样：mof-2020、beijing-2024 等，写错一个就列出全部；或自己的 .toml 文件。不写则按每张表有的栏目选。
空白表里目标和分值已锁定，要填的格子是黄色的；收回后用 jiheng extract 或 audit 读取。
监控的空白表用 jiheng monitor --sheet。
退出码：0 写好了；2 用法不对，或一张表也没读到。
"""
_FOLDER_ENDING = ".docx"

Target = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="输出", help="写成这个文件（.docx .xlsx .pdf .html），或写进文件夹"),
]
LayoutName = Annotated[
    str | None, typer.Option("--layout", metavar="表样", help="表样的编号，或自己的 .toml 文件", show_default=False)
]
Blank = Annotated[bool, typer.Option("--blank", help="制作空白表：锁住目标，留出要填的格子")]
Password = Annotated[
    str, typer.Option("--password", metavar="密码", help="空白表的保护密码，默认不设", show_default=False)
]


def run(
    files: inputs.Files = None,
    target: Target = None,
    layout: LayoutName = None,
    blank: Blank = False,
    rulebook: rules.Rulebook = rules.UNSAID,
    password: Password = "",
) -> int:
    """Read everything, then write the forms."""
    if target is None:
        raise Trouble("没有写输出到哪里", "加上 -o 自评表.docx，或 -o 文件夹/。")
    own = settings_file.defaults(files)
    paper, book = _layout(layout), rules.load_book(own.rulebook(rulebook))
    own.tell()
    ending = _ending(target, blank)
    forms, problems = _goals(files) if blank else inputs.read_all(files)
    if forms:
        if blank:
            _write_each(forms, Path(target), ".xlsx", _blanks(forms, paper, book, password), keeps_work=True)
        else:
            _write_forms(forms, Path(target), ending, paper)
        _tell(forms, paper, blank)
    for problem in problems:
        output.not_read(problem)
    return exit_codes.OK if forms else exit_codes.UNUSABLE


def _layout(name: str | None) -> "Layout | None":
    from jiheng.writing.official import load_layout

    return load_layout(name) if name else None


def _ending(target: str, blank: bool) -> str:
    """The ending of the output, `/` for a folder."""
    from jiheng.writing.official import FORMATS

    path = Path(target)
    if path.is_dir() or not path.suffix:
        target = target.rstrip("/") + output.FOLDER
    if blank and not target.endswith(output.FOLDER):
        raise Trouble(f"空白表每个项目一个文件，不能都写进“{path.name}”", "请在 -o 后面写一个文件夹，例如 -o 收集/。")
    return output.ending(target, (*FORMATS, output.FOLDER))


def _goals(files: list[str] | None) -> tuple[list[Form], list[Problem]]:
    """Forms and tables of goals, filled in or not."""
    if not files:
        raise Trouble("没有写目标表", "写上文件或文件夹，例如 jiheng fill --blank 绩效目标.xlsx -o 收集/。")
    return inputs.read_all(files, goals=True)


def _blanks(
    forms: Sequence[Form], layout: "Layout | None", book: "Book | None", password: str
) -> Callable[[int], bytes]:
    """Writes the blank form of the record at an index, by the rulebook asked for or that of its place and year."""
    from jiheng.places import choose_all
    from jiheng.writing.official.blank import blank

    books = [choice.book for choice in choose_all(forms)] if book is None else [book] * len(forms)

    def write(index: int) -> bytes:
        return blank(forms[index], books[index], layout, password)

    return write


def _write_forms(forms: Sequence[Form], path: Path, ending: str, layout: "Layout | None") -> None:
    from jiheng.writing.official import fill

    if ending == output.FOLDER:
        _write_each(forms, path, _FOLDER_ENDING, lambda index: fill([forms[index]], _FOLDER_ENDING, layout))
        return
    data = fill(forms, ending, layout)
    with output.writing(path, keeps=True) as stream:
        stream.write(data)
    output.note(f"{len(forms)} 张表已写入 {path}")


def _write_each(
    forms: Sequence[Form], folder: Path, ending: str, write: Callable[[int], bytes], *, keeps_work: bool = False
) -> None:
    """A file a project. `keeps_work`: what somebody has filled in stays, other changes are set aside; else all stay."""
    from jiheng.writing.official.names import file_name

    with output.writable(folder):
        folder.mkdir(exist_ok=True)
    taken: set[str] = set()
    kept = 0
    for index, form in enumerate(forms):
        path = folder / (file_name(form.project or "", taken) + ending)
        if keeps_work and _holds_work(path):
            kept += 1
            output.note(f"{path.name} 里已经填了东西，没有覆盖；确实要重做，请先把它移走或改名。")
            continue
        with output.writing(path if keeps_work else output.free(path), keeps=keeps_work) as stream:
            stream.write(write(index))
    output.note(f"{len(forms) - kept} 个文件已写入 {folder}" + (f"，{kept} 个已填的没有动" if kept else ""))


def _holds_work(path: Path) -> bool:
    """Whether a file stands there that somebody has filled in, or that cannot be told to be empty."""
    from jiheng.reading import read_path

    if not path.exists():
        return False
    found = list(read_path(path, every=True))
    forms = [form for form in found if isinstance(form, Form)]
    if not forms:
        return True
    results = [text for form in forms for row in form.indicators for text in (row.actual, row.reason)]
    results += [fund.executed for form in forms for fund in form.funds] + [form.goal_actual for form in forms]
    return any(text and text.strip("0.-—%") for text in results)


def _tell(forms: Sequence[Form], layout: "Layout | None", blank: bool) -> None:
    """What the layout has no place for, and what a blank form lacks; what is alike for several forms is said once."""
    from jiheng.writing.official import fitting, left_out, moved

    told: dict[str, list[str]] = {}
    for number, form in enumerate(forms, 1):
        used = layout or fitting(form)
        name = f"第 {number} 张“{subject(form) or NO_PROJECT}”"
        if lost := left_out(form, used):
            told.setdefault(f"表样 {used.id} 没有{'、'.join(lost)}，这些内容没有写上。", []).append(name)
        if form.blank_rows and not blank:
            told.setdefault("没有用到的模板行不再印上。", []).append(name)
        if shifted := moved(form, used):
            columns = "、".join(shifted)
            told.setdefault(f"表样 {used.id} 没有{columns}栏，其中的符号和单位已并入年度指标值。", []).append(name)
        if blank and (unweighted := sum(not indicator.weight for indicator in form.indicators)):
            message = f"有 {unweighted} 项指标没有分值，空白表里不会算分；请先在目标里补上分值再发表。"
            told.setdefault(message, []).append(name)
    for message, names in told.items():
        more = f"等 {len(names)} 张表" if len(names) > 1 else ""
        output.note(f"{names[0]}{more}：{message}")
