"""Writes the generated pages of docs/ from the code: `make docs`; `--check` compares."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jiheng import checks, department, web
from jiheng.checks import Check
from jiheng.places import Book, Parameter, books, load
from jiheng.places.book import ParameterKind
from jiheng.scoring.compiled import shown
from jiheng.web.accounts.rights_table import Right, read
from jiheng.web.accounts.roles import ADMINISTRATORS, Role
from jiheng.web.forms.states import State
from jiheng.web.procedure import way
from jiheng.writing.data.document import data_pages

DOCS = Path(__file__).resolve().parent
NOTE = "<!-- 本页由 make docs 生成，请改源文件，不要改这里。 -->"
DEFAULTS = "jiheng-defaults"
PLACES = {"own": "本级", "below": "含下级", "assigned": "指定的", "given": "交给本人的", "any": "全部"}
WORK = (
    "forms",
    "workflow",
    "packs",
    "planning",
    "imports",
    "goals",
    "adjustments",
    "monitoring",
    "corrections",
    "publishing",
    "verdicts",
    "opinions",
    "commissions",
    "evaluations",
    "budget_advice",
    "dashboard",
    "exports",
    "accounts",
    "backup",
    "jobs",
    "audit_admin",
)
BUSINESS = [role for role in Role if role not in ADMINISTRATORS]
FAMILIES = {**checks.FAMILIES, **department.FAMILIES}


def catalogue() -> dict[str, Check]:
    """Every check, of forms and of departments."""
    return {**checks.catalogue(), **department.catalogue()}


def pages() -> dict[Path, str]:
    """Every generated page: path → text."""
    found = {DOCS / "checks" / "README.md": _check_index(), DOCS / "rulebooks" / "README.md": _book_index()}
    for code, check in catalogue().items():
        found[DOCS / "checks" / f"{code}.md"] = _check_page(check)
    for name, book in books().items():
        found[DOCS / "rulebooks" / f"{name}.md"] = _book_page(book)
    found[DOCS / "workbench" / "rights.md"] = _rights_page()
    return found | data_pages(DOCS)


def stale() -> list[Path]:
    """Pages that are missing, differ from what would be written, or belong to nothing any more."""
    wanted = pages()
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    present = [*(DOCS / "checks").glob("*.md"), *(DOCS / "rulebooks").glob("*.md")]
    return sorted([*changed, *(path for path in present if path not in wanted)])


def _page(lines: Iterator[str]) -> str:
    return "\n".join([NOTE, "", *lines]).rstrip() + "\n"


def _check_index() -> str:
    def lines() -> Iterator[str]:
        yield f"# 检查一览（{len(catalogue())} 条）"
        yield "\n错误：与办法或算术不符，应当改。警告：多半有问题，应当核对。提示：可以做得更好。"
        yield "命令行看一条：`jiheng checks show A01`。"
        for letter, family in FAMILIES.items():
            yield f"\n## {letter} {family}\n"
            yield "| 代码 | 级别 | 题目 |\n|---|---|---|"
            for code, check in catalogue().items():
                if code.startswith(letter):
                    yield f"| [{code}]({code}.md) | {check.severity.label} | {_cell(check.title)} |"

    return _page(lines())


_CERTAIN = (
    "能：应有的数由表内其他数唯一确定，`jiheng fix` 会改在副本上（Word 里是修订）。"
    "所依据的数拿不准、另有问题，或执行率超过 100% 的，不改，并说明为什么；见 [批注与改正](../annotate.md)。"
)
_UNCERTAIN = "不能：改成什么要由人判断，`jiheng fix` 不动它；`jiheng annotate` 把意见批注在单元格上。"


def _check_page(check: Check) -> str:
    def lines() -> Iterator[str]:
        yield f"# {check.code} {check.title}\n"
        yield f"{check.severity.label}（通常）· {FAMILIES[check.code[0]]}类 · [全部检查](README.md)"
        yield from _sections(check.page)
        yield "\n## 公文里的说法\n"
        yield check.official
        yield "\n## 能不能自动改\n"
        yield _CERTAIN if check.certain else _UNCERTAIN
        if check.rules:
            yield "\n## 依据\n"
            yield "数值为默认办法的；各地办法可以改写，见 [办法](../rulebooks/README.md)。\n"
            yield "| 参数 | 默认值 | 规则 | 出处 |\n|---|---|---|---|"
            yield from (_parameter(load(DEFAULTS).parameters[path]) for path in check.rules)

    return _page(lines())


def _sections(page: str) -> Iterator[str]:
    """The docstring's parts: an unindented line is a heading, an indented one text below it."""
    for line in page.strip().splitlines()[1:]:
        if line and not line.startswith(" "):
            yield f"\n## {line}\n"
        elif line.strip():
            yield line.strip()


