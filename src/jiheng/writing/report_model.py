"""What every report tells, worked out once: numbered findings, counts, rankings, distributions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from jiheng.checks import FAMILIES, Acceptance, Audit, Finding, FormAudit, Severity, State, catalogue
from jiheng.places import Book, Certainty
from jiheng.places.score_ranges import ABOVE_FULL, NO_SCORE, range_of, score_ranges
from jiheng.quantity import number
from jiheng.scoring import unread
from jiheng.writing.text import clean, form_name, place_name, position, whereabouts

if TYPE_CHECKING:
    from jiheng.opinion import Quality

CONCLUSIONS = {Severity.ERROR: "须改正", Severity.WARNING: "须核对", Severity.NOTICE: "可改进"}
"""What a form needs whose gravest finding is of that severity."""
FINDING_TITLES = {
    "severity": "级别",
    "code": "代码",
    "place": "位置",
    "printed": "填报内容",
    "expected": "应为",
    "message": "说明",
    "advice": "怎么改",
    "rule": "依据",
}
"""What of a finding is shown in columns → the heading of the column, in every report and table of data."""


class FindingLine(msgspec.Struct, frozen=True):
    """A finding ready to be read. `number` counts from 1 over the whole report; `form` is its (first) form's index."""

    number: int
    finding: Finding
    title: str
    form: int
    project: str
    unit: str
    place: str
    where: str
    position: str = ""
    """Where it stands within its file."""
    acceptance: Acceptance | None = None

    @property
    def family(self) -> str:
        """The letter of the check's family."""
        return self.finding.code[:1]


