"""What two independent reviews of the same forms both remark, and how much of it an audit finds at the same place.

`python -m bench.recall REVIEWS.json FILE|FOLDER …`. The reviews are a list of objects, one a form: `project` (and
`unit` where a project has several forms) and `reviews`, two lists of remarks, each with `place` (an address as in
findings) and `severity`. A remark counts when both lists have one at the same cell or row; the graver of the two
severities is taken. A family is the folder that the form's file lies in, so that forms of a family can be held out;
a kind is told by the project's name. What the audit says where neither review has a remark is counted too: it is
not false for that, but it is where to look for what is.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from jiheng.checks import FormAudit, Severity, audit
from jiheng.form import Form, Place, place_of
from jiheng.reading import read_paths

KINDS = (
    ("工程、改造", ("工程", "改造", "修缮", "建设", "搬迁", "续建")),
    ("运维、服务", ("运维", "维护", "服务", "维保", "监理", "保障")),
    ("采购、设备、租用", ("采购", "购置", "设备", "租", "授权", "网络", "专线")),
    ("补助、经费、活动", ("补助", "补贴", "奖励", "经费", "资金", "活动", "兑现", "补缴")),
)
"""Kind of project → words of its name, the first that fits."""


class Remark(msgspec.Struct, frozen=True):
    """One remark of a reviewer."""

    place: str
    severity: Severity


class Reviewed(msgspec.Struct, frozen=True):
    """One form with its two reviews."""

    project: str
    reviews: tuple[tuple[Remark, ...], tuple[Remark, ...]]
    unit: str | None = None


class Recall(NamedTuple):
    """Remarks of both reviews and those of them that the audit finds, by severity; findings in all, findings that
    fold under another or a fault of the whole department, and findings where neither review has a remark."""

    remarked: Counter[Severity]
    found: Counter[Severity]
    findings: int = 0
    folded: int = 0
    alone: int = 0


def main() -> None:
    """Print recall by family, by kind and in all, and the findings a form."""
    parser = argparse.ArgumentParser(prog="python -m bench.recall")
    parser.add_argument("reviews", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    reviewed = msgspec.json.decode(options.reviews.read_bytes(), type=list[Reviewed])
    forms = audit([found for found in read_paths(options.files) if isinstance(found, Form)]).forms
    sys.stdout.write(
        "| 一组 | 表 | 错误 | 警告 | 提示 | 每张几处 | 其中折叠 | 两份都没提的 |\n|---|---|---|---|---|---|---|---|\n"
    )
    for name, members in {**_grouped(forms, family), **_grouped(forms, kind), "合计": list(forms)}.items():
        _line(name, members, recall(members, reviewed))


def _line(name: str, members: Sequence[FormAudit], found: Recall) -> None:
    shares = (f"{found.found[one]}/{found.remarked[one]}" for one in Severity)
    each = (f"{count / len(members):.1f}" for count in (found.findings, found.folded, found.alone))
    sys.stdout.write(f"| {name} | {len(members)} | {' | '.join(shares)} | {' | '.join(each)} |\n")


def recall(audited: Sequence[FormAudit], reviewed: Sequence[Reviewed]) -> Recall:
    """How many of the remarks of both reviews of these forms have a finding at the same place."""
    known = {(one.project, one.unit): one for one in reviewed}
    remarked: Counter[Severity] = Counter()
    found: Counter[Severity] = Counter()
    alone = 0
    for one in audited:
        project = one.form.project or ""
        review = known.get((project, one.form.unit)) or known.get((project, None))
        if review is None:
            continue
        told = {_row(place) for finding in one.findings for place in finding.places}
        for row, severity in both(review):
            remarked[severity] += 1
            found[severity] += row in told
        either = {_row(remark.place) for own in review.reviews for remark in own}
        alone += sum(not either & set(map(_row, finding.places)) for finding in one.findings)
    findings = [finding for one in audited for finding in one.findings]
    return Recall(remarked, found, len(findings), sum(bool(finding.under) for finding in findings), alone)


def both(review: Reviewed) -> Iterator[tuple[str, Severity]]:
    """The rows that both reviews remark on, each with the gravest of their severities there."""
    first, second = (_gravest(own) for own in review.reviews)
    for row in first.keys() & second.keys():
        yield row, min(first[row], second[row], key=lambda one: one.rank)


def _gravest(remarks: Sequence[Remark]) -> dict[str, Severity]:
    """Row → the gravest of a reviewer's remarks there."""
    rows: dict[str, Severity] = {}
    for one in remarks:
        row = _row(one.place)
        rows[row] = min(rows.get(row, one.severity), one.severity, key=lambda severity: severity.rank)
    return rows


def _row(place: str) -> str:
    found = place_of(place)
    return str(found.whole_row) if isinstance(found, Place) else place


def family(one: FormAudit) -> str:
    """The folder that the form's file lies in."""
    file = next((origin.file for origin in one.form.origins.values()), one.form.source)
    return Path(file).parent.name or "全部"


def kind(one: FormAudit) -> str:
    """The kind of the project by its name."""
    name = one.form.project or ""
    return next((label for label, words in KINDS if any(word in name for word in words)), "其他")


def _grouped(forms: Sequence[FormAudit], key: Callable[[FormAudit], str]) -> dict[str, list[FormAudit]]:
    groups: dict[str, list[FormAudit]] = defaultdict(list)
    for one in forms:
        groups[key(one)].append(one)
    return groups


if __name__ == "__main__":
    main()
