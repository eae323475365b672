"""What an opinion is made of: sentences with an identity, in sections, with a verdict; and all papers of an audit."""

import hashlib
from decimal import Decimal
from enum import StrEnum

import msgspec

from jiheng.checks.names import folded
from jiheng.form import Form, subject
from jiheng.labelled import LabelledEnum
from jiheng.opinion.goals import Clause
from jiheng.opinion.quality import Quality


class Section(LabelledEnum):
    """The parts of an opinion, in order."""

    MUST = "must", "必须改正的问题"
    SUPPLEMENT = "supplement", "须补充依据的事项"
    NEXT = "next", "下年度改进建议"
    ATTACH = "attach", "请附送的佐证材料"


class OpinionVerdict(StrEnum):
    """What is asked of the unit."""

    RETURN = "退回修改"
    SUPPLEMENT = "补充材料"
    PASS = "通过并附建议"
    CLEAN = "通过"


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence of an opinion. `id` names check, cell and form, "" for a sentence that people wrote themselves.

    `text` is what the document says, `draft` what was drafted: where the two differ a person has edited it.
    `points` are the weights of the indicators concerned, in points. `gone` marks an edited sentence whose
    finding the audit no longer makes.
    """

    id: str
    text: str
    draft: str = ""
    code: str = ""
    severity: str = ""
    places: tuple[str, ...] = ()
    where: str = ""
    points: Decimal | None = None
    gone: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether a person has changed or written it."""
        return self.text != self.draft


class Opinion(msgspec.Struct, frozen=True):
    """The draft opinion on one form. `id` is the identity of the form, `drafted` the ids of all drafted sentences."""

    id: str
    source: str
    department: str
    unit: str
    project: str
    year: str
    verdict: Sentence
    sections: dict[Section, tuple[Sentence, ...]]
    quality: Quality
    goals: tuple[Clause, ...]
    total_printed: str = ""
    total_recomputed: Decimal | None = None
    drafted: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The verdict and the sentences of all sections, in order."""
        return (self.verdict, *(sentence for section in Section for sentence in self.sections.get(section, ())))


class Papers(msgspec.Struct, frozen=True):
    """The opinions of an audit in the order of its forms, with what goes to units and departments."""

    opinions: tuple[Opinion, ...]
    letters: tuple["Letter", ...] = ()
    common: tuple["Common", ...] = ()


class Letter(msgspec.Struct, frozen=True, omit_defaults=True):
    """审核意见单: the opinions that go to one unit, by the ids of their forms. `year` is "" for several years.

    What people made of it: `texts` the lines they changed by part ("" for one they took out), `own` what they wrote
    above the signature, `after` below it, `replies` what the unit answered, by project.
    """

    unit: str
    department: str
    year: str
    forms: tuple[str, ...]
    texts: dict[str, str] = {}
    own: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    replies: dict[str, str] = {}

    @property
    def id(self) -> str:
        """What a letter is known by from one audit to the next: the unit and its department."""
        return _short(f"{folded(self.department)}|{folded(self.unit)}")


class Common(msgspec.Struct, frozen=True):
    """部门共性问题: what several forms of a department share, the gravest and most frequent first."""

    department: str
    forms: int
    problems: tuple["CommonProblem", ...]


class CommonProblem(msgspec.Struct, frozen=True):
    """A problem that `forms` forms of a department share: what is said of it, and the projects concerned."""

    code: str
    severity: str
    text: str
    forms: int
    projects: tuple[str, ...]


def identity(form: Form) -> str:
    """What a form is known by from one audit to the next: subject, unit and year; its source without one."""
    about = subject(form)
    known = (about, form.unit or form.department, form.year) if about else (form.source,)
    return _short("|".join(part or "" for part in known))


def sentence_id(form: str, code: str, place: str) -> str:
    """The identity of a sentence: its check, its cell and its form, short enough for a tag in Word."""
    return f"{code}-{_short(f'{form}|{code}|{place}')}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
