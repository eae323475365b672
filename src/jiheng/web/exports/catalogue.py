"""What can be downloaded of an organisation: each ware's name, what it is, and how its files are written.

Papers of single forms hold whatever the person may see. Everything that puts forms together (findings, roll-up,
reports, public site) is made of open projects only, and says how many secret ones are not in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from jiheng.checks import audit
from jiheng.department import Added, add_up
from jiheng.places import load
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.export import BESIDE, name_of, paper_of
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import sourced
from jiheng.writing.audit_report import write_audit
from jiheng.writing.report import KINDS as REPORTS
from jiheng.writing.report import Material, made, written
from jiheng.writing.rollup import write_rollup
from jiheng.writing.site import Publication, prepare, write_preview, write_site

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_LONGEST = 90
"""Characters of a file's name: with the folders before it, within what Windows bears."""

Told = Callable[[int, str], None]
"""Called with how many forms were just written, and a word on what is being done."""


@dataclass
class Store:
    """What the wares are made of: the forms that go in, and where files are written."""

    cycle: Cycle
    organisation: Organisation
    seen: list[SelfEvaluation]
    """Forms that the person may have, secret ones that they know of included."""
    secret: int
    """Secret projects below the organisation, whoever may see them."""
    folder: Path
    told: Told = field(repr=False)

    @cached_property
    def open(self) -> list[SelfEvaluation]:
        """Those of open projects."""
        return [row for row in self.seen if not row.project.secret]

    @cached_property
    def added(self) -> Added:
        """The open forms added up, with the number of secret projects."""
        self.told(0, "正在汇总")
        department = None if self.is_bureau else self.organisation.department().name
        forms = [sourced(row, row.project.code) for row in self.open]
        added = add_up(forms, book=load(self.cycle.rulebook), department=department)
        rollup = msgspec.structs.replace(added.rollup, secret=added.rollup.secret + self.secret)
        if len(rollup.groups) == 1:
            group = msgspec.structs.replace(rollup.groups[0], secret=rollup.secret)
            rollup = msgspec.structs.replace(rollup, groups=(group,))
        return msgspec.structs.replace(added, rollup=rollup)

    @cached_property
    def publication(self) -> Publication:
        """The final open forms, masked for the public."""
        self.told(0, "正在遮盖个人信息")
        forms = [sourced(row, row.project.code) for row in self.open if row.state == State.FINAL]
        return prepare(forms, book=load(self.cycle.rulebook))

    @property
    def is_bureau(self) -> bool:
        """Whether several departments are below."""
        return self.organisation.kind == Organisation.Kind.BUREAU

    def path(self, *parts: str) -> Path:
        """Where a file goes; its folder is made. Every part is made fit for a file system."""
        path = self.folder.joinpath(*(fit(part) for part in parts))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@dataclass(frozen=True)
class Ware:
    """Something to download. `write` puts its files into the store's folder; `each` writes one file a form."""

    name: str
    help: str
    group: str
    write: Callable[[Store], None]
    each: bool = False


def fit(name: str) -> str:
    """A name that every file system takes; its ending stays where it is cut."""
    bare = _UNFIT.sub("_", name).strip(" .") or "未命名"
    stem, dot, ending = bare.rpartition(".")
    return bare if len(bare) <= _LONGEST else f"{stem[: _LONGEST - len(ending) - 1]}{dot}{ending}"


def _papers(ending: str, beside: bool = False) -> Callable[[Store], None]:
    what = BESIDE if beside else "自评表"

    def write(store: Store) -> None:
        for row in store.seen:
            name = name_of(row, what, ending)
            store.path(f"{what}（{ending}）", row.unit.name, name).write_bytes(paper_of(row, ending, beside))
            store.told(1, f"正在写自评表：{'（涉密项目）' if row.project.secret else row.project.name}")

    return write


def _findings(store: Store) -> None:
    store.told(0, "正在写问题清单")
    forms = [sourced(row, row.project.code) for row in store.open]
    write_audit(audit(forms, book=load(store.cycle.rulebook)), store.path("问题清单.xlsx"))


def _rollup(ending: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        write_rollup(store.added.rollup, store.path(f"汇总.{ending}"))

    return write


def _report(ending: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        kind, title = _kind_of_report(store)
        for group in store.added.rollup.groups:
            store.told(0, f"正在写{title}")
            name = f"{group.department} {title}" if store.is_bureau else title
            report = made(kind, Material(store.added, group))
            store.path(*(["报告"] if store.is_bureau else []), f"{name}.{ending}").write_bytes(
                written(report, f".{ending}")
            )

    return write


def _kind_of_report(store: Store) -> tuple[str, str]:
    """Which report is written of an organisation, and what its file is called."""
    if store.cycle.is_whole:
        return "whole", REPORTS["whole"]
    return ("selfeval", "单位自评报告") if _is_unit(store) else ("overall", REPORTS["overall"])


def _is_unit(store: Store) -> bool:
    return store.organisation.kind == Organisation.Kind.UNIT


def _site(store: Store) -> None:
    publication = store.publication
    if publication.sections:
        store.told(0, "正在生成公开网站")
        write_site(publication, store.path("公开网站", "x").parent)


def _maskings(store: Store) -> None:
    write_preview(store.publication.maskings, store.path("遮盖清单（内部核对用，不得公开）.xlsx"))


_BESIDE = "审核时对照：每一行右边列出监控各期的完成值、预计和灯"
_FORMS, _LISTS, _REPORTS, _PUBLIC = "自评表，每个项目一个文件", "清单和汇总", "报告", "公开"

WARES = {
    "docx": Ware("自评表（Word）", "可再编辑", _FORMS, _papers("docx"), each=True),
    "xlsx": Ware("自评表（Excel）", "可再计算", _FORMS, _papers("xlsx"), each=True),
    "pdf": Ware("自评表（PDF）", "打印、存档", _FORMS, _papers("pdf"), each=True),
    "docx-beside": Ware(f"{BESIDE}（Word）", _BESIDE, _FORMS, _papers("docx", beside=True), each=True),
    "xlsx-beside": Ware(f"{BESIDE}（Excel）", _BESIDE, _FORMS, _papers("xlsx", beside=True), each=True),
    "findings": Ware("问题清单（Excel）", "每处问题、依据和怎么改，可筛选", _LISTS, _findings),
    "rollup": Ware("汇总表（Excel）", "项目、资金、得分、失分、整体得分的算式", _LISTS, _rollup("xlsx")),
    "rollup-page": Ware("汇总（网页）", "同样内容的一个网页，可直接打开", _LISTS, _rollup("html")),
    "report": Ware("评价报告（Word）", "数字和图表已写好，须人写的地方留空", _REPORTS, _report("docx")),
    "report-pdf": Ware("评价报告（PDF）", "同上，排好版", _REPORTS, _report("pdf")),
    "site": Ware("公开网站", "只含已定稿的表，个人信息已遮盖，解压即可放上网站", _PUBLIC, _site),
    "maskings": Ware("遮盖清单（Excel）", "公开前核对遮盖了什么，含原文，不得公开", _PUBLIC, _maskings),
}
"""By the name in addresses and jobs."""


def groups() -> Iterator[tuple[str, list[tuple[str, Ware]]]]:
    """The wares under their headings."""
    for title in dict.fromkeys(ware.group for ware in WARES.values()):
        yield title, [(key, ware) for key, ware in WARES.items() if ware.group == title]
