"""findings: one row a finding; finding_forms: which forms a finding concerns."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from jiheng.checks import Acceptance, Finding, Severity
from jiheng.form import Origin, describe
from jiheng.writing.data.column import Column, Link, Table, Type, Value
from jiheng.writing.data.entry import FormEntry, Rest, key
from jiheng.writing.data.tables.forms import FORM_ID, FORMS, KEY_TEXT
from jiheng.writing.data.tables.origin import origin_columns, origin_of
from jiheng.writing.report_model import FINDING_TITLES, check_title

FINDING_ID = "finding_id"
SEVERITIES = {severity.value: severity.label for severity in Severity}
_ID_TEXT = "问题的编号，由表编号、检查代码和位置算出：别的问题改好后再查，编号不变"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its key and the forms it concerns, the first of them first."""

    finding_id: str
    finding: Finding
    entries: Sequence[FormEntry]
    origin: Origin
    acceptance: Acceptance | None = None

    @property
    def entry(self) -> FormEntry:
        """The form in which the finding's place is."""
        return self.entries[0]


def _of_form(entry: FormEntry) -> Iterator[FindingRow]:
    if entry.audited is None:
        return
    found: list[tuple[Finding, Acceptance | None]] = [(finding, None) for finding in entry.audited.findings]
    found += [(kept.finding, kept.acceptance) for kept in entry.audited.accepted]
    yield from _keyed((finding, (entry,), acceptance) for finding, acceptance in found)


def _of_batch(rest: Rest) -> Iterator[FindingRow]:
    found: list[tuple[Finding, Acceptance | None]] = [(finding, None) for finding in rest.batch]
    found += [(kept.finding, kept.acceptance) for kept in rest.accepted]
    yield from _keyed(
        (finding, [rest.entries[index] for index in finding.forms or (0,)], acceptance) for finding, acceptance in found
    )


def _keyed(found: Iterator[tuple[Finding, Sequence[FormEntry], Acceptance | None]]) -> Iterator[FindingRow]:
    """Each finding with its key; a check may find the same place more than once."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding, entries, acceptance in found:
        parts = (entries[0].form_id, finding.code, finding.place)
        seen[parts] += 1
        number = key("w", *parts, str(seen[parts]))
        yield FindingRow(number, finding, entries, origin_of(entries[0].form, finding.place), acceptance)


def _accepted(get: Callable[[Acceptance], str]) -> Callable[[FindingRow], Value]:
    return lambda row: get(row.acceptance) if row.acceptance else None


COLUMNS: tuple[Column[FindingRow], ...] = (
    Column(FINDING_ID, "问题编号", _ID_TEXT, attrgetter("finding_id")),
    Column("code", FINDING_TITLES["code"], "检查的代码，说明见 jiheng checks show 代码", attrgetter("finding.code")),
    Column("name", "问题", "检查的题目", lambda row: check_title(row.finding.code)),
    Column("severity", FINDING_TITLES["severity"], "轻重", attrgetter("finding.severity"), choices=SEVERITIES),
    Column(
        "place",
        FINDING_TITLES["place"],
        "单元格的地址，如 indicators[3].score（从 0 数起）",
        attrgetter("finding.place"),
    ),
    Column(
        *("places", "涉及的格", "这处问题涉及的所有单元格，第一个同 place，以分号隔开"),
        lambda row: ";".join(row.finding.places),
    ),
    Column(
        *("label", "位置说明", "位置的中文说法，如 绩效指标第4行「响应时间」·得分"),
        lambda row: describe(row.entry.form, row.finding.place),
    ),
    Column("printed", FINDING_TITLES["printed"], "单元格里所填的，照表", attrgetter("finding.printed")),
    Column(
        "expected", FINDING_TITLES["expected"], "按规则应为的内容；没有唯一答案的为空", attrgetter("finding.expected")
    ),
    Column("message", FINDING_TITLES["message"], "错在哪里，带数字", attrgetter("finding.message")),
    Column("advice", FINDING_TITLES["advice"], "怎么办", attrgetter("finding.advice")),
    Column("rule", FINDING_TITLES["rule"], "规则和出处", attrgetter("finding.rule")),
    Column(
        *("forms_concerned", "涉及表数", "1 为单张表的问题；跨表问题涉及哪些表见 finding_forms"),
        *(lambda row: len(row.entries), Type.INTEGER, "张"),
    ),
    Column("accepted", "已认可", "有人看过并认可", lambda row: row.acceptance is not None, Type.BOOLEAN),
    Column("accepted_reason", "认可理由", "没有认可的为空", _accepted(lambda acceptance: acceptance.reason)),
    Column("accepted_by", "认可人", "没有认可的为空", _accepted(lambda acceptance: acceptance.by)),
    Column("accepted_date", "认可日期", "年-月-日，没有认可的为空", _accepted(lambda acceptance: acceptance.date)),
    *origin_columns(),
)

FINDINGS: Table[FindingRow] = Table(
    "findings",
    "问题",
    "一行一处问题，已认可的也在内。跨表问题排在各表的问题之后，表编号是其中第一张表的。",
    (FINDING_ID,),
    (COLUMNS[0], Column(FORM_ID, "表编号", KEY_TEXT, attrgetter("entry.form_id")), *COLUMNS[1:]),
    _of_form,
    _of_batch,
    links=(Link((FORM_ID,), FORMS.name),),
    audited=True,
)


@dataclass(frozen=True, slots=True)
class Concern:
    """One form that a finding concerns."""

    finding_id: str
    entry: FormEntry


def _concerns(rows: Iterator[FindingRow]) -> Iterator[Concern]:
    for row in rows:
        for entry in row.entries:
            yield Concern(row.finding_id, entry)


FINDING_FORMS: Table[Concern] = Table(
    "finding_forms",
    "问题涉及的表",
    "一处问题涉及几张表就有几行，单张表的问题一行。",
    (FINDING_ID, FORM_ID),
    (
        Column(FINDING_ID, "问题编号", _ID_TEXT, lambda concern: concern.finding_id),
        Column(FORM_ID, "表编号", KEY_TEXT, lambda concern: concern.entry.form_id),
    ),
    lambda entry: _concerns(_of_form(entry)),
    lambda rest: _concerns(_of_batch(rest)),
    links=(Link((FINDING_ID,), FINDINGS.name), Link((FORM_ID,), FORMS.name)),
    audited=True,
)