class CheckCount(msgspec.Struct, frozen=True):
    """How often a check found something, at each severity as it was given, and on how many forms."""

    code: str
    title: str
    counts: dict[Severity, int]
    forms: int

    @property
    def findings(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def split(self) -> str:
        """错误 4、提示 1."""
        return told(self.counts)


class FormCount(msgspec.Struct, frozen=True):
    """A form that has findings: its index, how many of each severity, the quality of its self-evaluation."""

    index: int
    name: str
    counts: dict[Severity, int]
    quality: "Quality"

    @property
    def order(self) -> tuple[Decimal, list[int], int]:
        """What puts the form to look at first in front."""
        return self.quality.total, [-number for number in self.counts.values()], self.index

    @property
    def conclusion(self) -> str:
        """What is to be done with it, by its gravest finding."""
        return CONCLUSIONS[next(severity for severity, count in self.counts.items() if count)]


class BookUse(msgspec.Struct, frozen=True):
    """A rulebook, the number of forms judged by it, and why it was taken for most of them."""

    book: Book
    forms: int
    why: str

    @property
    def recalled(self) -> int:
        """Parameters known only by hearsay, which a reader should check before citing them."""
        return sum(parameter.certainty is Certainty.RECALLED for parameter in self.book.parameters.values())


class Rate(msgspec.Struct, frozen=True):
    """The exact execution rate of a form, as a ratio."""

    index: int
    name: str
    rate: Decimal


def _why_book(forms: Sequence[FormAudit]) -> str:
    why, same = Counter(form.why_book for form in forms).most_common(1)[0]
    others = len(forms) - same
    return f"{why}（另 {others} 张的理由不同，逐张见 jiheng explain）" if others else why


def check_title(code: str) -> str:
    """The title of a check, "" for a code that the catalogue does not know."""
    check = catalogue().get(code)
    return check.title if check else ""


def check_is_certain(code: str) -> bool:
    """Whether what a check expects follows from the form alone."""
    check = catalogue().get(code)
    return check is not None and check.certain


class Digest:
    """An audit, summed up. Open and accepted findings are numbered apart."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self._mendable_places: dict[int, frozenset[str]] = {}
        self.lines = self._lines(
            [((i,), finding, None) for i, audited in enumerate(audit.forms) for finding in audited.findings]
            + [(finding.forms, finding, None) for finding in audit.batch]
        )
        self.accepted = self._lines(
            [((i,), kept.finding, kept.acceptance) for i, form in enumerate(audit.forms) for kept in form.accepted]
            + [(kept.finding.forms, kept.finding, kept.acceptance) for kept in audit.batch_accepted]
        )

    def _lines(self, found: Sequence[tuple[tuple[int, ...], Finding, Acceptance | None]]) -> tuple[FindingLine, ...]:
        """The gravest first, so that number 1 is the first thing to mend; else in reading order."""
        ordered = sorted(found, key=lambda entry: entry[1].severity.rank)
        return tuple(self._line(number, *entry) for number, entry in enumerate(ordered, 1))

    def _line(
        self, number: int, indexes: tuple[int, ...], finding: Finding, acceptance: Acceptance | None
    ) -> FindingLine:
        first = indexes[0] if indexes else 0
        form = self.audit.forms[first].form
        return FindingLine(
            number=number,
            finding=finding,
            title=check_title(finding.code),
            form=first,
            project=self._projects(indexes) or form_name(form),
            unit=clean(form.unit or form.department),
            place=place_name(form, finding.place),
            where=whereabouts(form, finding.place),
            position=position(form, finding.place),
            acceptance=acceptance,
        )

    def is_mendable(self, line: FindingLine) -> bool:
        """Whether the right figure is certain, so that `jiheng fix` can write it."""
        if not check_is_certain(line.finding.code):
            return False
        if line.form not in self._mendable_places:
            from jiheng.writing.correct import mendable

            self._mendable_places[line.form] = mendable(self.audit.forms[line.form])
        return line.finding.place in self._mendable_places[line.form]

    def _projects(self, indexes: Sequence[int]) -> str:
        """The projects of several forms: three names at most, and how many forms where the names do not tell."""
        names = list(dict.fromkeys(form_name(self.audit.forms[i].form) for i in indexes))
        if len(names) > 3:
            return f"{'、'.join(names[:3])} 等 {len(indexes)} 张表"
        return "、".join(names) + (f"（{len(indexes)} 张表）" if len(names) < len(indexes) else "")

    @cached_property
    def by_severity(self) -> dict[Severity, int]:
        """Open findings of each severity, zero included."""
        return severities(self.lines)

    @cached_property
    def by_family(self) -> list[tuple[str, str, dict[Severity, int]]]:
        """(letter, name, open findings of each severity) for every family that has any, in catalogue order."""
        groups: dict[str, list[FindingLine]] = {}
        for line in self.lines:
            groups.setdefault(line.family, []).append(line)
        order = [*FAMILIES, *sorted(set(groups) - set(FAMILIES))]
        return [(letter, FAMILIES.get(letter, ""), severities(groups[letter])) for letter in order if letter in groups]

    @cached_property
    def by_check(self) -> list[CheckCount]:
        """Every check that found something, the most frequent first."""
        groups: dict[str, list[FindingLine]] = {}
        for line in self.lines:
            groups.setdefault(line.finding.code, []).append(line)
        counts = [
            CheckCount(
                code=code,
                title=lines[0].title or code,
                counts=severities(lines),
                forms=len({index for line in lines for index in (line.finding.forms or (line.form,))}),
            )
            for code, lines in groups.items()
        ]
        return sorted(counts, key=lambda count: (-count.findings, count.code))

    @cached_property
    def qualities(self) -> "tuple[Quality, ...]":
        """The quality of the self-evaluation of every form."""
        from jiheng.opinion import qualities  # only a list of forms tells it

        return qualities(self.audit)

    @cached_property
    def lines_of(self) -> dict[int, list[FindingLine]]:
        """The findings of every form that has any, alone or with others."""
        groups: dict[int, list[FindingLine]] = {}
        for line in self.lines:
            for index in line.finding.forms or (line.form,):
                groups.setdefault(index, []).append(line)
        return groups

    @cached_property
    def by_form(self) -> list[FormCount]:
        """Every form that has findings, the least quality first; of equals the one with more errors and warnings."""
        counts = [
            FormCount(index, form_name(self.audit.forms[index].form), severities(lines), self.qualities[index])
            for index, lines in self.lines_of.items()
        ]
        return sorted(counts, key=lambda section: section.order)

    @property
    def counted_in_each(self) -> str:
        """What is said beside counts by form, where findings over several forms count in each of them; else ""."""
        shared = sum(len(line.finding.forms) > 1 for line in self.lines)
        return f"各表之间的问题 {shared} 处，涉及的每张表都计入。" if shared else ""

    @property
    def clean_forms(self) -> int:
        """Forms without any open finding, alone or in the batch."""
        return len(self.audit.forms) - len(self.lines_of)

    @cached_property
    def books(self) -> list[BookUse]:
        """The rulebooks used, the most used first."""
        used: dict[str, list[FormAudit]] = {}
        for audited in self.audit.forms:
            used.setdefault(audited.book.id, []).append(audited)
        uses = [BookUse(ones[0].book, len(ones), _why_book(ones)) for ones in used.values()]
        return sorted(uses, key=lambda use: -use.forms)

    @cached_property
    def score_bins(self) -> list[tuple[str, int, int]]:
        """(label, forms by printed total, forms by recomputed total) for each bar of the distribution."""
        printed = Counter(range_of(number(form.form.total_score)) for form in self.audit.forms)
        recomputed = Counter(range_of(form.score.total.score) for form in self.audit.forms)
        above = [ABOVE_FULL] if printed[ABOVE_FULL] or recomputed[ABOVE_FULL] else []
        labels = [*(label for _, label in score_ranges()), *above, NO_SCORE]
        return [(label, printed[label], recomputed[label]) for label in labels]

    @cached_property
    def rates(self) -> list[Rate]:
        """Execution rates that could be computed, the lowest first."""
        rates = [
            Rate(index, form_name(form.form), form.score.rate)
            for index, form in enumerate(self.audit.forms)
            if form.score.rate is not None
        ]
        return sorted(rates, key=lambda rate: rate.rate)

    @cached_property
    def defects(self) -> list[str]:
        """Checks that broke down, as `code：why`, each once."""
        outcomes = [form.outcomes for form in self.audit.forms] + [self.audit.batch_outcomes]
        broken = (
            f"{code}：{clean(outcome.why)}"
            for group in outcomes
            for code, outcome in group.items()
            if outcome.state is State.DEFECT
        )
        return list(dict.fromkeys(broken))

    @cached_property
    def doubts(self) -> int:
        """Cells that the reader was not sure of."""
        return sum(len(form.form.uncertain) for form in self.audit.forms)

    @cached_property
    def unread(self) -> int:
        """How many targets and actual values have figures that were not understood, and so not judged."""
        return sum(len(unread(form.score)) for form in self.audit.forms)

    @property
    def _unread_too(self) -> str:
        return f"；另有 {self.unread} 个格子里的数没有看懂，没有据以判断" if self.unread else ""

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        forms, counts = len(self.audit.forms), self.by_severity
        if not forms:
            return "没有读出任何自评表，原因见“未读成”。" if self.audit.problems else "没有自评表。"
        if not self.lines:
            return f"{forms} 张自评表，没有发现问题{self._unread_too}。"
        sentence = told(counts, " 处")
        clean_forms = f"；{self.clean_forms} 张没有发现问题" if self.clean_forms else ""
        return f"{forms} 张自评表中 {len(self.lines_of)} 张有问题，共{sentence}{clean_forms}{self._unread_too}。"


def severities(lines: Iterable[FindingLine]) -> dict[Severity, int]:
    """How many findings of each severity, gravest first, zero included."""
    counts = Counter(line.finding.severity for line in lines)
    return {severity: counts[severity] for severity in Severity}


def told(counts: dict[Severity, int], measure: str = "") -> str:
    """The counts that are not zero: 错误 4 处、提示 1 处."""
    return "、".join(f"{severity.label} {count}{measure}" for severity, count in counts.items() if count)
