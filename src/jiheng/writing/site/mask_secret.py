"""涉密 projects before publication: told by more than their mark, and their names hidden in the texts of others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from jiheng.checks.batch.duplicate import project_key
from jiheng.checks.secret import is_secret, telling_name
from jiheng.checks.word_lists import word_pattern
from jiheng.form import SINGLE_BLOCKS, Form, fields
from jiheng.places import Book
from jiheng.writing.site.mask_numbers import Span

KIND = "涉密项目名称"
SHOWN = "（涉密项目名称）"
"""What the list of maskings says in place of the name: not even the list holds it."""
MARK = "涉密"
_INSTEAD = "（不公开）"
_TELLING = ("title", *(field.name for field in fields(*SINGLE_BLOCKS, telling=True)))


def declares_secrecy(form: Form, book: Book) -> bool:
    """Whether the form's name or goals say that the project is 涉密, mark or no mark."""
    said = " ".join(getattr(form, field) or "" for field in _TELLING)
    said = word_pattern(book, "department.secret.not_words").sub("", said)
    return bool(word_pattern(book, "publish.secret_words").search(said))


@dataclass(frozen=True, slots=True)
class SecretNames:
    """Names that no published text may hold, and for every form whether it is itself of such a project."""

    names: tuple[str, ...]
    own: tuple[bool, ...]


def secret_names(forms: Sequence[Form], books: Sequence[Book]) -> SecretNames:
    """The names of the 涉密 projects among the forms.

    A name that an open project of another unit or year bears as well tells nothing and stays. An unmarked
    copy of a 涉密 form keeps its name here, so that it is known as the copy and set aside with it.
    """
    told = [telling_name(form, book) for form, book in zip(forms, books, strict=True)]
    secret = [is_secret(form, book) or declares_secrecy(form, book) for form, book in zip(forms, books, strict=True)]
    least = [int(book.number("publish.secret_name_length")) for book in books]
    keys = {told[at]: project_key(form)[1:] for at, form in enumerate(forms) if secret[at] and told[at]}
    shared = {
        told[at]
        for at, form in enumerate(forms)
        if not secret[at] and told[at] in keys and not _agree(project_key(form)[1:], keys[told[at]])
    }
    names = {
        name
        for at, form in enumerate(forms)
        if secret[at] and told[at] not in shared
        for name in (told[at], form.project or "")
        if len(name) >= least[at]
    }
    longest_first = tuple(sorted(names, key=lambda name: (-len(name), name)))
    return SecretNames(longest_first, tuple(name in keys and name not in shared for name in told))


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether unit and year are the same, as far as both state them."""
    return all(not left or not right or left == right for left, right in zip(one, other, strict=True))


def named(text: str, names: Collection[str]) -> Iterator[Span]:
    """Where a text names a 涉密 project."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            yield Span(start, start + len(name), KIND, _INSTEAD)
            start = text.find(name, start + len(name))