def _book_index() -> str:
    def lines() -> Iterator[str]:
        yield "# 办法一览\n"
        yield "办法是按地区和年度写的一组参数，每个都带条文、出处和把握程度。"
        yield "自己写一部见 [办法编写说明](../rulebooks-guide.md)。\n"
        yield "| 编号 | 地区 | 年度 | 名称 | 底本 |\n|---|---|---|---|---|"
        for book in books().values():
            base = f"[{book.extends}]({book.extends}.md)" if book.extends else "—"
            yield f"| [{book.id}]({book.id}.md) | {book.place} | {_years(book)} | {_cell(book.title)} | {base} |"

    return _page(lines())


def _book_page(book: Book) -> str:
    def lines() -> Iterator[str]:
        yield f"# {book.title}\n"
        yield f"编号 `{book.id}` · {book.place} · {_years(book)} · [全部办法](README.md)\n"
        yield "依据：\n"
        yield from (f"- {source}" for source in book.sources)
        base = load(book.extends) if book.extends else None
        own = [one for path, one in book.parameters.items() if base is None or base.parameters.get(path) != one]
        if base is not None:
            yield f"\n没有列出的参数与底本 [{base.title}]({base.id}.md) 相同。"
        yield f"\n## 参数（{len(own)} 个）\n"
        yield "| 参数 | 值 | 规则 | 出处 |\n|---|---|---|---|"
        yield from map(_parameter, own)

    return _page(lines())


def _rights_page() -> str:
    """Who may do what in the workbench: a column a role, the rows of the table grouped by what they are about."""

    def lines() -> Iterator[str]:
        yield "# 工作台的权限\n"
        yield "本级：角色所在的机构；含下级：本级和下面各级；指定的：指定给本人的表；交给本人的：写明由本人办的事项；"
        yield "全部：不分机构。"
        yield "括号里是表、整改通知等所处的状态，不在这些状态时不能做；没有括号的不论状态。空格是不可以。\n"
        yield "涉密项目的表，除此以外还须列在项目的知悉人员里；打 † 的事项例外。"
        yield "三个管理员互相独立，各人只做自己的一列，也不能兼任其他角色。机构或账号停用后，相应的权限随即失效。"
        for title, roles in (("业务", BUSINESS), ("管理", ADMINISTRATORS)):
            yield f"\n## {title}\n"
            yield f"| 事项 | {' | '.join(role.label for role in roles)} |\n|---|{'---|' * len(roles)}"
            for action, rows in _rights().items():
                cells = [_right_cell([row for row in rows if role in row.roles]) for role in roles]
                if any(cells):
                    mark = " †" if any(row.unnamed for row in rows) else ""
                    yield f"| {rows[0].name}{mark}<br>`{action}` | {' | '.join(cells)} |"

    return _page(lines())


def _rights() -> dict[str, tuple[Right, ...]]:
    """The rows of every app's rights.toml, in the order of the work."""
    folder = Path(web.__file__).parent
    found: dict[str, tuple[Right, ...]] = {}
    for app in WORK:
        found |= read(f"jiheng.web.{app}")
    missing = {file.parent.name for file in folder.glob("*/rights.toml")} - set(WORK)
    assert not missing, missing
    return found


def _right_cell(rows: list[Right]) -> str:
    found = []
    for row in rows:
        states = "、".join(_state_labels()[one] for one in row.states)
        found.append(PLACES[row.where] + (f"（{states}）" if states else ""))
    return "；".join(found)


@cache
def _state_labels() -> dict[str, str]:
    """Every state that a right may name, as users call it: of forms, and of the objects with a way.toml."""
    found = {one.value: one.label for one in State}
    for file in sorted(Path(web.__file__).parent.glob("*/way.toml")):
        found |= way.read(f"jiheng.web.{file.parent.name}").labels
    return found


def _parameter(one: Parameter) -> str:
    source = f"{one.source}（{one.certainty.label}）"
    value = shown(one.value) if one.kind is not ParameterKind.CITATION else one.kind.label
    return f"| `{one.path}` | {_cell(value)} | {_cell(one.text)} | {_cell(source)} |"


def _years(book: Book) -> str:
    return "、".join(map(str, book.years)) or "不限年度"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def main() -> None:
    """Write every page, or with `--check` name those that are not current and leave with 1."""
    if "--check" in sys.argv[1:]:
        changed = stale()
        for path in changed:
            sys.stderr.write(f"需要更新：{path.relative_to(DOCS.parent)}（运行 make docs）\n")
        sys.exit(bool(changed))
    wanted = pages()
    for path in stale():
        if path in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()


if __name__ == "__main__":
    main()
