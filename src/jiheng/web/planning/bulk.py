"""Many projects at once: each row of a table judged, then the right ones taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from jiheng.checks.names import folded
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.planning.bulk_table import BulkRow, Listed
from jiheng.web.planning.sync_project import settle

_LONGEST_CODE, _LONGEST_NAME = 60, 255
_TOLD = 50


class Judged(NamedTuple):
    """What a row would do: `project` is what it makes or changes, or `why` says why it does nothing."""

    line: BulkRow
    project: Project | None = None
    changed: tuple[str, ...] = ()
    why: str = ""

    @property
    def state(self) -> str:
        """new, changed, same or wrong."""
        if self.project is None:
            return "wrong"
        if self.project.pk is None:
            return "new"
        return "changed" if self.changed else "same"


def judge(
    listed: Listed,
    cycle: Cycle,
    units: Sequence[Organisation],
    mine: Mapping[str, Project],
    others: frozenset[str],
) -> list[Judged]:
    """Every row judged. `units` are those the person may enter projects for, `mine` the projects that may be
    changed by code, `others` the codes of projects that may not.
    """
    codes = Counter(line.code for line in listed.lines)
    names: dict[str, list[Organisation]] = {}
    for unit in units:
        for key in {folded(unit.name), folded(unit.code)} - {""}:
            names.setdefault(key, []).append(unit)
    found = []
    for line in listed.lines:
        why = line.why or _fault(line, codes, others)
        fits = names.get(folded(line.unit), []) if line.unit else list(units) if "unit" not in listed.columns else []
        old = mine.get(line.code)
        if not why and len(fits) != 1 and (old is None or line.unit):
            why = _no_unit(line, len(fits), "unit" in listed.columns)
        if why:
            found.append(Judged(line, why=why))
        elif old is None:
            fresh = Project(cycle=cycle, unit=fits[0], code=line.code, name=line.name, **line.amounts)
            found.append(Judged(line, fresh))
        else:
            found.append(_change(line, old, fits[0] if line.unit else old.unit))
    return found


def take(person: Person, cycle: Cycle, rows: Sequence[Judged]) -> tuple[int, int, list[str]]:
    """Write the right rows: how many are new, how many changed, and which could not be changed, and why."""
    fresh = [row.project for row in rows if row.state == "new"]
    with transaction.atomic():
        made = bulk_create_with_history(fresh, Project, batch_size=1000, default_user=person) if fresh else []
        if made:
            codes = [project.code for project in made[:_TOLD]]
            log.write(person, "project.bulk", cycle, {"added": len(made), "codes": codes})
    changed, failed = 0, []
    for row in rows:
        if row.state != "changed" or row.project is None:
            continue
        try:
            with transaction.atomic():
                row.project.save(update_fields=list(row.changed))
                settle(row.project, person, row.changed)
                log.write(person, "project.change", row.project, {"fields": list(row.changed)})
        except ValidationError as error:
            failed.append(f"{row.line.code}：{error.messages[0]}")
        else:
            changed += 1
    return len(made), changed, failed


def _change(line: BulkRow, old: Project, unit: Organisation) -> Judged:
    wanted = {"name": line.name, "unit": unit, **line.amounts}
    changed = tuple(field for field, value in wanted.items() if getattr(old, field) != value)
    for field in changed:
        setattr(old, field, wanted[field])
    return Judged(line, old, changed)


def _fault(line: BulkRow, codes: Counter[str], others: frozenset[str]) -> str:
    if not line.code or not line.name:
        return "没有项目名称" if line.code else "没有项目代码"
    if len(line.code) > _LONGEST_CODE or len(line.name) > _LONGEST_NAME:
        return "代码或名称太长"
    if not (line.code + line.name).isprintable():
        return "代码或名称里有不能用的字符"
    if line.code in others:
        return "这个代码是别的单位的项目或涉密项目，您不能修改"
    return "表里有几行是同一个代码" if codes[line.code] > 1 else ""


def _no_unit(line: BulkRow, fits: int, has_column: bool) -> str:
    if not has_column:
        return "没有“单位”这一列，而您管的参加单位不是只有一个"
    if not line.unit:
        return "没有填单位"
    return f"有 {fits} 个单位叫“{line.unit}”，请改填单位代码" if fits else f"参加单位里没有“{line.unit}”"
