"""What two independent reviews of the same forms both remark, and how much of it an audit finds at the same place.

`python -m bench.recall REVIEWS.json FILE|FOLDER …`. The reviews are a list of objects, one a form: `project` (and
`unit` where a project has several forms) and `reviews`, two lists of remarks, each with `place` (an address as in
findings) and `severity`. A remark counts when both lists have one at the same cell or row; the graver of the two
severities is taken. A family is the folder that the form's file lies in, so that forms of a family can be held out.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from jiheng.checks import Audit, FormAudit, Severity, audit
from jiheng.form import Form, Place, place_of
from jiheng.reading import read_paths


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
    """Remarks of both reviews, and those of them that the audit finds, by severity."""

    remarked: Counter[Severity]
    found: Counter[Severity]


def main() -> None:
    """Print recall by family and severity, and the findings a form."""
    parser = argparse.ArgumentParser(prog="python -m bench.recall")
    parser.add_argument("reviews", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    reviewed = msgspec.json.decode(options.reviews.read_bytes(), type=list[Reviewed])
    forms = [found for found in read_paths(options.files) if isinstance(found, Form)]
    result = audit(forms)
    sys.stdout.write("| 一组 | 表 | 错误 | 警告 | 提示 | 每张几处 |\n|---|---|---|---|---|---|\n")
    for family, members in _families(result).items():
        found = recall(members, reviewed)
        shares = (f"{found.found[one]}/{found.remarked[one]}" for one in Severity)
        each = sum(len(one.findings) for one in members) / len(members)
        sys.stdout.write(f"| {family} | {len(members)} | {' | '.join(shares)} | {each:.1f} |\n")


def recall(audited: Sequence[FormAudit], reviewed: Sequence[Reviewed]) -> Recall:
    """How many of the remarks of both reviews of these forms have a finding at the same place."""
    known = {(one.project, one.unit): one for one in reviewed}
    remarked: Counter[Severity] = Counter()
    found: Counter[Severity] = Counter()
    for one in audited:
        project = one.form.project or ""
        review = known.get((project, one.form.unit)) or known.get((project, None))
        told = {_row(place) for finding in one.findings for place in finding.places}
        for row, severity in both(review) if review else ():
            remarked[severity] += 1
            found[severity] += row in told
    return Recall(remarked, found)


def both(review: Reviewed) -> Iterator[tuple[str, Severity]]:
    """The rows that both reviews remark on, each with the graver of the severities."""
    first, second = ({_row(one.place): one.severity for one in own} for own in review.reviews)
    for row in first.keys() & second.keys():
        yield row, min(first[row], second[row], key=lambda one: one.rank)


def _row(place: str) -> str:
    found = place_of(place)
    return str(found.whole_row) if isinstance(found, Place) else place


def _families(result: Audit) -> dict[str, list[FormAudit]]:
    families: dict[str, list[FormAudit]] = defaultdict(list)
    for one in result.forms:
        file = next((origin.file for origin in one.form.origins.values()), one.form.source)
        families[Path(file).parent.name or "全部"].append(one)
    return families


if __name__ == "__main__":
    main()
