"""What reading a report's prose for its figures returns: the claims, each with how it was checked."""

from decimal import Decimal

import msgspec

from jiheng.checks import Finding, Outcome, Severity, State
from jiheng.form import Problem
from jiheng.labelled import LabelledEnum


class Kind(LabelledEnum):
    """What is claimed."""

    AMOUNT = "amount", "金额"
    RATE = "rate", "比率"
    COUNT = "count", "数量"
    SCORE = "score", "得分"
    GROWTH = "growth", "增减"
    RANK = "rank", "名次"
    GRADE = "grade", "等级"


class ReportSentence(msgspec.Struct, frozen=True):
    """A sentence of the report, blanks removed.

    `line` is the line it begins in (`counted` "行"; of a Word file the paragraph, "段"), `section` the
    headings above it, `paragraph` counts paragraphs, `report` tells apart several reports in one file (0, 1 …).
    `is_goal` marks what was set or is planned rather than reached.
    """

    index: int
    text: str
    line: int
    section: str
    paragraph: int
    report: int
    is_goal: bool = False
    counted: str = "行"

    @property
    def at(self) -> str:
        """Which line or paragraph: 第12行."""
        return f"第{self.line}{self.counted}"

    @property
    def place(self) -> str:
        """Where it stands, in the reader's words."""
        section = f"{self.section}·" if self.section else ""
        return section + self.at


class Judgement(msgspec.Struct, frozen=True):
    """One way in which a claim was checked.

    `code` is the check (D30 …) it belongs to, `how` the sum or comparison with its figures, `expected`
    what the claim should have been ("" where that is open), `others` the claims it was checked with.
    `state` is never NOT_APPLICABLE; `why` says what is missing when it is INSUFFICIENT_DATA. A claim that
    only lends its figure to the check of another has no judgement of its own.
    """

    code: str
    state: State
    how: str
    why: str = ""
    expected: str = ""
    message: str = ""
    advice: str = ""
    severity: Severity = Severity.ERROR
    others: tuple[int, ...] = ()


class Claim(msgspec.Struct, frozen=True):
    """One figure, rank or grade that the report states.

    `value` is in the base unit (元, a ratio, pieces); `start`–`end` delimit `printed` in the sentence.
    `subject` says in words what the figure is of, `scope` of whom and when. `used_in` are the numbers of
    the claims that agree with this one among their operands, `disputed_in` of those that do not.
    """

    number: int
    kind: Kind
    sentence: int
    start: int
    end: int
    printed: str
    value: Decimal | None
    unit: str
    subject: str
    scope: str
    judgements: tuple[Judgement, ...] = ()
    used_in: tuple[int, ...] = ()
    disputed_in: tuple[int, ...] = ()

    @property
    def state(self) -> State:
        """FAIL before PASS before INSUFFICIENT_DATA; NOT_APPLICABLE when there is nothing to check it against."""
        states = {judgement.state for judgement in self.judgements}
        if State.FAIL in states:
            return State.FAIL
        if State.PASS in states or self.used_in:
            return State.PASS
        return State.INSUFFICIENT_DATA if states or self.disputed_in else State.NOT_APPLICABLE


class Claims(msgspec.Struct, frozen=True):
    """All claims of a report in order, what the checks of family D made of them, and what could not be read."""

    report: str
    year: str
    sentences: tuple[ReportSentence, ...]
    claims: tuple[Claim, ...]
    against: str = ""
    outcomes: dict[str, Outcome] = {}
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

    def sentence(self, claim: Claim) -> ReportSentence:
        """The sentence a claim stands in."""
        return self.sentences[claim.sentence]

    def counts(self) -> dict[State, int]:
        """How many claims ended in each state."""
        found = dict.fromkeys((State.PASS, State.FAIL, State.INSUFFICIENT_DATA, State.NOT_APPLICABLE), 0)
        for claim in self.claims:
            found[claim.state] += 1
        return found
