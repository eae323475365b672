"""The opinion on a form as an office sees it: drafted from today's findings, the office's own work put back."""

from collections.abc import Mapping, Sequence

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.opinion import (
    Kept,
    Opinion,
    Papers,
    Section,
    Sentence,
    draft,
    kept_of,
    letters,
    merged,
    quality,
    told_apart,
)
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import held, require
from jiheng.web.accounts.rights_table import table
from jiheng.web.auditlog import log
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import tidy
from jiheng.web.forms.saving import assessed
from jiheng.web.opinions.beside import DRAFT, Beside, beside
from jiheng.web.opinions.models import KeptOpinion
from jiheng.writing.opinion import Office, write_papers

LONGEST, MOST_OWN = 2000, 50
VERDICT = "verdict"
"""How the box of the verdict is named on the page; a sentence by its id, own ones by `own-` and their section."""
OWN = "own-"


def office_of(person: Person, form: SelfEvaluation) -> int:
    """The organisation for which the person reviews the form. Raises Denied."""
    require(person, DRAFT, form)
    roles = {role for row in table()[DRAFT] for role in row.roles}
    own = [role for role in held(person) if role.role in roles]
    near = [role for role in own if form.unit.path.startswith(role.path)]
    return (near or own)[0].organisation


def opinion_of(
    person: Person, form: SelfEvaluation, together: Beside | None = None
) -> tuple[Opinion, KeptOpinion | None]:
    """The opinion as it stands today with what the form shares with others, and what the person's office kept of it.

    `together` where several opinions are asked for. Its quality is that of the form by itself, the number that the
    list and the review page show. Raises Denied.
    """
    row = KeptOpinion.objects.select_related("by").filter(form=form, office=office_of(person, form)).first()
    own = assessed(form).audit
    shared, forms = (together or beside(person, form)).of(form, own.form)
    new = msgspec.structs.replace(draft(own, shared, forms), quality=quality(own))
    return merged(new, _work(row)), row


def _work(row: KeptOpinion | None) -> Kept:
    return Kept() if row is None else kept_of(msgspec.convert(row.content, Opinion, strict=False))


@transaction.atomic
def keep(person: Person, form: SelfEvaluation, texts: Mapping[str, str], version: int) -> KeptOpinion:
    """Keep what the page's boxes hold: an emptied sentence is struck out, own ones stand one a line.

    `version` is of what the person saw, 0 of none. Raises Denied, ValidationError.
    """
    office = office_of(person, form)
    SelfEvaluation.objects.select_for_update(of=("self",)).get(pk=form.pk)
    made, row = opinion_of(person, form)
    if (row.version if row else 0) != version:
        who = f"{row.by} " if row else ""
        raise ValidationError(f"{who}刚才保存过这份意见，您的改动没有存上。请复制下来，刷新页面再改。")
    changed = _changed(made, texts)
    content = msgspec.json.decode(msgspec.json.encode(changed))
    if row is None:
        row = KeptOpinion(form=form, office_id=office)
    else:
        row.version += 1
    row.content, row.by = content, person
    row.save()
    edited = sum(sentence.is_edited for sentence in changed.sentences)
    log.write(person, "opinion.keep", form, {"version": row.version, "edited": edited})
    return row


@transaction.atomic
def forget(person: Person, form: SelfEvaluation) -> None:
    """Go back to the draft. Raises Denied."""
    found = KeptOpinion.objects.filter(form=form, office=office_of(person, form))
    if found.delete()[0]:
        log.write(person, "opinion.forget", form, {})


def _changed(made: Opinion, texts: Mapping[str, str]) -> Opinion:
    sections = {section: _section(section, made.sections.get(section, ()), texts) for section in Section}
    verdict = msgspec.structs.replace(made.verdict, text=_text(texts.get(VERDICT, made.verdict.text)))
    if not verdict.text:
        raise ValidationError("审核结论是空的。请写好再保存。")
    return msgspec.structs.replace(made, verdict=verdict, sections=sections)


def _section(section: Section, found: Sequence[Sentence], texts: Mapping[str, str]) -> tuple[Sentence, ...]:
    drafted = [_said(sentence, texts.get(sentence.id)) for sentence in found if sentence.id]
    lines = texts.get(f"{OWN}{section.value}", "").splitlines()
    own = [Sentence("", text) for line in lines if (text := _text(line))]
    if len(own) > MOST_OWN:
        raise ValidationError(f"“{section.label}”里自己写的超过 {MOST_OWN} 句，请分几次写或合并。")
    return (*(sentence for sentence in drafted if sentence.text), *own)


def _said(sentence: Sentence, text: str | None) -> Sentence:
    """The sentence as the box has it; one that nobody touched stays the draft, however a browser breaks its lines."""
    if text is None or _text(text) == tidy(sentence.text):
        return sentence
    return msgspec.structs.replace(sentence, text=_text(text))


def _text(text: str) -> str:
    text = tidy(text)
    if len(text) > LONGEST:
        raise ValidationError(f"有一句超过 {LONGEST} 字，请写短一些。")
    return text


def paper(opinion: Opinion, office: Office) -> bytes:
    """One opinion as Word."""
    return write_papers(Papers((opinion,)), ".docx", office)


def letter_of(opinions: Sequence[Opinion], office: Office, left: int) -> bytes:
    """The letter to the unit of the opinions as Word, with them behind it; it says of how many it does not tell."""
    apart = told_apart(opinions)
    said = (f"以上是前 {len(apart)} 个项目，另有 {left} 个项目的审核意见另行送达。",) if left else ()
    made = tuple(msgspec.structs.replace(letter, own=said) for letter in letters(apart))
    return write_papers(Papers(apart, made), ".docx", office)
