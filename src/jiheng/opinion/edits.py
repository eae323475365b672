"""People's edits of an opinion and of a letter, kept over a new audit.

What people changed stays as they left it; what they struck out stays out; what they wrote themselves stays at
the end of its section; a changed sentence whose finding is gone is kept and marked. Everything else is drafted anew.
"""

import msgspec

from jiheng.opinion.model import Letter, Opinion, Section, Sentence


class Kept(msgspec.Struct, frozen=True):
    """What an earlier opinion on a form holds of people's work.

    `texts` by id the sentences they changed with the section, `own` what they wrote themselves, `struck` the ids
    of drafted sentences that they took out.
    """

    texts: dict[str, tuple[Section | None, str]] = {}
    own: dict[Section, tuple[str, ...]] = {}
    struck: frozenset[str] = frozenset()


class KeptLetter(msgspec.Struct, frozen=True):
    """What an earlier letter holds of people's work; the fields are those of Letter."""

    texts: dict[str, str] = {}
    own: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    replies: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many lines and replies are people's."""
        return len(self.texts) + len(self.own) + len(self.after) + len(self.replies)


class Edits(msgspec.Struct, frozen=True):
    """People's work in papers written before: on opinions by the identity of the form, in letters by theirs."""

    forms: dict[str, Kept] = {}
    letters: dict[str, KeptLetter] = {}


def kept_letter(old: Letter) -> KeptLetter:
    """People's work in a letter that was kept as data."""
    return KeptLetter(old.texts, old.own, old.after, old.replies)


def relettered(new: Letter, kept: KeptLetter) -> Letter:
    """The new letter with people's work put back."""
    work = {name: getattr(kept, name) for name in KeptLetter.__struct_fields__}
    return msgspec.structs.replace(new, **work)


def kept_of(old: Opinion) -> Kept:
    """People's work in an opinion that was kept as data."""
    where = {sentence.id: section for section, found in old.sections.items() for sentence in found}
    there = {sentence.id for sentence in old.sentences}
    return Kept(
        {
            sentence.id: (where.get(sentence.id), sentence.text)
            for sentence in old.sentences
            if sentence.id and sentence.is_edited
        },
        {
            section: tuple(sentence.text for sentence in found if not sentence.id)
            for section, found in old.sections.items()
        },
        frozenset(old.drafted) - there,
    )


def merged(new: Opinion, kept: Kept) -> Opinion:
    """The new draft with people's work put back."""
    sections = {section: _section(section, found, kept) for section, found in new.sections.items()}
    there = {sentence.id for found in new.sections.values() for sentence in found} | {new.verdict.id}
    for name, (section, text) in kept.texts.items():
        if name not in there and section is not None:
            gone = Sentence(name, text, draft="", gone=True)
            sections[section] = (*sections.get(section, ()), gone)
    for section, texts in kept.own.items():
        sections[section] = (*sections.get(section, ()), *(Sentence("", text) for text in texts))
    _, said = kept.texts.get(new.verdict.id, (None, new.verdict.text))
    return msgspec.structs.replace(
        new,
        verdict=msgspec.structs.replace(new.verdict, text=said),
        sections=sections,
        drafted=tuple(dict.fromkeys((*new.drafted, *sorted(kept.struck)))),
    )


def _section(section: Section, found: tuple[Sentence, ...], kept: Kept) -> tuple[Sentence, ...]:
    return tuple(
        msgspec.structs.replace(sentence, text=kept.texts[sentence.id][1]) if sentence.id in kept.texts else sentence
        for sentence in found
        if sentence.id not in kept.struck
    )
