"""An opinion drafted from the findings of a form: what must be corrected, supported, improved; and the verdict."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jiheng.checks import Audit, Finding, FormAudit, Severity, catalogue
from jiheng.checks.official import located, official
from jiheng.form import FORM, Form, describe, place_of, subject
from jiheng.opinion.goals import goal_table
from jiheng.opinion.model import Opinion, OpinionVerdict, Section, Sentence, identity, sentence_id
from jiheng.opinion.quality import follows, part_of, points_at_stake, quality, shared_findings
from jiheng.places import Book
from jiheng.quantity.words import plain

_SEVERITIES = {severity.value: severity.rank for severity in Severity}
_ZERO = Decimal(0)


def drafts(audit: Audit) -> tuple[Opinion, ...]:
    """The opinion on every form of an audit, in its order; of two forms that are the same, the second is `…#2`."""
    forms = [form.form for form in audit.forms]
    shared = shared_findings(audit)
    return told_apart([draft(audited, shared.get(index, ()), forms) for index, audited in enumerate(audit.forms)])


def told_apart(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """The same opinions, each with an id of its own: of two on forms that look the same, the second has `…#2`.

    Its sentences have it, too: in a document no two may be known by the same.
    """
    seen: Counter[str] = Counter()
    made = []
    for opinion in opinions:
        seen[opinion.id] += 1
        made.append(opinion if seen[opinion.id] == 1 else _marked(opinion, f"#{seen[opinion.id]}"))
    return tuple(made)


def _marked(opinion: Opinion, mark: str) -> Opinion:
    def said(sentence: Sentence) -> Sentence:
        return msgspec.structs.replace(sentence, id=f"{sentence.id}{mark}") if sentence.id else sentence

    sections = {section: tuple(said(each) for each in found) for section, found in opinion.sections.items()}
    drafted = tuple(f"{name}{mark}" for name in opinion.drafted)
    return msgspec.structs.replace(
        opinion, id=f"{opinion.id}{mark}", verdict=said(opinion.verdict), sections=sections, drafted=drafted
    )


def draft(audited: FormAudit, shared: Sequence[Finding] = (), forms: Sequence[Form] = ()) -> Opinion:
    """The opinion on one form. `shared` are findings it has with others of `forms`."""
    form = audited.form
    name = identity(form)
    sections: dict[Section, list[Sentence]] = {section: [] for section in Section}
    own = [(finding, [form]) for finding in audited.findings if not follows(finding)]
    for finding, those in [*own, *((finding, list(forms)) for finding in shared)]:
        sections[_section(finding, audited.book)].append(_sentence(name, audited, finding, those))
    for found in sections.values():
        found.sort(key=lambda sentence: (_SEVERITIES[sentence.severity], -(sentence.points or _ZERO)))
    sections[Section.ATTACH] = _attachments(name, audited, [finding for finding, _ in own])
    verdict = _verdict(name, audited.book, sections)
    return Opinion(
        id=name,
        source=form.source,
        department=form.department or "",
        unit=form.unit or form.department or "",
        project=subject(form),
        year=form.year or "",
        verdict=verdict,
        sections={section: tuple(_once(found)) for section, found in sections.items()},
        quality=quality(audited, shared),
        goals=goal_table(audited),
        total_printed=form.total_score or "",
        total_recomputed=audited.score.total.score,
        drafted=(verdict.id, *(sentence.id for found in sections.values() for sentence in found)),
    )


def _section(finding: Finding, book: Book) -> Section:
    """Errors must be corrected; where the rest goes the rulebook says by its part of quality."""
    rule = part_of(finding.code, book)
    if finding.severity is Severity.ERROR or rule is None:
        return Section.MUST
    return Section(rule.sections[finding.severity.value])


def _sentence(name: str, audited: FormAudit, finding: Finding, forms: Sequence[Form]) -> Sentence:
    form = audited.form
    said = official(catalogue()[finding.code], finding, forms)
    if finding.forms and forms[finding.forms[0]] is not form:
        finding = _at_this_form(finding)
    # What several forms share, or the form as a whole lacks, is no matter of the row by which it is shown.
    of_a_row = not finding.forms and finding.place != str(FORM)
    points = points_at_stake(audited, finding.places) if of_a_row else _ZERO
    where = located(form, finding)
    text = f"{where}：{said.removesuffix('。')}{_stake(points)}。{_advice(finding, audited)}"
    return Sentence(
        id=sentence_id(name, finding.code, finding.place),
        text=text,
        draft=text,
        code=finding.code,
        severity=finding.severity.value,
        places=finding.places,
        where=where,
        points=points or None,
    )


def _at_this_form(finding: Finding) -> Finding:
    """A finding over several forms at a form that is not its first: rows belong to the first, single cells to all."""
    place = place_of(finding.place)
    at = finding.place if place is not None and place.row is None else "project"
    return msgspec.structs.replace(finding, place=at, places=(at,))


def _stake(points: Decimal) -> str:
    return f"（涉及{plain(points)}分）" if points else ""


def _advice(finding: Finding, audited: FormAudit) -> str:
    """What to do, with the cells that follow from it."""
    labels = dict.fromkeys(
        describe(audited.form, also.place)
        for also in audited.findings
        if also.under == finding.code and also.place != finding.place and follows(also)
    )
    return finding.advice + (f"（随之核对：{'、'.join(labels)}。）" if labels else "")


def _attachments(name: str, audited: FormAudit, findings: Sequence[Finding]) -> list[Sentence]:
    """The papers to send along, each once with the cells it is for."""
    made = []
    for row in audited.book.rows("opinion.attachments"):
        codes = str(row["checks"]).split()
        own = [finding for finding in findings if finding.code in codes]
        if own:
            cells = "；".join(dict.fromkeys(located(audited.form, finding) for finding in own))
            text = f"{row['name']}（{cells}）。"
            places = tuple(dict.fromkeys(place for finding in own for place in finding.places))
            made.append(Sentence(sentence_id(name, "attach", codes[0]), text, text, places=places))
    return made


def _verdict(name: str, book: Book, sections: dict[Section, list[Sentence]]) -> Sentence:
    counts = Counter(sentence.severity for found in sections.values() for sentence in found)
    errors, warnings = counts[Severity.ERROR.value], counts[Severity.WARNING.value]
    points = sum((sentence.points or _ZERO for sentence in sections[Section.SUPPLEMENT]), _ZERO)
    if errors >= book.number("opinion.return_errors"):
        verdict = OpinionVerdict.RETURN
    elif errors + warnings >= book.number("opinion.supplement_warnings") or points >= book.number(
        "opinion.supplement_points"
    ):
        verdict = OpinionVerdict.SUPPLEMENT
    else:
        verdict = OpinionVerdict.PASS if any(sections.values()) else OpinionVerdict.CLEAN
    return Sentence(sentence_id(name, "verdict", ""), verdict.value, verdict.value)


def _once(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, two of one identity told apart by a number."""
    seen: Counter[str] = Counter()
    made = []
    for sentence in found:
        seen[sentence.id] += 1
        made.append(
            sentence
            if seen[sentence.id] == 1
            else msgspec.structs.replace(sentence, id=f"{sentence.id}.{seen[sentence.id]}")
        )
    return made
