"""What the tables are made from: each form with its key, and what belongs to no single form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from jiheng.checks import Accepted, Audit, Finding, FormAudit
from jiheng.form import Form, Problem


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form with its key, its number in reading order from 1 and, where it was audited, its audit.

    `joint` counts the open findings over several forms that concern it.
    """

    form_id: str
    number: int
    form: Form
    audited: FormAudit | None = None
    joint: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known only after the last form: findings over several forms, and unread files.

    `problems` may still be filled while the forms pass; `entries` is empty unless the forms were audited.
    """

    entries: Sequence[FormEntry] = ()
    batch: Sequence[Finding] = ()
    accepted: Sequence[Accepted] = ()
    problems: Sequence[Problem] = ()


def key(letter: str, *parts: str) -> str:
    """A short key: a letter and 16 hexadecimal digits, the same for the same parts in every run.

    The letter keeps Excel from taking the digits for a figure.
    """
    return letter + blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def keyed(forms: Iterable[Form]) -> Iterator[FormEntry]:
    """The forms as they pass. The key rests on `source` (file and number in it), not on what the form says.

    So a form that was corrected keeps its key; one of several forms with the same source is told
    apart by its order among them.
    """
    seen: Counter[str] = Counter()
    for number, form in enumerate(forms, 1):
        seen[form.source] += 1
        yield FormEntry(key("f", form.source, str(seen[form.source])), number, form)


def audited_entries(audit: Audit) -> list[FormEntry]:
    """The forms of an audit, each with its part of it."""
    joint = Counter(index for finding in audit.batch for index in set(finding.forms))
    return [
        FormEntry(form.form_id, form.number, form.form, audited, joint[form.number - 1])
        for form, audited in zip(keyed(each.form for each in audit.forms), audit.forms, strict=True)
    ]
